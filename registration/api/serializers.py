"""Cases for those who sign in; the public register and the status check, field by field."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.fields import (
    AnsweredRemarkSerializer,
    CodeField,
    CodesField,
    LabelField,
    PartialDateSerializer,
    TransitionSerializer,
)
from common.remarks import answered_remarks
from partnerships.api.serializers import (
    REASON_MEANS,
    InForceField,
    PartySerializer,
    TermSerializer,
    WarningSerializer,
)
from partnerships.choices import CooperationKind, DocumentType, ForceReason, PartnershipStatus, Side, Sphere
from registration.choices import ActKind, Authority, CaseStatus, Conclusion, EntryOrigin, TerminationAct
from registration.models import RegistrationCase
from registration.policies import available_steps
from registration.transitions import CASE_LIFE_CYCLE


def corrected_on(**options: Any) -> serializers.DateField:
    """The day of the last correction, beside values that are the corrected ones."""
    return serializers.DateField(
        allow_null=True,
        help_text="When it was last corrected; the values are the corrected ones. Null: never.",
        **options,
    )


def number_is_doubtful(**options: Any) -> serializers.BooleanField:
    """The flag of numbers that other registers hold and that nobody may type here."""
    return serializers.BooleanField(
        help_text="Whether the number mixes two alphabets, or has a letter where a digit should be. It is kept as "
        "the previous register has it.",
        **options,
    )


class OpinionSerializer(serializers.Serializer):
    """What another ministry says about a draft."""

    id = serializers.IntegerField(help_text="Number of the opinion.")
    authority = CodeField(Authority, help_text="Who gives it.")
    authority_label_uk = LabelField(Authority, "uk", source="authority", help_text="The same in Ukrainian.")
    authority_label_en = LabelField(Authority, "en", source="authority", help_text="The same in English.")
    requested_on = serializers.DateField(help_text="When it was asked for.")
    due_on = serializers.DateField(
        allow_null=True, help_text="When it is due; null when there is no deadline."
    )
    given_on = serializers.DateField(
        allow_null=True, help_text="When it was given; null while it is awaited."
    )
    conclusion = CodeField(Conclusion, allow_blank=True, help_text="What it says; empty while awaited.")
    text = serializers.CharField(help_text="Text of the opinion.")


class OrderSerializer(serializers.Serializer):
    """An order of the Ministry that clears drafts."""

    number = serializers.CharField(help_text="Number of the order.")
    date = serializers.DateField(help_text="Date of the order.")


class SignedOrderSerializer(OrderSerializer):
    """The order with its signer."""

    signer = serializers.CharField(help_text="Who signed the order; may be empty.")


class CaseEntrySerializer(serializers.Serializer):
    """The entry in the register."""

    number = serializers.CharField(help_text="Registration number.")
    registered_on = serializers.DateField(help_text="Date of registration.")
    origin = CodeField(EntryOrigin, help_text="How the agreement came into the register.")
    corrected_on = corrected_on()
    number_is_doubtful = number_is_doubtful()


class ActSerializer(serializers.Serializer):
    """The act that ended a registered agreement."""

    kind = CodeField(TerminationAct, source="act_kind", help_text="Kind of act.")
    number = serializers.CharField(source="act_number", help_text="Number of the act.")
    date = serializers.DateField(source="act_date", help_text="Date of the act.")


class SignatorySerializer(serializers.Serializer):
    """A person who has signed."""

    side = CodeField(Side, help_text="For which side.")
    position = serializers.CharField(help_text="Position: the office that signed.")
    name = serializers.CharField(help_text="Name of the person; may be empty.")


class CaseSerializer(serializers.Serializer):
    """A case with the Ministry: clearance of a draft and registration of the signed agreement."""

    id = serializers.IntegerField(help_text="Number of the case in this registry.")
    number = serializers.CharField(help_text="Case number.")
    agreement = serializers.IntegerField(source="agreement_id", help_text="Id of the agreement.")
    agreement_title_uk = serializers.CharField(
        source="agreement.title_uk", help_text="Title of the agreement in Ukrainian."
    )
    agreement_title_en = serializers.CharField(
        source="agreement.title_en", help_text="Title of the agreement in English; may be empty."
    )
    partnership = serializers.IntegerField(
        source="agreement.partnership_id", help_text="Id of the partnership."
    )
    partnership_code = serializers.CharField(
        source="agreement.partnership.code", help_text="Code of the partnership."
    )
    parties = PartySerializer(
        many=True, source="agreement.partnership.parties", help_text="Parties of the agreement."
    )
    status = CodeField(CaseStatus, help_text="Status with the Ministry.")
    status_label_uk = LabelField(CaseStatus, "uk", source="status", help_text="Status in Ukrainian.")
    status_label_en = LabelField(CaseStatus, "en", source="status", help_text="Status in English.")
    origin = CodeField(EntryOrigin, help_text="Filed here, or transferred from the previous register.")
    letter_number = serializers.CharField(help_text="Number of the letter of request; may be empty.")
    letter_date = serializers.DateField(allow_null=True, help_text="Date of the letter of request.")
    filed_on = serializers.DateField(help_text="When the draft was (last) filed.")
    accepted_on = serializers.DateField(allow_null=True, help_text="When it was accepted for review.")
    due_on = serializers.DateField(
        allow_null=True, help_text="Last day of the review; null when no review is in progress."
    )
    overdue = serializers.BooleanField(
        source="is_overdue", help_text="Whether the review period has run out."
    )
    assigned_to = serializers.IntegerField(
        source="assigned_to_id", allow_null=True, help_text="Id of the clerk who has the case."
    )
    assigned_to_name = serializers.CharField(
        source="assigned_to.name", default="", help_text="Name of the clerk; may be empty."
    )
    decided_on = serializers.DateField(allow_null=True, help_text="When the Ministry last decided.")
    reason_codes = serializers.ListField(
        child=serializers.CharField(), help_text="Coded reasons of the last return or refusal."
    )
    reason_text = serializers.CharField(help_text="Remarks of the last return or refusal.")
    remarks = serializers.SerializerMethodField(help_text="These remarks with the officials' answers.")
    opinions = OpinionSerializer(many=True, help_text="Opinions of other ministries.")
    order = SignedOrderSerializer(allow_null=True, help_text="The order that cleared the draft.")
    registration_filed_on = serializers.DateField(
        allow_null=True, help_text="When the signed agreement was filed for registration."
    )
    signing_note = serializers.CharField(
        help_text="How the officials explain a signing before the order; may be empty."
    )
    entry = CaseEntrySerializer(allow_null=True, help_text="The entry in the register.")
    termination = ActSerializer(allow_null=True, help_text="The act that ended the agreement.")
    signatories = SignatorySerializer(
        many=True, source="agreement.signatories", help_text="Who signed; never public."
    )
    version = serializers.IntegerField(help_text="Version for `If-Match`, also in the `ETag`.")
    available_transitions = TransitionSerializer(many=True, help_text="Steps that you may take now.")

    @extend_schema_field(AnsweredRemarkSerializer(many=True))
    def get_remarks(self, case: RegistrationCase) -> Any:
        """The remarks of the last return, one by one."""
        return AnsweredRemarkSerializer(answered_remarks(CASE_LIFE_CYCLE, case), many=True).data

    def to_representation(self, instance: RegistrationCase) -> dict[str, Any]:
        """Add what depends on who asks, and what may not be there."""
        row: Any = instance
        row.available_transitions = available_steps(self.context["request"].user, instance)
        row.termination = instance if instance.act_date else None
        if not hasattr(instance, "entry"):
            row.__dict__["entry"] = None
        return dict(super().to_representation(row))


class SteppedCaseSerializer(CaseSerializer):
    """A case after a step, with warnings."""

    warnings = WarningSerializer(many=True, help_text="For example `nothing_changed`: filed as returned.")


class LegalActSerializer(serializers.Serializer):
    """A link of the chain: every legal act, in the order in which they were entered."""

    sequence = serializers.IntegerField(help_text="Place in the chain, from 1 without a gap.")
    kind = CodeField(ActKind, allow_null=True, help_text="Kind of act; null while its case is not public.")
    content = serializers.JSONField(
        allow_null=True, help_text="What the act says, as it is hashed; null while its case is not public."
    )
    previous_hash = serializers.CharField(help_text="Hash of the act before; empty for the first.")
    act_hash = serializers.CharField(
        help_text="SHA-256 of `content` (JSON, sorted keys, no spaces, UTF-8), a line feed and `previous_hash`."
    )

    def to_representation(self, act: Any) -> dict[str, Any]:
        """Of a case without an entry only the hashes are told: drafts leave no trace."""
        shown = dict(super().to_representation(act))
        return shown if act.is_public else {**shown, "kind": None, "content": None}


class CorrectionSerializer(serializers.Serializer):
    """A correction of what was registered: an act of its own, appended later."""

    sequence = serializers.IntegerField(help_text="Place in the chain of legal acts.")
    field = serializers.CharField(source="content.field", help_text="Which field was entered wrongly.")
    before = serializers.JSONField(source="content.before", help_text="What the register said before.")
    value = serializers.JSONField(source="content.value", help_text="What is right.")
    text = serializers.CharField(source="content.text", help_text="Why it was corrected.")
    corrected_on = serializers.DateField(source="content.corrected_on", help_text="When it was corrected.")
    previous_hash = serializers.CharField(help_text="Hash of the legal act before.")
    act_hash = serializers.CharField(help_text="Hash of this act, made as `entry_hash` is.")
    content = serializers.JSONField(help_text="The whole act, as it is hashed.")


class EntrySerializer(serializers.Serializer):
    """A registered agreement, as anybody may read it."""

    sequence = serializers.IntegerField(
        source="act_id",
        help_text="Place in the chain of legal acts, in which acts of all kinds have a place. It never changes; a "
        "number may be corrected.",
    )
    number = serializers.CharField(help_text="Registration number, as corrected.")
    registered_on = serializers.DateField(help_text="Date of registration, as corrected.")
    corrected_on = corrected_on()
    number_is_doubtful = number_is_doubtful()
    origin = CodeField(EntryOrigin, help_text="Registered by the Ministry, or transferred.")
    partnership = serializers.IntegerField(
        source="agreement.partnership_id", help_text="Id of the partnership."
    )
    partnership_code = serializers.CharField(
        source="agreement.partnership.code", help_text="Code of the partnership."
    )
    agreement = serializers.IntegerField(source="agreement_id", help_text="Id of the agreement.")
    document_type = CodeField(
        DocumentType, source="agreement.document_type", help_text="What the parties call the document."
    )
    title_uk = serializers.CharField(source="agreement.title_uk", help_text="Title in Ukrainian.")
    title_en = serializers.CharField(source="agreement.title_en", help_text="Title in English; may be empty.")
    kinds = CodesField(CooperationKind, source="agreement.kinds", help_text="Kinds of cooperation.")
    spheres = CodesField(Sphere, source="agreement.spheres", help_text="Spheres of cooperation.")
    signed = PartialDateSerializer(
        source="agreement.signed", allow_null=True, help_text="When it was signed."
    )
    signed_place = serializers.CharField(
        source="agreement.signed_place", help_text="Where it was signed; may be empty."
    )
    signed_online = serializers.BooleanField(
        source="agreement.signed_online", help_text="Whether it was signed online."
    )
    term = TermSerializer(source="agreement", help_text="Term of the agreement.")
    terminated_on = serializers.DateField(
        source="agreement.terminated_on", allow_null=True, help_text="Day from which it no longer holds."
    )
    cooperation_ended_on = serializers.DateField(
        source="agreement.partnership.ended_on",
        allow_null=True,
        help_text="When the parties ended their cooperation; the agreement may formally stay in force.",
    )
    in_force = InForceField(source="agreement.in_force")
    in_force_reason = CodeField(ForceReason, source="agreement.force_reason", help_text=REASON_MEANS)
    order = OrderSerializer(
        source="case.order",
        allow_null=True,
        help_text="The order that cleared it; null for transferred ones.",
    )
    parties = PartySerializer(
        many=True, source="agreement.partnership.parties", help_text="Parties of the agreement."
    )
    content = serializers.JSONField(
        help_text="What was registered, as it stood then; its hash with `previous_hash` gives `entry_hash`."
    )
    previous_hash = serializers.CharField(
        source="act.previous_hash", help_text="Hash of the legal act before; empty for the first."
    )
    entry_hash = serializers.CharField(
        source="act.act_hash",
        help_text="SHA-256 of `content` (JSON, sorted keys, no spaces, UTF-8), a line feed and `previous_hash`.",
    )

    corrections = CorrectionSerializer(
        many=True, help_text="What was corrected since, the earliest first; `content` stays as it was."
    )


class FactsSerializer(serializers.Serializer):
    """Three separate facts about an agreement, and whether it is in force on the day asked for."""

    partnership_code = serializers.CharField(source="partnership.code", help_text="Code of the partnership.")
    partnership = serializers.IntegerField(source="partnership.pk", help_text="Id of the partnership.")
    url = serializers.URLField(help_text="Address of the public page.")
    title_uk = serializers.CharField(source="agreement.title_uk", help_text="Title in Ukrainian.")
    title_en = serializers.CharField(source="agreement.title_en", help_text="Title in English; may be empty.")
    document_type = CodeField(
        DocumentType, source="agreement.document_type", help_text="What the parties call the document."
    )
    parties = PartySerializer(many=True, source="partnership.parties", help_text="Parties of the agreement.")
    checked = serializers.BooleanField(
        help_text="Whether the Association has checked the record; not a statutory act."
    )
    cleared = serializers.BooleanField(help_text="Whether the Ministry has cleared the draft by an order.")
    registered = serializers.BooleanField(help_text="Whether the agreement is in the register.")
    in_force = InForceField(help_text="Whether it is in force on the day; null when that is not known.")
    in_force_reason = CodeField(ForceReason, source="reason", help_text=REASON_MEANS)
    status = CodeField(
        PartnershipStatus, source="partnership.status", help_text="Status of the record with the Association."
    )
    status_label_uk = LabelField(
        PartnershipStatus, "uk", source="partnership.status", help_text="That status in Ukrainian."
    )
    status_label_en = LabelField(
        PartnershipStatus, "en", source="partnership.status", help_text="That status in English."
    )
    registration_status = CodeField(
        CaseStatus,
        source="case.status",
        default=None,
        allow_null=True,
        help_text="Status with the Ministry today.",
    )
    registration_status_label_uk = LabelField(
        CaseStatus, "uk", source="case.status", default=None, help_text="That status in Ukrainian."
    )
    registration_status_label_en = LabelField(
        CaseStatus, "en", source="case.status", default=None, help_text="That status in English."
    )
    order = OrderSerializer(source="case.order", default=None, allow_null=True, help_text="The order.")
    number = serializers.CharField(
        source="entry.number", default=None, allow_null=True, help_text="Registration number."
    )
    registered_on = serializers.DateField(
        source="entry.registered_on", default=None, allow_null=True, help_text="Date of registration."
    )
    corrected_on = corrected_on(source="entry.corrected_on", default=None)
    number_is_doubtful = number_is_doubtful(source="entry.number_is_doubtful", default=False)
    corrections = CorrectionSerializer(
        many=True, source="entry.corrections", default=(), help_text="What of the entry was corrected since."
    )
    signed = PartialDateSerializer(
        source="agreement.signed", allow_null=True, help_text="When it was signed."
    )
    valid_until = serializers.DateField(
        source="agreement.valid_until", allow_null=True, help_text="Last day of the term, computed."
    )
    terminated_on = serializers.DateField(
        source="agreement.terminated_on", allow_null=True, help_text="Day from which it no longer holds."
    )
    cooperation_ended_on = serializers.DateField(
        source="partnership.ended_on",
        allow_null=True,
        help_text="When the parties ended their cooperation; the agreement may formally stay in force.",
    )


class CheckSerializer(serializers.Serializer):
    """Answer of the status check; nothing found is an empty list."""

    on = serializers.DateField(help_text="The day for which the answer holds.")
    results = FactsSerializer(many=True, help_text="One item for each agreement that was found.")
