"""Entering an agreement that the previous register held."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.admin.desk_pages import DeskPage, add_desk_page, render_desk_page
from common.admin.forms import DayField, DeskForm
from common.admin.steps import back_to_record
from common.errors import DomainError, FieldProblem, RuleViolated, Text
from partnerships.choices import BodyKind, CooperationKind, DocumentType, Side, Sphere, TermKind
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.documents import DocumentFileField
from partnerships.desk_forms.territories import Territory, candidates, resolve
from partnerships.inputs import AgreementInput, PartyInput, TermInput
from registration.services import transfer_entry

TITLE = _("Transfer from the previous register")
TEMPLATE = "admin/registration/registerentry/transfer.html"
SIDES = {"community": Side.UKRAINIAN, "foreign": Side.FOREIGN}
MOST_ROWS = 20
FIND = "find"  # the button that shows what the words may mean
ADD = "add-"  # and the name of a side: the button for one more row
PARTY_PROBLEM = re.compile(r"^(community|foreign)_parties(?:\[(\d+)\](?:\.(\w+))?)?$")
PROBLEM_FIELDS = {"kind": "term_kind", "years": "term_years", "until": "term_until"}


@dataclass(frozen=True)
class PartyRow:
    """The names of the fields of one party; those of all but the first end in the number of the row."""

    side: str
    index: int

    def name(self, part: str = "") -> str:
        """The name of one field; the party itself without a part."""
        ending = f"_{self.index + 1}" if self.index else ""
        return f"{self.side}_{part}{ending}" if part else f"{self.side}{ending}"

    @property
    def names(self) -> list[str]:
        """All of them, in their order."""
        parts = ["words", "", "body_kind", "body_name_uk"]
        return [
            self.name(part) for part in [*parts, *(["body_name_original"] if self.side == "foreign" else [])]
        ]

    def fields(self) -> dict[str, forms.Field]:
        """What is asked of a party; only the first one must be there."""
        ours = self.side == "community"
        found: dict[str, forms.Field] = {
            self.name("words"): forms.CharField(
                label=_("Ukrainian community") if ours else _("Foreign municipality"),
                max_length=200,
                required=not self.index,
                help_text=_("Any name, or the KATOTTG code.") if ours else _("Any name, in any language."),
            ),
            self.name(): forms.ChoiceField(label=_("Which one?"), required=False, widget=forms.RadioSelect),
            self.name("body_kind"): forms.ChoiceField(
                label=_("Signing body"),
                required=False,
                choices=[("", _("not known yet")), *BodyKind.choices],
                initial=BodyKind.COUNCIL,
            ),
            self.name("body_name_uk"): forms.CharField(
                label=_("Name of the body in Ukrainian"), max_length=300, required=False
            ),
        }
        if not ours:
            label = _("Name of the body in its own language")
            found[self.name("body_name_original")] = forms.CharField(
                label=label, max_length=300, required=False
            )
        return found


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


class TransferForm(AgreementOfRegisterForm):
    """The agreement with its parties. Each of them is found by its words, then chosen."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        self.rows = {name: _rows(name, data) for name in SIDES}
        # Before the form is made, so that these fields look like all the others.
        added = {
            name: field for rows in self.rows.values() for row in rows for name, field in row.fields().items()
        }
        self.base_fields = {  # type: ignore[misc]  # of this form alone
            **type(self).base_fields,
            **added,
        }
        super().__init__(data, files)
        for row in [row for rows in self.rows.values() for row in rows]:
            self._offer(row)

    def _offer(self, row: PartyRow) -> None:
        """Offer what the words may mean; the person chooses, also where there is only one."""
        words = str(self.data.get(row.name("words"), ""))
        field: Any = self.fields[row.name()]
        field.choices = [(one.reference, _words(one)) for one in candidates(SIDES[row.side], words).rows]
        if not field.choices:
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for a choice among what the words fit; say it when they fit nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for row in [row for rows in self.rows.values() for row in rows]:
            name, words = row.name(), row.name("words")
            field: Any = self.fields[name]
            if cleaned.get(words) and not cleaned.get(name) and name not in self.errors:
                if field.choices:
                    self.add_error(name, _("Choose the one that you mean."))
                else:
                    self.add_error(words, _("Nothing with this name was found. Try another spelling."))
        return cleaned

    def parties(self, side: str) -> tuple[PartyInput, ...]:
        """The parties of a side; rows without words are left out."""
        return tuple(self._party(row) for row in self._filled(side))

    def _filled(self, side: str) -> list[PartyRow]:
        return [row for row in self.rows[side] if self.cleaned_data.get(row.name())]

    def _party(self, row: PartyRow) -> PartyInput:
        reference = self.cleaned_data[row.name()]
        kind, _colon, key = reference.partition(":")
        return PartyInput(
            katottg=key if kind == "community" else "",
            municipality_id=resolve([reference])[reference].pk if kind == "municipality" else None,
            geonames_id=int(key) if kind == "place" else None,
            body_kind=self.cleaned_data[row.name("body_kind")],
            body_name_uk=self.cleaned_data[row.name("body_name_uk")],
            body_name_original=self.cleaned_data.get(row.name("body_name_original"), ""),
        )

    def add_problems(self, error: RuleViolated) -> None:
        """Problems of parties and of the agreement stand beside what was typed for them."""
        renamed = [FieldProblem(self._beside(one.field), one.code, one.detail) for one in error.problems]
        super().add_problems(RuleViolated(renamed))

    def _beside(self, path: str) -> str:
        if match := PARTY_PROBLEM.match(path):
            side, place, part = match[1], int(match[2] or 0), match[3] or ""
            row = self._filled(side)[place] if place < len(self._filled(side)) else PartyRow(side, 0)
            return row.name(part if row.name(part) in self.fields and part.startswith("body") else "words")
        head = path.rpartition(".")[2]
        return PROBLEM_FIELDS.get(head, head) if path.startswith("agreement.term") else head

    def groups(self) -> list[tuple[Text, str, list[list[forms.BoundField]]]]:
        """Title, side to which a row can be added, and the rows of fields of each part of the page."""
        of_entry = ["number", "registered_on"]
        rest = [name for name in AgreementOfRegisterForm.base_fields if name not in of_entry]
        sides = (("community", _("Ukrainian side")), ("foreign", _("Foreign side")))
        return [
            (_("Entry"), "", [self._bound(of_entry)]),
            *((title, side, [self._bound(row.names) for row in self.rows[side]]) for side, title in sides),
            (_("Agreement"), "", [self._bound(rest)]),
        ]

    def _bound(self, names: list[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if not self[name].is_hidden]

    def unchecked(self) -> "TransferForm":
        """As typed, without a word about what is missing: the person is still at it.

        Only words that find nothing are named: nobody can choose there.
        """
        words = {row.name("words") for rows in self.rows.values() for row in rows}
        found_nothing = {
            name: said for name, said in self.errors.items() if name in words and self.data.get(name)
        }
        self._errors = ErrorDict(found_nothing)
        return self


def _rows(side: str, data: Any) -> list[PartyRow]:
    """As many as the page had, and one more when that was asked for."""
    asked = str(data.get(f"{side}_rows", "1")) if data else "1"
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    number += bool(data and data.get("action") == f"{ADD}{side}")
    return [PartyRow(side, index) for index in range(min(max(number, 1), MOST_ROWS))]


def _words(territory: Territory) -> str:
    return ", ".join(filter(None, (territory.name, territory.where, territory.level)))


def transfer(request: HttpRequest) -> HttpResponse:
    """Show the form (GET), or enter the agreement (POST)."""
    if request.method != "POST":
        return render_desk_page(request, TEMPLATE, TITLE, {"form": TransferForm()})
    form, status = TransferForm(request.POST, request.FILES), 400
    action = request.POST.get("action", "")
    if action == FIND or action.startswith(ADD):
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
