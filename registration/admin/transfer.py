"""Entering an agreement that the previous register held."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.admin.desk_pages import DeskPage, add_desk_page, render_desk_page
from common.admin.forms import DayField, DeskForm
from common.admin.steps import back_to_record
from common.errors import DomainError, FieldProblem, RuleViolated
from partnerships.choices import DocumentType, Side
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.territories import Territory, candidates, resolve
from partnerships.inputs import AgreementInput, PartyInput
from registration.services import transfer_entry

TITLE = _("Transfer from the previous register")
TEMPLATE = "admin/registration/registerentry/transfer.html"
SIDES = (("community", Side.UKRAINIAN), ("foreign", Side.FOREIGN))


class TransferForm(DeskForm):
    """The agreement as the previous register has it. Each side is found by its words, then chosen."""

    number = forms.CharField(label=_("Number in the previous register"), max_length=50)
    registered_on = DayField(label=_("Date of registration"))
    community_words = forms.CharField(
        label=_("Ukrainian community"), max_length=200, help_text=_("Any name, or the KATOTTG code.")
    )
    community = forms.ChoiceField(label=_("Which one?"), required=False, widget=forms.RadioSelect)
    foreign_words = forms.CharField(
        label=_("Foreign municipality"), max_length=200, help_text=_("Any name, in any language.")
    )
    foreign = forms.ChoiceField(label=_("Which one?"), required=False, widget=forms.RadioSelect)
    document_type = forms.ChoiceField(label=_("Type of document"), choices=DocumentType.choices)
    title_uk = forms.CharField(
        label=_("Title in Ukrainian"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    title_en = forms.CharField(
        label=_("Title in English"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    signed = PartialDateField(label=_("Signed"))
    signed_place = forms.CharField(label=_("Place of signing"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, side in SIDES:
            found = list(candidates(side, str(self.data.get(f"{name}_words", ""))).rows)
            field: Any = self.fields[name]
            field.choices = [(one.reference, _words(one)) for one in found]
            if not found:
                self.fields[name].widget = forms.HiddenInput()
            elif len(found) == 1 and not self.data.get(name):
                typed: Any = self.data
                typed = typed.copy()
                typed[name] = found[0].reference
                self.data = typed

    def clean(self) -> dict[str, Any]:
        """Ask for a choice where the words fit several; say it when they fit none."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, _side in SIDES:
            field: Any = self.fields[name]
            if cleaned.get(f"{name}_words") and not cleaned.get(name) and name not in self.errors:
                if field.choices:
                    self.add_error(name, _("Several have this name: choose one."))
                else:
                    self.add_error(
                        f"{name}_words", _("Nothing with this name was found. Try another spelling.")
                    )
        return cleaned

    def add_problems(self, error: RuleViolated) -> None:
        """Problems of parties and of the agreement stand beside what was typed for them."""
        names = {"community_parties": "community_words", "foreign_parties": "foreign_words"}
        renamed = []
        for problem in error.problems:
            head = problem.field.split("[")[0].split(".")
            renamed.append(FieldProblem(names.get(head[0], head[-1]), problem.code, problem.detail))
        super().add_problems(RuleViolated(renamed))


def _words(territory: Territory) -> str:
    return ", ".join(filter(None, (territory.name, territory.where, territory.level)))


def transfer(request: HttpRequest) -> HttpResponse:
    """Show the form (GET), or enter the agreement (POST)."""
    if request.method != "POST":
        return render_desk_page(request, TEMPLATE, TITLE, {"form": TransferForm()})
    form, status = TransferForm(request.POST), 400
    if form.is_valid():
        try:
            entry = _enter(request.user, form.cleaned_data, form.confirmed)
        except DomainError as error:
            status = form.refuse(error)
        else:
            messages.success(request, _now("Registered as No. %(number)s.") % {"number": entry.number})
            return back_to_record(request, entry)
    return render_desk_page(request, TEMPLATE, TITLE, {"form": form}, status=status)


def _enter(actor: Any, data: dict[str, Any], confirm: list[str]) -> Any:
    return transfer_entry(
        actor=actor,
        community_parties=(_party(data["community"]),),
        foreign_parties=(_party(data["foreign"]),),
        agreement=AgreementInput(
            document_type=data["document_type"], title_uk=data["title_uk"], title_en=data["title_en"]
        ),
        signed=data["signed"],
        signed_place=data["signed_place"],
        number=data["number"],
        registered_on=data["registered_on"],
        confirm=confirm,
    )


def _party(reference: str) -> PartyInput:
    kind, _colon, key = reference.partition(":")
    known = resolve([reference])[reference]
    if kind == "community":
        return PartyInput(katottg=key, body_kind="council")
    if kind == "municipality":
        return PartyInput(municipality_id=known.pk, body_kind="council")
    return PartyInput(geonames_id=int(key), body_kind="council")


add_desk_page(
    DeskPage("transfer", "transfer/", TITLE, "move_down", frozenset({Role.MINISTRY}), transfer, writes=True)
)
