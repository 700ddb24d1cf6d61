"""Shapes of what is written, and their way into the services' inputs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.api.fields import (
    CodeField,
    CodesField,
    PartialDateSerializer,
    ReasonInput,
    StrictSerializer,
    answers_field,
    partial_date,
)
from common.api.kinds import LARGEST_ID
from partnerships.choices import (
    ActivityType,
    BodyKind,
    CommentVisibility,
    CooperationKind,
    DocumentKind,
    DocumentType,
    Sphere,
    TermKind,
)
from partnerships.inputs import ActivityInput, AgreementInput, PartnershipInput, PartyInput, TermInput
from partnerships.models import Activity, Agreement

MOST_PARTIES = 100


def identifier(**options: Any) -> serializers.IntegerField:
    """A reference to a record by its number."""
    return serializers.IntegerField(min_value=1, max_value=LARGEST_ID, **options)


def parties_of(shape: Any, **options: Any) -> Any:
    """A list of parties of one side."""
    return shape(many=True, max_length=MOST_PARTIES, **options)


class PartyBodySerializer(StrictSerializer):
    """The body that signs for a party."""

    body_kind = CodeField(BodyKind, required=False, allow_blank=True, help_text="Kind of the signing body.")
    body_name_uk = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="Name of the signing body in Ukrainian."
    )
    body_name_original = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=300,
        help_text="Name of the signing body in its own language.",
    )


class CommunityPartyInput(PartyBodySerializer):
    """A Ukrainian party."""

    katottg = serializers.CharField(max_length=19, help_text="KATOTTG code of the unit.")


class ForeignPartyInput(PartyBodySerializer):
    """A foreign party: a municipality of this registry, or a place of the gazetteer."""

    municipality = identifier(required=False, help_text="Id of the municipality in this registry.")
    geonames_id = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, help_text="Id of a place in GeoNames."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for exactly one of the two."""
        if ("municipality" in attrs) == ("geonames_id" in attrs):
            message = _("Enter either a municipality id or the GeoNames id of a place.")
            raise serializers.ValidationError({"municipality": [message]}, code="required")
        return attrs


class TermInputSerializer(StrictSerializer):
    """How long the agreement is to hold."""

    kind = CodeField(TermKind, help_text="Kind of term.")
    years = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=1000, help_text="Years, for `years`."
    )
    until = serializers.DateField(required=False, allow_null=True, help_text="Last day, for `until`.")


class AgreementWrite(StrictSerializer):
    """Content of an agreement."""

    document_type = CodeField(DocumentType, help_text="What the parties call the document.")
    title_uk = serializers.CharField(max_length=1000, help_text="Title in Ukrainian.")
    title_en = serializers.CharField(
        required=False, allow_blank=True, max_length=1000, help_text="Title in English."
    )
    kinds = CodesField(CooperationKind, required=False, help_text="Kinds of cooperation.")
    spheres = CodesField(Sphere, required=False, help_text="Spheres of cooperation.")
    term = TermInputSerializer(required=False, help_text="How long it is to hold.")
    council_decision_number = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="Number of the council's decision."
    )
    council_decision_date = serializers.DateField(
        required=False, allow_null=True, help_text="Date of the council's decision."
    )
    amends = identifier(
        required=False, allow_null=True, help_text="Id of the agreement of this partnership that it amends."
    )


class AgreementPatch(AgreementWrite):
    """Changes of an agreement: what is left out stays as it is."""

    document_type = CodeField(DocumentType, required=False, help_text="What the parties call the document.")
    title_uk = serializers.CharField(required=False, max_length=1000, help_text="Title in Ukrainian.")


class PartnershipWrite(StrictSerializer):
    """A filing."""

    community_parties = parties_of(
        CommunityPartyInput, help_text="Ukrainian parties; one of them must be yours."
    )
    foreign_parties = parties_of(ForeignPartyInput, help_text="Foreign parties.")
    started = PartialDateSerializer(
        required=False, allow_null=True, help_text="When cooperation began; null when that is not known."
    )
    summary_uk = serializers.CharField(
        required=False, allow_blank=True, max_length=5000, help_text="Summary in Ukrainian."
    )
    summary_en = serializers.CharField(
        required=False, allow_blank=True, max_length=5000, help_text="Summary in English."
    )
    agreement = AgreementWrite(required=False, help_text="The first (or only) agreement.")


class PartnershipPatch(PartnershipWrite):
    """Changes of a partnership: what is left out stays as it is, a list that is given replaces the old one."""

    community_parties = parties_of(
        CommunityPartyInput, required=False, help_text="Ukrainian parties; one is yours."
    )
    foreign_parties = parties_of(ForeignPartyInput, required=False, help_text="Foreign parties.")
    agreement = AgreementPatch(
        required=False, help_text="Changes of the only agreement; type and title are needed for a first one."
    )


