"""Public representations of partnerships, field by field.

Whatever is not listed here cannot get out. No field holds the name, phone or e-mail of a person, except in
``FilingSerializer``, which is shown only to those who may read the file.
"""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.fields import (
    AnsweredRemarkSerializer,
    CodeField,
    CodesField,
    LabelField,
    MomentField,
    PartialDateSerializer,
    TransitionSerializer,
)
from common.remarks import answered_remarks
from communities.api.serializers import CommunityBriefSerializer, MunicipalityBriefSerializer
from partnerships.api.filters import CASE_STATUSES
from partnerships.choices import (
    BodyKind,
    CooperationKind,
    DocumentType,
    ForceReason,
    Origin,
    PartnershipStatus,
    Side,
    Sphere,
    TermKind,
)
from partnerships.models import Agreement, Partnership
from partnerships.policies import available_steps, can_read_file_content
from partnerships.selectors import is_public_agreement
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE


class PartySerializer(serializers.Serializer):
    """A party: a territory and the body that signs for it."""

    side = CodeField(Side, help_text="On which side of the agreement the party stands.")
    community = CommunityBriefSerializer(
        allow_null=True, help_text="The Ukrainian unit; null on the other side."
    )
    municipality = MunicipalityBriefSerializer(
        allow_null=True, help_text="The foreign territory; null on the Ukrainian side."
    )
    body_kind = CodeField(BodyKind, allow_blank=True, help_text="Kind of the signing body; may be empty.")
    body_name_uk = serializers.CharField(help_text="Name of the signing body in Ukrainian; may be empty.")
    body_name_original = serializers.CharField(
        help_text="Name of the signing body in its own language; may be empty."
    )


class TermSerializer(serializers.Serializer):
    """How long an agreement holds."""

    kind = CodeField(TermKind, source="term_kind", help_text="Kind of term.")
    years = serializers.IntegerField(
        source="term_years", allow_null=True, help_text="Number of years, for `years` and `auto_renewal`."
    )
    until = serializers.DateField(
        source="term_until", allow_null=True, help_text="Last day as written in the agreement, for `until`."
    )
    valid_until = serializers.DateField(
        allow_null=True,
        help_text="Last day, computed from signing and term; the last one possible where only the month or the year "
        "of signing is known; null when open-ended, renewing, unknown or unsigned.",
    )


REASON_MEANS = "Why it is in force, is not, or why the dates do not say."


class InForceField(serializers.BooleanField):
    """The answer yes, no or not known (null); the reason stands beside it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text",
            "Whether it is in force today; null when its dates do not say. Registration is a fact of its own.",
        )
        super().__init__(allow_null=True, **options)


class RegistrationFactsSerializer(serializers.Serializer):
    """What the Ministry has done with an agreement. Clearance and registration are two facts."""

    status = serializers.ChoiceField(
        choices=[(code, code.replace("_", " ").capitalize()) for code in CASE_STATUSES],
        allow_null=True,
        help_text="Status of the latest case; null if no case was ever filed.",
    )
    order_number = serializers.CharField(
        allow_null=True, help_text="Number of the order that cleared the draft."
    )
    order_date = serializers.DateField(allow_null=True, help_text="Date of that order.")
    number = serializers.CharField(allow_null=True, help_text="Registration number.")
    registered_on = serializers.DateField(allow_null=True, help_text="Date of registration.")
    corrected_on = serializers.DateField(
        allow_null=True,
        help_text="When the entry was last corrected; all values are the corrected ones. Null: never.",
    )
    number_is_doubtful = serializers.BooleanField(
        help_text="Whether the number mixes two alphabets, or has a letter where a digit should be."
    )

    def to_representation(self, instance: Agreement) -> dict[str, Any]:
        """Gather the facts from the latest case and the register entry, both of a later app."""
        cases: Any = instance.cases.all()
        case = max(cases, key=lambda row: row.pk, default=None)
        order = case.order if case else None
        entry = getattr(instance, "register_entry", None)
        facts = {
            "status": case.status if case else None,
            "order_number": order.number if order else None,
            "order_date": order.date if order else None,
            "number": entry.number if entry else None,
            "registered_on": entry.registered_on if entry else None,
            "corrected_on": entry.corrected_on if entry else None,
            "number_is_doubtful": entry.number_is_doubtful if entry else False,
        }
        return dict(super().to_representation(facts))


class AgreementSerializer(serializers.Serializer):
    """An agreement: what is cleared as a draft, signed and registered."""

    id = serializers.IntegerField(help_text="Number of the agreement in this registry.")
    document_type = CodeField(DocumentType, help_text="What the parties call the document.")
    document_type_label_uk = LabelField(
        DocumentType, "uk", source="document_type", help_text="The same in Ukrainian."
    )
    document_type_label_en = LabelField(
        DocumentType, "en", source="document_type", help_text="The same in English."
    )
    title_uk = serializers.CharField(help_text="Title in Ukrainian.")
    title_en = serializers.CharField(help_text="Title in English; may be empty.")
    kinds = CodesField(CooperationKind, help_text="Kinds of cooperation under law 3668-IX.")
    spheres = CodesField(Sphere, help_text="Spheres of cooperation.")
    amends = serializers.IntegerField(
        source="amends_id", allow_null=True, help_text="Id of the agreement that this one amends."
    )
    signed = PartialDateSerializer(allow_null=True, help_text="When it was signed; null if not signed.")
    signed_place = serializers.CharField(help_text="Where it was signed; may be empty.")
    signed_online = serializers.BooleanField(help_text="Whether it was signed online.")
    term = TermSerializer(source="*", help_text="How long it holds.")
    council_decision_number = serializers.CharField(
        help_text="Number of the decision by which the council approved it; may be empty."
    )
    council_decision_date = serializers.DateField(allow_null=True, help_text="Date of that decision.")
    terminated_on = serializers.DateField(
        allow_null=True, help_text="Day from which it is no longer in force, by an act of a party."
    )
    in_force = InForceField()
    in_force_reason = CodeField(ForceReason, source="force_reason", help_text=REASON_MEANS)
    registration = RegistrationFactsSerializer(source="*", help_text="What the Ministry has done with it.")
    version = serializers.IntegerField(help_text="Version for `If-Match`.")


class FilingSerializer(serializers.Serializer):
    """Progress of the filing; shown only to the community's officials and to staff."""

    responsible = serializers.CharField(
        source="responsible.name", default="", help_text="Name of the responsible official."
    )
    responsible_email = serializers.CharField(
        source="responsible.email", default="", help_text="E-mail of the responsible official."
    )
    reviewer = serializers.CharField(
        source="reviewer.name", default="", help_text="Name of the Association's reviewer."
    )
    created_at = MomentField(help_text="When the record was begun.")
    first_submitted_at = MomentField(allow_null=True, help_text="When it was first submitted.")
    submitted_at = MomentField(allow_null=True, help_text="When it was last submitted.")
    decided_at = MomentField(allow_null=True, help_text="When the Association last decided.")
    reason_codes = serializers.ListField(
        child=serializers.CharField(), help_text="Coded reasons of the last return or rejection."
    )
    reason_text = serializers.CharField(help_text="Remarks of the last return or rejection.")
    remarks = serializers.SerializerMethodField(help_text="These remarks with the officials' answers.")

    @extend_schema_field(AnsweredRemarkSerializer(many=True))
    def get_remarks(self, partnership: Partnership) -> Any:
        """The remarks of the last return, one by one."""
        return AnsweredRemarkSerializer(answered_remarks(PARTNERSHIP_LIFE_CYCLE, partnership), many=True).data


