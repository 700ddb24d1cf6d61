"""Forms of an official for the Ministry: the letter of request, the signing, the termination."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.choices import Side
from partnerships.desk_forms.base import DeskForm, exact_date_field, text_field
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.documents import DocumentFileField
from partnerships.desk_forms.records import ReasonForm
from partnerships.models import Agreement, Party
from registration.choices import TerminationAct
from registration.models import RegistrationCase, Signatory
from registration.services.signatories import SignatoryInput


class CaseFileForm(DeskForm):
    """The letter by which a draft is filed with the Ministry."""

    needed = frozenset({"letter_number", "letter_date"})

    letter_number = text_field(_("Number of the letter of request"), most=100)
    letter_date = exact_date_field(_("Date of the letter of request"))
    file = DocumentFileField(label=_("The letter itself"), required=False)

    def clean_letter_date(self) -> Any:
        """The service takes a date, not its absence."""
        if self.cleaned_data["letter_date"] is None:
            raise forms.ValidationError(_("Give the date of the letter of request."), code="required")
        return self.cleaned_data["letter_date"]

    def service_fields(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("letter_number", "letter_date")}


class SigningForm(ReasonForm):
    """Date and place of signing, and the scan."""

    needed = frozenset({"signed", "signed_place"})

    signed = PartialDateField(label=_("Signed on"))
    signed_place = text_field(
        _("Place of signing"),
        most=300,
        help_text=_("City and country; it need be neither party's own town."),
    )
    signed_online = forms.BooleanField(label=_("Signed online"), required=False)
    file = DocumentFileField(label=_("Scan of the signed agreement"), required=False)

    def __init__(self, *args: Any, parties: Sequence[Party] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = list(parties)
        for party in self.parties:
            where = {"party": party}
            self._add(f"name_{party.pk}", text_field(_("Who signed for %(party)s") % where, most=200))
            self._add(f"position_{party.pk}", text_field(_("Position"), most=200))
        self.order_fields([name for name in self.fields if name != "file"] + ["file"])

    def _add(self, name: str, field: forms.CharField) -> None:
        field.widget.attrs.update({"class": "form-control", "autocomplete": "off"})
        self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """A position without a name is half of what was meant."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for party in self.parties:
            if cleaned.get(f"position_{party.pk}") and not cleaned.get(f"name_{party.pk}"):
                self.add_error(f"name_{party.pk}", _("Give the name of who signed."))
        return cleaned

    def service_fields(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("signed", "signed_place", "signed_online")
        people = [
            SignatoryInput(
                party.side, self.cleaned_data[f"name_{party.pk}"], self.cleaned_data[f"position_{party.pk}"]
            )
            for party in self.parties
            if self.cleaned_data[f"name_{party.pk}"]
        ]
        return {name: self.cleaned_data[name] for name in names} | {"signatories": people}

    @staticmethod
    def stored(case: RegistrationCase) -> dict[str, Any]:
        """What was recorded before a return of the registration filing."""
        agreement = case.agreement
        return {
            "signed": agreement.signed,
            "signed_place": agreement.signed_place,
            "signed_online": agreement.signed_online,
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
    act_number = text_field(_("Number of the act"), most=100)
    act_date = exact_date_field(_("Date of the act"))
    file = DocumentFileField(label=_("The act itself"), required=False)

    def clean_act_date(self) -> Any:
        """The service takes a date, not its absence."""
        if self.cleaned_data["act_date"] is None:
            raise forms.ValidationError(_("Give the date of the act."), code="required")
        return self.cleaned_data["act_date"]

    def service_fields(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("act_kind", "act_number", "act_date")}


class CaseStepForm(ReasonForm):
    """Confirms any other step of a case."""

    def service_fields(self) -> dict[str, Any]:
        """Nothing more is taken."""
        return {}


FORMS: dict[str, type[SigningForm | TerminationForm]] = {
    "submit-signed": SigningForm,
    "terminate": TerminationForm,
}
