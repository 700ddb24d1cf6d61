"""Agreements whose term ends soon."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from partnerships.models import Agreement, Partnership
from partnerships.policies import CLOSED_STATUSES
from partnerships.validity import reasons_of, with_force

if TYPE_CHECKING:
    from django.db.models import QuerySet

EXPIRING_DAYS = 183  # half a year: time enough for a council, the Ministry and the partner


def expiring_agreements(day: date) -> "QuerySet[Agreement]":
    """Agreements that may be in force and whose term ends within six months, with ``valid_until_day``."""
    ends_soon = Q(valid_until_day__range=(day, day + timedelta(days=EXPIRING_DAYS)))
    ends_earlier = Q(terminated_on__lte=F("valid_until_day"))
    return (
        with_force(Agreement.objects.all(), day)
        .filter(ends_soon, force__in=reasons_of("true", "unknown"))
        .exclude(ends_earlier)
        .exclude(partnership__status__in=CLOSED_STATUSES)
    )


def next_to_expire(partnership: Partnership) -> Agreement | None:
    """The agreement of a partnership whose term ends first, within six months; reads what is prefetched."""
    if partnership.status in CLOSED_STATUSES:
        return None
    day = timezone.localdate()
    last = day + timedelta(days=EXPIRING_DAYS)
    ending = [
        (until, agreement.pk, agreement)
        for agreement in partnership.agreements.all()
        if (until := agreement.valid_until) and until <= last and agreement.in_force(day) is not False
        and not (agreement.terminated_on and agreement.terminated_on <= until)
    ]  # fmt: skip
    return min(ending)[2] if ending else None