class ActivityWrite(StrictSerializer):
    """One entry of the cooperation log."""

    type = CodeField(ActivityType, help_text="Type of activity.")
    happened = PartialDateSerializer(help_text="When it happened.")
    title_uk = serializers.CharField(max_length=500, help_text="What happened, in Ukrainian.")
    title_en = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="What happened, in English."
    )
    value = serializers.DecimalField(
        required=False, allow_null=True, max_digits=16, decimal_places=2, min_value=0, help_text="Value."
    )
    currency = serializers.CharField(
        required=False, allow_blank=True, max_length=3, help_text="Currency of the value (ISO 4217)."
    )
    people = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=2**31 - 1, help_text="People taking part."
    )
    spheres = CodesField(Sphere, required=False, help_text="Spheres of cooperation.")


class ActivityPatch(ActivityWrite):
    """Changes of an entry: what is left out stays as it is."""

    type = CodeField(ActivityType, required=False, help_text="Type of activity.")
    happened = PartialDateSerializer(required=False, help_text="When it happened.")
    title_uk = serializers.CharField(required=False, max_length=500, help_text="What happened, in Ukrainian.")


class CommentWrite(StrictSerializer):
    """A remark about a filing."""

    text = serializers.CharField(max_length=5000, help_text="The remark.")
    visibility = CodeField(
        CommentVisibility, required=False, help_text="Who reads it; officials' are for all."
    )


class DocumentWrite(StrictSerializer):
    """A file with what it is."""

    file = serializers.FileField(
        allow_empty_file=True, help_text="The file: PDF, DOCX, ODT, JPEG, PNG, p7s, ASiC-E or ASiC-S."
    )
    kind = CodeField(DocumentKind, help_text="What the file is.")
    language = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=10,
        help_text="Language of the text, such as `uk` or `pl`.",
    )
    agreement = identifier(required=False, help_text="Id of the agreement to which it belongs.")
    activity = identifier(required=False, help_text="Id of the activity to which it belongs.")


class PartnershipStepInput(ReasonInput):
    """What a step takes."""

    ended_on = serializers.DateField(required=False, help_text="With `end`: the day on which it ended.")
    answers = answers_field()


def partnership_input(given: dict[str, Any], current: Agreement | None = None) -> PartnershipInput:
    """Build a filing from checked input; ``current`` is the agreement that a ``PATCH`` starts from."""
    agreement = given.get("agreement")
    return PartnershipInput(
        community_parties=_parties(given.get("community_parties")),
        foreign_parties=_parties(given.get("foreign_parties")),
        started=partial_date(given.get("started")),
        clear_started="started" in given and given["started"] is None,
        summary_uk=given.get("summary_uk"),
        summary_en=given.get("summary_en"),
        agreement=agreement_input(agreement, current) if agreement is not None else None,
    )


def _parties(given: list[dict[str, Any]] | None) -> tuple[PartyInput, ...] | None:
    return None if given is None else party_inputs(given)


def party_inputs(given: list[dict[str, Any]]) -> tuple[PartyInput, ...]:
    """Build the parties of one side, each of the shape of its serializer."""
    return tuple(
        PartyInput(
            municipality_id=party.get("municipality"),
            **{name: value for name, value in party.items() if name != "municipality"},
        )
        for party in given
    )


def agreement_input(given: dict[str, Any], current: Agreement | None = None) -> AgreementInput:
    """Build the content of an agreement; what was not given comes from the agreement as it is."""
    values = {**(_content_of(current) if current else {"document_type": "", "title_uk": ""}), **given}
    if "amends" in values:
        values["amends_id"] = values.pop("amends")
    if "term" in given:
        values["term"] = TermInput(**given["term"])
    for name in ("kinds", "spheres"):
        values[name] = tuple(values.get(name, ()))
    return AgreementInput(**values)


def _content_of(agreement: Agreement) -> dict[str, Any]:
    return {
        "document_type": agreement.document_type,
        "title_uk": agreement.title_uk,
        "title_en": agreement.title_en,
        "kinds": agreement.kinds,
        "spheres": agreement.spheres,
        "term": TermInput(agreement.term_kind, agreement.term_years, agreement.term_until),
        "council_decision_number": agreement.council_decision_number,
        "council_decision_date": agreement.council_decision_date,
        "amends": agreement.amends_id,
    }


def activity_input(given: dict[str, Any], current: Activity | None = None) -> ActivityInput:
    """Build an entry of the cooperation log; what was not given comes from the entry as it is."""
    values = {**(_log_of(current) if current else {}), **given}
    if "happened" in given:
        values["happened"] = partial_date(given["happened"])
    value = values.get("value")
    values |= {"value": None if value is None else str(value), "spheres": tuple(values.get("spheres", ()))}
    return ActivityInput(**values)


def _log_of(activity: Activity) -> dict[str, Any]:
    names = ("type", "happened", "title_uk", "title_en", "value", "currency", "people", "spheres")
    return {name: getattr(activity, name) for name in names}
