"""Policies: who may invite people and end memberships."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.roles import Role
from accounts.selectors import active_community_ids
from common.policies import ALLOWED, Decision

if TYPE_CHECKING:
    from communities.models import Community

ADMINISTRATORS_ONLY = Decision(False, _("Only administrators do this."))
INVITERS = frozenset({Role.ASSOCIATION, Role.ADMINISTRATOR})
NOT_AN_INVITER = Decision(
    False,
    _(
        "Officials can invite colleagues to their own community. The Association and "
        "administrators can invite people to any community."
    ),
)
NOT_THE_HEAD = Decision(
    False,
    _(
        "Only the head of the community’s team, the Association or an administrator can end a "
        "colleague’s membership."
    ),
)
NOBODY_LEFT = Decision(
    False,
    _("You are the only person acting for this community: invite a colleague first, or ask the Association."),
)
NOT_LONGER = Decision(
    False,
    _("You can only bring the last day forward. To stay longer, ask the Association for a new invitation."),
)
HAS_ENDED = Decision(False, _("This membership has already ended."))


def can_change_accounts(user: Any) -> Decision:
    """Whether this person gives roles and access to others."""
    may = user.is_authenticated and user.is_active and user.role == Role.ADMINISTRATOR
    return ALLOWED if may else ADMINISTRATORS_ONLY


def can_invite(user: Any, community: "Community") -> Decision:
    """The Association and administrators invite for every community, officials for those they act for."""
    if not user.is_authenticated or not user.is_active:
        return NOT_AN_INVITER
    if user.role in INVITERS or community.pk in active_community_ids(user):
        return ALLOWED
    return NOT_AN_INVITER


def can_end_membership(
    user: Any, membership: Membership, colleagues: Iterable[Membership] | None = None
) -> Decision:
    """The head ends those of the own community, the Association and administrators all, each the own one.

    Nobody leaves a community alone: whoever is the last one to stay asks the Association. ``colleagues`` are
    the memberships of the community that have not ended; read here unless a list has read them for its rows.
    """
    if not user.is_authenticated or not user.is_active:
        return NOT_THE_HEAD
    if membership.has_ended:
        return HAS_ENDED
    if user.role in INVITERS:
        return ALLOWED
    if colleagues is None:
        colleagues = Membership.objects.active().filter(
            community=membership.community_id, user__is_active=True
        )
    active = [row for row in colleagues if row.community_id == membership.community_id and row.is_active()]
    if membership.user_id == user.pk:
        stays = any(row.user_id != user.pk and row.valid_until is None for row in active)
        return ALLOWED if stays else NOBODY_LEFT
    is_head = any(row.user_id == user.pk and row.is_head for row in active)
    return ALLOWED if user.role == Role.OFFICIAL and is_head else NOT_THE_HEAD


def can_prolong_membership(user: Any) -> Decision:
    """Only the Association or an administrator may extend a membership."""
    return ALLOWED if user.is_authenticated and user.is_active and user.role in INVITERS else NOT_LONGER