class PartnershipBriefSerializer(serializers.Serializer):
    """A partnership in a few words."""

    id = serializers.IntegerField(help_text="Number of the partnership in this registry.")
    code = serializers.CharField(help_text="Code of the partnership, as on its page.")
    status = CodeField(PartnershipStatus, help_text="Status with the Association; not a statutory act.")


class PartnershipSerializer(PartnershipBriefSerializer):
    """A partnership with its parties and agreements."""

    status_label_uk = LabelField(PartnershipStatus, "uk", source="status", help_text="Status in Ukrainian.")
    status_label_en = LabelField(PartnershipStatus, "en", source="status", help_text="Status in English.")
    checked = serializers.BooleanField(
        source="is_checked",
        help_text="Whether the Association has checked the record: approved, or ended after that. "
        "Not a statutory act.",
    )
    origin = CodeField(Origin, help_text="How the record came here.")
    parties = PartySerializer(many=True, help_text="All parties, the Ukrainian ones first.")
    countries = serializers.ListField(
        child=serializers.CharField(), help_text="Countries of the foreign parties (ISO 3166-1 alpha-2)."
    )
    agreements = AgreementSerializer(many=True, help_text="Agreements that you may see, the oldest first.")
    started = PartialDateSerializer(allow_null=True, help_text="When cooperation began, as far as is known.")
    ended_on = serializers.DateField(allow_null=True, help_text="When the partnership ended.")
    summary_uk = serializers.CharField(help_text="Summary in Ukrainian; may be empty.")
    summary_en = serializers.CharField(help_text="Summary in English; may be empty.")
    activities_count = serializers.IntegerField(help_text="Entries in the cooperation log.")
    updated_at = MomentField(help_text="When the partnership or a case of its agreements last changed.")
    version = serializers.IntegerField(help_text="Version for `If-Match`, also in the `ETag`.")
    available_transitions = TransitionSerializer(many=True, help_text="Steps that you may take now.")
    filing = FilingSerializer(
        allow_null=True,
        help_text="Only for the community's officials and the desks; null for everybody else.",
    )

    def to_representation(self, instance: Partnership) -> dict[str, Any]:
        """Add what depends on who asks."""
        user = self.context["request"].user
        parties = instance.parties.all()
        may_read_file = bool(can_read_file_content(user, instance))
        shown = _Shown(
            instance,
            countries=sorted({p.municipality.country_id for p in parties if p.municipality}),
            agreements=[
                agreement
                for agreement in instance.agreements.all()
                if may_read_file or is_public_agreement(instance, agreement)
            ],
            available_transitions=available_steps(user, instance),
            filing=instance if may_read_file else None,
        )
        return dict(super().to_representation(shown))


class _Shown:
    """A record with some attributes replaced by what this person may see."""

    def __init__(self, record: Any, **replaced: Any) -> None:
        self.__dict__.update(replaced)
        self._record = record

    def __getattr__(self, name: str) -> Any:
        return getattr(self._record, name)


class WarningSerializer(serializers.Serializer):
    """A warning; what was asked for was done anyway."""

    code = serializers.CharField(help_text="Code of the warning.")
    detail = serializers.CharField(help_text="What to look at, in the language asked for.")
    partnership = PartnershipBriefSerializer(
        default=None, allow_null=True, help_text="The other partnership, when one is meant."
    )


class CreatedPartnershipSerializer(PartnershipSerializer):
    """A partnership just filed, with warnings."""

    warnings = WarningSerializer(
        many=True, help_text="For example: another partnership has the same parties."
    )


class SteppedPartnershipSerializer(PartnershipSerializer):
    """A partnership after a step, with warnings."""

    warnings = WarningSerializer(
        many=True, help_text="For example `nothing_changed`: submitted again as it was returned."
    )
