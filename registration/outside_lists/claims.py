"""Claims that no partnership answers, and what communities say of them."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from accounts.selectors import active_community_ids
from common.acting import acting
from common.errors import Conflict, FieldProblem, NotVisible, RuleViolated
from common.policies import ALLOWED, Decision
from partnerships.models import Partnership
from registration.models import ClaimState, OutsideClaim

if TYPE_CHECKING:
    from accounts.models import User

NOT_LIVE = ("withdrawn", "rejected")
LONGEST_NOTE = 1000
NOT_YOUR_CLAIM = Decision(
    False, gettext_lazy("Only officials of the community named in the claim can answer it.")
)


def unanswered(claims: QuerySet[OutsideClaim]) -> QuerySet[OutsideClaim]:
    """Open claims without a partnership of that community with that partner."""
    return claims.filter(state=ClaimState.OPEN).exclude(Exists(_answers()))


def _answers() -> QuerySet[Partnership]:
    theirs = (
        Q(parties__municipality=OuterRef("municipality"))
        | Q(parties__municipality__geonames_id=OuterRef("geonames_id"))
        # A partner that neither the registry nor the gazetteer knew is known by its name alone.
        | Q(
            parties__municipality__country=OuterRef("country"),
            parties__municipality__name__iexact=OuterRef("partner_name"),
        )
    )
    live: Any = Partnership.objects.live().exclude(status__in=NOT_LIVE)
    ours: QuerySet[Partnership] = live.filter(parties__community=OuterRef("community"))
    return ours.filter(theirs)


def claims_of(user: "User") -> QuerySet[OutsideClaim]:
    """What outside lists claim of the communities for which a person acts today."""
    rows = OutsideClaim.objects.filter(community__in=active_community_ids(user))
    return rows.select_related("outside_list", "community__oblast", "country", "municipality").order_by(
        "partner_name", "pk"
    )


def can_deny(user: Any, claim: OutsideClaim) -> Decision:
    """Officials of the community that a claim names."""
    if not user.is_authenticated or user.role != Role.OFFICIAL:
        return NOT_YOUR_CLAIM
    return ALLOWED if claim.community_id in active_community_ids(user) else NOT_YOUR_CLAIM


def deny(claim_id: int, *, actor: "User", note: str) -> OutsideClaim:
    """Say that a claim is wrong, and why. Raises ``NotVisible``, ``NotAllowed``, ``Conflict``, ``RuleViolated``."""
    with transaction.atomic(), acting(actor, "deny_claim"):
        claim = _locked(claim_id, actor)
        if claim.state != ClaimState.OPEN:
            raise Conflict(_("This claim is no longer open."))
        if not note.strip():
            raise RuleViolated(
                [FieldProblem("note", "required", _("Explain in a few words why it is not correct."))]
            )
        if len(note) > LONGEST_NOTE:
            detail = _("Use %(most)s characters or fewer.") % {"most": LONGEST_NOTE}
            raise RuleViolated([FieldProblem("note", "too_long", detail)])
        return _say(claim, actor, ClaimState.NOT_OURS, note.strip())


def reopen(claim_id: int, *, actor: "User") -> OutsideClaim:
    """Take a denial back. Raises ``NotVisible``, ``NotAllowed`` or ``Conflict``."""
    with transaction.atomic(), acting(actor, "reopen_claim"):
        claim = _locked(claim_id, actor)
        if claim.state != ClaimState.NOT_OURS:
            raise Conflict(_("This claim was not denied."))
        return _say(claim, actor, ClaimState.OPEN, "")


def _locked(claim_id: int, actor: "User") -> OutsideClaim:
    claim = OutsideClaim.objects.select_for_update().filter(pk=claim_id).first()
    if claim is None:
        raise NotVisible
    can_deny(actor, claim).require()
    return claim


def _say(claim: OutsideClaim, actor: "User", state: ClaimState, note: str) -> OutsideClaim:
    claim.state, claim.note, claim.decided_by, claim.decided_at = state, note, actor, timezone.now()
    claim.save(update_fields=["state", "note", "decided_by", "decided_at"])
    return claim
