"""Entering and ending memberships: whoever leaves a community loses access after the last day, or at once."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.models.membership import LONGEST_YEARS
from accounts.policies import can_end_membership, can_prolong_membership
from common.acting import acting
from common.calendar import too_late_problems
from common.errors import FieldProblem, NotVisible, RuleViolated

if TYPE_CHECKING:
    from accounts.models import User


def end_membership(membership_id: int, *, actor: "User", last_day: date) -> Membership:
    """Set the last day of a membership; yesterday ends it with that day.

    Raises ``NotVisible``, ``NotAllowed``, or ``RuleViolated`` beside ``last_day``.
    """
    with transaction.atomic(), acting(actor, "end_membership"):
        membership = _locked_with_colleagues(membership_id)
        can_end_membership(actor, membership).require()
        earliest = max(membership.valid_from, timezone.localdate() - timedelta(days=1))
        if last_day < earliest:
            detail = _("The last day must not be before %(day)s.") % {"day": f"{earliest:%d.%m.%Y}"}
            raise RuleViolated([FieldProblem("last_day", "too_early", detail)])
        if problems := too_late_problems("last_day", last_day, years_ahead=LONGEST_YEARS):
            raise RuleViolated(problems)
        if membership.valid_until and last_day > membership.valid_until:
            longer = can_prolong_membership(actor)
            if not longer:
                raise RuleViolated([FieldProblem("last_day", "too_late", str(longer.reason))])
        membership.valid_until = last_day
        membership.save(update_fields=["valid_until"])
    return membership


def end_membership_now(membership_id: int, *, actor: "User") -> Membership:
    """End a membership at this moment: the next request of the person no longer acts for the community.

    One that has not begun is ended too, and then never begins. Raises ``NotVisible`` or ``NotAllowed``.
    """
    with transaction.atomic(), acting(actor, "end_membership"):
        membership = _locked_with_colleagues(membership_id)
        can_end_membership(actor, membership).require()
        membership.ended_at = timezone.now()
        # The last day tells the same, where there is one that the dates allow.
        membership.valid_until = max(timezone.localdate(), membership.valid_from)
        membership.save(update_fields=["ended_at", "valid_until"])
    return membership


def _locked_with_colleagues(membership_id: int) -> Membership:
    """Lock all memberships of the community: two who leave at once do not each count on the other."""
    community = Membership.objects.filter(pk=membership_id).values("community")
    rows = Membership.objects.select_for_update().filter(community__in=community).order_by("pk")
    found = [row for row in rows if row.pk == membership_id]
    if not found:
        raise NotVisible
    return found[0]
