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
from common.errors import DomainError, Text
from partnerships.choices import CooperationKind, DocumentType, Sphere, TermKind
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.documents import DocumentFileField
from partnerships.inputs import AgreementInput, TermInput
from registration.admin.party_rows import PARTY_PROBLEM, PartyRowsForm, is_still_choosing
from registration.services import transfer_entry

TITLE = _("Transfer from the previous register")
TEMPLATE = "admin/registration/registerentry/transfer.html"
PROBLEM_FIELDS = {"kind": "term_kind", "years": "term_years", "until": "term_until"}


class AgreementOfRegisterForm(DeskForm):
    """What the previous register says of the agreement itself."""

    number = forms.CharField(label=_("Number in the previous register"), max_length=50)
    registered_on = DayField(label=_("Date of registration"))
    document_type = forms.ChoiceField(label=_("Type of document"), choices=DocumentType.choices)
    title_uk = forms.CharField(
        label=_("Title in Ukrainian"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    title_en = forms.CharField(
        label=_("Title in English"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of cooperation"),
        choices=CooperationKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    spheres = forms.MultipleChoiceField(
        label=_("Spheres of cooperation"),
        choices=Sphere.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    term_kind = forms.ChoiceField(
        label=_("Term"), choices=TermKind.choices, initial=TermKind.UNKNOWN, required=False
    )
    term_years = forms.IntegerField(
        label=_("Number of years"),
        required=False,
        help_text=_("For a term in years, or for a term that renews automatically."),
    )
    term_until = DayField(
        label=_("Last day of the term"), required=False, help_text=_("For a term that ends on a date.")
    )
    signed = PartialDateField(
        label=_("Signed"), help_text=_("Leave empty what the previous register does not say.")
    )
    signed_place = forms.CharField(label=_("Place of signing"), max_length=300, required=False)
    signed_online = forms.ChoiceField(
        label=_("Signed online"), choices=[("", _("no")), ("yes", _("yes"))], required=False
    )
    file = DocumentFileField(label=_("Scan of the signed agreement"), required=False)

    def to_input(self) -> AgreementInput:
        """The content for the service."""
        data = self.cleaned_data
        return AgreementInput(
            document_type=data["document_type"],
            title_uk=data["title_uk"],
            title_en=data["title_en"],
            kinds=tuple(data["kinds"]),
            spheres=tuple(data["spheres"]),
            term=TermInput(
                data["term_kind"] or TermKind.UNKNOWN, years=data["term_years"], until=data["term_until"]
            ),
        )


class TransferForm(AgreementOfRegisterForm, PartyRowsForm):
    """The agreement with its parties."""

    def _beside(self, path: str) -> str:
        if PARTY_PROBLEM.match(path):
            return super()._beside(path)
        head = path.rpartition(".")[2]
        return PROBLEM_FIELDS.get(head, head) if path.startswith("agreement.term") else head

    def groups(self) -> list[tuple[Text, str, list[list[forms.BoundField]]]]:
        """Title, side to which a row can be added, and the rows of fields of each part of the page."""
        of_entry = ["number", "registered_on"]
        rest = [name for name in AgreementOfRegisterForm.base_fields if name not in of_entry]
        sides = (("community", _("Ukrainian side")), ("foreign", _("Foreign side")))
        return [
            (_("Entry"), "", [self.bound(of_entry)]),
            *((title, side, [self.bound(row.names) for row in self.rows[side]]) for side, title in sides),
            (_("Agreement"), "", [self.bound(rest)]),
        ]


def transfer(request: HttpRequest) -> HttpResponse:
    """Show the form (GET), or enter the agreement (POST)."""
    if request.method != "POST":
        return render_desk_page(request, TEMPLATE, TITLE, {"form": TransferForm()})
    form, status = TransferForm(request.POST, request.FILES), 400
    if is_still_choosing(request.POST):
        return render_desk_page(request, TEMPLATE, TITLE, {"form": form.unchecked()})
    if form.is_valid():
        try:
            entry = _enter(request.user, form)
        except DomainError as error:
            status = form.refuse(error)
        else:
            messages.success(request, _now("Registered as No. %(number)s.") % {"number": entry.number})
            return back_to_record(request, entry)
    return render_desk_page(request, TEMPLATE, TITLE, {"form": form}, status=status)


def _enter(actor: Any, form: TransferForm) -> Any:
    data = form.cleaned_data
    return transfer_entry(
        actor=actor,
        community_parties=form.parties("community"),
        foreign_parties=form.parties("foreign"),
        agreement=form.to_input(),
        signed=data["signed"],
        signed_place=data["signed_place"],
        signed_online=bool(data["signed_online"]),
        number=data["number"],
        registered_on=data["registered_on"],
        confirm=form.confirmed,
        upload=data["file"],
    )


add_desk_page(
    DeskPage("transfer", "transfer/", TITLE, "move_down", frozenset({Role.MINISTRY}), transfer, writes=True)
)
