"""Until when the Association means to check a filing. No law says it: ``ASSOCIATION_CHECK_DAYS`` does."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from partnerships.choices import PartnershipStatus
from partnerships.models import Partnership


def check_deadline(submitted_at: datetime) -> date:
    """The last day of the check of what was submitted then."""
    return timezone.localdate(submitted_at) + timedelta(days=settings.ASSOCIATION_CHECK_DAYS)


def check_is_due(partnership: Partnership) -> date | None:
    """The deadline of a filing that waits for the Association; None when nothing waits."""
    if partnership.status != PartnershipStatus.SUBMITTED or partnership.submitted_at is None:
        return None
    return check_deadline(partnership.submitted_at)


def overdue_before(days_ahead: int = 0) -> datetime:
    """What was submitted before this moment is overdue, or will be in some days."""
    day = timezone.localdate() - timedelta(days=settings.ASSOCIATION_CHECK_DAYS - days_ahead)
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
