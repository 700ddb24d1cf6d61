"""Shapes of what is written to cases."""

from typing import Any

from rest_framework import serializers

from common.api.fields import (
    CodeField,
    ConfirmableInput,
    PartialDateSerializer,
    ReasonInput,
    StrictSerializer,
    answer_inputs,
    answers_field,
    partial_date,
)
from common.life_cycle import Reason
from partnerships.api.inputs import (
    CommunityPartyInput,
    ForeignPartyInput,
    identifier,
    parties_of,
    party_inputs,
)
from partnerships.choices import Side
from registration.choices import Authority, Conclusion, TerminationAct
from registration.corrections import CORRECTABLE
from registration.services.signatories import SignatoryInput
from registration.transitions import CASE_LIFE_CYCLE


class CaseWrite(ConfirmableInput):
    """Filing of a draft with the Ministry."""

    agreement = identifier(help_text="Id of the agreement.")
    letter_number = serializers.CharField(max_length=100, help_text="Number of the letter of request.")
    letter_date = serializers.DateField(help_text="Date of the letter of request.")


def words(help_text: str) -> serializers.CharField:
    """Words of a person that are needed in some cases only."""
    return serializers.CharField(required=False, allow_blank=True, max_length=5000, help_text=help_text)


class NothingInput(ConfirmableInput):
    """A step that takes nothing."""


class RefileInput(ConfirmableInput):
    """Filing a corrected draft again."""

    answers = answers_field()


class ClearInput(ConfirmableInput):
    """The order by which a draft is cleared."""

    order_number = serializers.CharField(max_length=50, help_text="Number of the order.")
    order_date = serializers.DateField(help_text="Date of the order.")
    signer = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Who signed the order."
    )
    text = words(
        "Why the draft is cleared all the same. Required (`opinion_open`) while an opinion that was asked for is "
        "negative, carries remarks or is awaited; kept in history."
    )


class SignatoryWrite(StrictSerializer):
    """A person who has signed; never public."""

    side = CodeField(Side, help_text="For which side.")
    position = serializers.CharField(max_length=200, help_text="Position: the office that signed.")
    name = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Name of the person; may be left out."
    )


class SubmitSignedInput(ConfirmableInput):
    """Date and place of signing."""

    signed = PartialDateSerializer(help_text="When it was signed.")
    signed_place = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="Where it was signed."
    )
    signed_online = serializers.BooleanField(required=False, help_text="Whether it was signed online.")
    signatories = serializers.ListField(
        child=SignatoryWrite(),
        required=False,
        max_length=40,
        help_text="Who has signed; never public. Replaces those recorded before.",
    )
    text = words(
        "Explanation. Required when you confirm that the agreement was signed before the date of the order "
        "(`signed_before_clearance`)."
    )
    answers = answers_field()


class RegisterInput(ConfirmableInput):
    """Number and date of registration."""

    registered_on = serializers.DateField(required=False, help_text="The day; today when left out.")
    number = serializers.CharField(
        required=False, allow_blank=True, max_length=50, help_text="The number; the next one when left out."
    )
    text = words("Reason. Required when the agreement was signed before the date of the order.")


class TerminateInput(ConfirmableInput):
    """The act that ends a registered agreement."""

    act_kind = CodeField(TerminationAct, help_text="Kind of act.")
    act_number = serializers.CharField(max_length=100, help_text="Number of the act.")
    act_date = serializers.DateField(help_text="Date of the act.")


PARTY_SHAPES: dict[str, type[StrictSerializer]] = {
    "community_parties": CommunityPartyInput,
    "foreign_parties": ForeignPartyInput,
}


class CorrectionInput(ConfirmableInput):
    """What of a registered agreement is corrected, and why."""

    field = serializers.ChoiceField(choices=list(CORRECTABLE), help_text="Which field was entered wrongly.")
    value = serializers.JSONField(
        help_text="What is right, as the register shows the field: a text, a code, a list of codes, a day, "
        "`{date, precision}` of `signed`, `{kind, years, until}` of `term`, all parties of the side for "
        "`community_parties` and `foreign_parties`, as a new partnership takes them."
    )
    text = serializers.CharField(max_length=2000, help_text="Why it is corrected; everybody reads it.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Read parties as a new partnership does; everything else has a shape that the service knows."""
        if (shape := PARTY_SHAPES.get(attrs["field"])) is None:
            return attrs
        given = parties_of(shape, data=attrs["value"])
        if not given.is_valid():
            raise serializers.ValidationError({"value": given.errors})
        return {**attrs, "value": party_inputs(given.validated_data)}


class AnnulInput(ConfirmableInput):
    """Why a clearance is annulled."""

    text = serializers.CharField(max_length=5000, help_text="The reason, for the official.")


class OpinionRequestInput(StrictSerializer):
    """Asking another ministry for its opinion."""

    authority = CodeField(Authority, help_text="Who is asked.")
    requested_on = serializers.DateField(required=False, help_text="The day; today when left out.")


class OpinionRecordInput(StrictSerializer):
    """What another ministry answered."""

    given_on = serializers.DateField(help_text="When the opinion was given.")
    conclusion = CodeField(Conclusion, help_text="What it says.")
    text = serializers.CharField(
        required=False, allow_blank=True, max_length=10000, help_text="Text of the opinion."
    )


STEP_INPUTS: dict[str, type[ConfirmableInput]] = {
    "accept": NothingInput,
    "refile": RefileInput,
    "clear": ClearInput,
    "submit-signed": SubmitSignedInput,
    "register": RegisterInput,
    "terminate": TerminateInput,
}
# Of those without an entry above, the ones that take a reason of their own kind.
REASON_INPUTS: dict[str, type[ConfirmableInput]] = {"annul-clearance": AnnulInput}


def step_input(name: str) -> type[ConfirmableInput]:
    """Return the shape of what a step takes; all others carry a reason."""
    CASE_LIFE_CYCLE.get(name)
    return STEP_INPUTS.get(name) or REASON_INPUTS.get(name, ReasonInput)


def step_arguments(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments of ``registration.services.take_step``."""
    if name not in STEP_INPUTS:
        reason = Reason(tuple(given.get("reason_codes", ())), given.get("text", ""))
        return {"reason": reason, "confirm": given.get("confirm", ())}
    fields = dict(given)
    if "signed" in given:
        fields["signed"] = partial_date(given["signed"])
    if "answers" in given:
        fields["answers"] = answer_inputs(given)
    if "signatories" in given:
        fields["signatories"] = [SignatoryInput(**person) for person in given["signatories"]]
    return fields
