"""Forms of an official for the Ministry: the letter of request, the signing, the termination."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.desk_forms.base import DeskForm, exact_date_field, text_field
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.documents import DocumentFileField
from partnerships.desk_forms.records import ReasonForm
from registration.choices import TerminationAct
from registration.models import RegistrationCase


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

    def service_fields(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("signed", "signed_place", "signed_online")}

    @staticmethod
    def stored(case: RegistrationCase) -> dict[str, Any]:
        """What was recorded before a return of the registration filing."""
        agreement = case.agreement
        return {
            "signed": agreement.signed,
            "signed_place": agreement.signed_place,
            "signed_online": agreement.signed_online,
        }


class TerminationForm(ReasonForm):
    """The act that ends a registered agreement."""

    needed = frozenset({"act_kind", "act_number", "act_date"})

    act_kind = forms.ChoiceField(label=_("Act of termination"), choices=TerminationAct.choices)
    act_number = text_field(_("Number of the act"), most=100)
    act_date = exact_date_field(_("Date of the act"))

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
