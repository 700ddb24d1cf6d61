"""Forms of an official for the Ministry: the letter of request, the signing, the termination."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.choices import DocumentKind, Side
from partnerships.desk_forms.base import DeskForm, exact_date_field, text_field
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.documents import DocumentFileField
from partnerships.desk_forms.records import ReasonForm
from partnerships.models import Agreement, Document, Party
from registration.choices import TerminationAct
from registration.models import RegistrationCase, Signatory
from registration.services.signatories import SignatoryInput


class CaseFileForm(DeskForm):
    """The letter by which a draft is filed with the Ministry."""

    needed = frozenset({"letter_number", "letter_date"})

    letter_number = text_field(_("Letter of request number"), most=100)
    letter_date = exact_date_field(_("Date of the letter of request"))
    file = DocumentFileField(label=_("Letter of request (file)"), required=False)

    def clean_letter_date(self) -> Any:
        """The service takes a date, not its absence."""
        if self.cleaned_data["letter_date"] is None:
            raise forms.ValidationError(_("Enter the date of the letter of request."), code="required")
        return self.cleaned_data["letter_date"]

    def service_fields(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("letter_number", "letter_date")
        return {name: self.cleaned_data[name] for name in names} | {"upload": self.cleaned_data["file"]}


class SigningForm(ReasonForm):
    """Date and place of signing, and the scan."""

    needed: frozenset[str] = frozenset({"signed", "signed_place", "file"})
    problem_fields: ClassVar = {"documents": "file", "text": "note"}

    signed = PartialDateField(label=_("Signed on"))
    signed_place = text_field(
        _("Place of signing"),
        most=300,
        help_text=_("City and country. It does not have to be either party’s own town."),
    )
    signed_online = forms.BooleanField(label=_("Signed online"), required=False)
    file = DocumentFileField(label=_("Scan of the signed agreement"), required=False)
    note = text_field(
        _("Explanation"),
        most=5000,
        rows=3,
        help_text=_("Needed only if the agreement was signed before the order of clearance."),
    )

    def __init__(
        self, *args: Any, parties: Sequence[Party] = (), attached: Document | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if attached:
            self.needed = self.needed - {"file"}
            self.fields["file"].help_text = _(
                "Attached already: %(name)s. Choose a file only to replace it."
            ) % {"name": attached.original_name}
        self.parties = list(parties)
        for party in self.parties:
            where = {"party": party}
            self._add(
                f"position_{party.pk}",
                text_field(_("Position of who signed for %(party)s") % where, most=200),
            )
            self._add(
                f"name_{party.pk}",
                text_field(_("Name, if you want to keep it; it is never public"), most=200),
            )
        last = ["file", "note", "understood"]
        self.order_fields([name for name in self.fields if name not in last] + last)

    def _add(self, name: str, field: forms.CharField) -> None:
        field.widget.attrs.update({"class": "form-control", "autocomplete": "off"})
        self.fields[name] = field

    def field_of(self, path: str) -> str | None:
        """What the service says of a person stands beside the party for which that person signed."""
        found = re.fullmatch(r"signatories\[(\d+)\]\.(\w+)", path)
        return f"{found[2]}_{self._signing_parties[int(found[1])].pk}" if found else super().field_of(path)

    def service_fields(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("signed", "signed_place", "signed_online")
        people = [
            SignatoryInput(
                party.side, self.cleaned_data[f"position_{party.pk}"], self.cleaned_data[f"name_{party.pk}"]
            )
            for party in self._signing_parties
        ]
        given = {name: self.cleaned_data[name] for name in names}
        more = {"upload": self.cleaned_data["file"], "text": self.cleaned_data["note"]}
        return given | {"signatories": people, **more}

    @property
    def _signing_parties(self) -> list[Party]:
        """The parties for which somebody is named, in the order in which the service is told of them."""
        named = ("position", "name")
        return [
            party
            for party in self.parties
            if any(self.cleaned_data.get(f"{name}_{party.pk}") for name in named)
        ]

    @staticmethod
    def attached_to(case: RegistrationCase) -> Document | None:
        """The scan that counts now, if one is attached already."""
        scans = Document.objects.filter(agreement=case.agreement_id, kind=DocumentKind.SIGNED_SCAN)
        return scans.order_by("pk").last()

    @staticmethod
    def stored(case: RegistrationCase) -> dict[str, Any]:
        """What was recorded before a return of the registration filing."""
        agreement = case.agreement
        return {
            "signed": agreement.signed,
            "signed_place": agreement.signed_place,
            "signed_online": agreement.signed_online,
            "note": case.signing_note,
            **_stored_people(agreement),
        }


def _stored_people(agreement: Agreement) -> dict[str, str]:
    """Each person beside a party of the side, in the order in which they were recorded."""
    found: dict[str, str] = {}
    people = list(Signatory.objects.filter(agreement=agreement))
    for side in Side:
        parties = [party for party in agreement.partnership.parties.all() if party.side == side]
        signed = [person for person in people if person.side == side]
        for party, person in zip(parties, signed, strict=False):
            found |= {f"name_{party.pk}": person.name, f"position_{party.pk}": person.position}
    return found


class TerminationForm(ReasonForm):
    """The act that ends a registered agreement."""

    needed = frozenset({"act_kind", "act_number", "act_date"})

    act_kind = forms.ChoiceField(label=_("Act of termination"), choices=TerminationAct.choices)
    act_number = text_field(_("Act number"), most=100)
    act_date = exact_date_field(_("Act date"))
    file = DocumentFileField(label=_("Act (file)"), required=False)

    def clean_act_date(self) -> Any:
        """The service takes a date, not its absence."""
        if self.cleaned_data["act_date"] is None:
            raise forms.ValidationError(_("Enter the date of the act."), code="required")
        return self.cleaned_data["act_date"]

    def service_fields(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("act_kind", "act_number", "act_date")
        return {name: self.cleaned_data[name] for name in names} | {"upload": self.cleaned_data["file"]}


class CaseStepForm(ReasonForm):
    """Confirms any other step of a case."""

    def service_fields(self) -> dict[str, Any]:
        """Nothing more is taken."""
        return {}


FORMS: dict[str, type[SigningForm | TerminationForm]] = {
    "submit-signed": SigningForm,
    "terminate": TerminationForm,
}
