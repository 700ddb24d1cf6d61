"""What time itself brings: deadlines that come near, and daily letters."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from notices.choices import NoticeKind
from notices.listening import facts_of_agreement, facts_of_case
from notices.models import Notice, NoticeSettings
from notices.recipients import clerk_of, members_of
from notices.selectors import for_digest
from notices.services.telling import notify
from partnerships.expiring import expiring_agreements
from registration.choices import CaseStatus
from registration.models import RegistrationCase

DUE_SOON_DAYS = 7
UNDER_REVIEW = (CaseStatus.FILED, CaseStatus.IN_REVIEW)
DIGEST_HOUR = 7  # not before, in the time zone of the site


def remind(today: date | None = None) -> int:
    """Tell of deadlines within a week and of terms that end within six months; returns how many notices.

    Each deadline is told once, whenever and however often this runs; a new deadline is told anew.
    """
    day = today or timezone.localdate()
    told = set(
        Notice.objects.filter(kind__in=(NoticeKind.DUE_SOON, NoticeKind.EXPIRING))
        .values_list("key", flat=True)
        .distinct()
    )
    return _remind_of_reviews(day, told) + _remind_of_terms(day, told)


def _remind_of_reviews(day: date, told: set[str]) -> int:
    until = day + timedelta(days=DUE_SOON_DAYS)
    cases = RegistrationCase.objects.filter(status__in=UNDER_REVIEW, due_on__range=(day, until))
    made = 0
    for case in cases.select_related("agreement__partnership").order_by("due_on", "pk"):
        key = f"case:{case.pk}:due:{case.due_on}"
        if key in told:
            continue
        partnership = case.agreement.partnership
        made += len(
            notify(
                NoticeKind.DUE_SOON,
                partnership,
                key=key,
                facts={**facts_of_case(case), "until": str(case.due_on)},
                recipients=[*members_of(partnership), *clerk_of(case)],
            )
        )
    return made


def _remind_of_terms(day: date, told: set[str]) -> int:
    made = 0
    for agreement in expiring_agreements(day).select_related("partnership").order_by("pk"):
        until = agreement.valid_until
        key = f"agreement:{agreement.pk}:until:{until}"
        if key in told:
            continue
        made += len(
            notify(
                NoticeKind.EXPIRING,
                agreement.partnership,
                key=key,
                facts={**facts_of_agreement(agreement), "until": str(until)},
                recipients=members_of(agreement.partnership),
            )
        )
    return made


def forget_old_notices(today: date | None = None) -> int:
    """Remove read notices that nobody looks for any more; what happened stays in the history."""
    before = (today or timezone.localdate()) - timedelta(days=settings.NOTICES_KEPT_DAYS)
    gone, _by_model = Notice.objects.filter(created_at__date__lt=before, read_at__isnull=False).delete()
    return gone


def start_digests(*, at_any_hour: bool = False) -> int:
    """Put the daily letters of today into the queue for everybody for whom something waits."""
    from notices.tasks import send_digest_job  # the tasks import the services

    now = timezone.localtime()
    if now.hour < DIGEST_HOUR and not at_any_hour:
        return 0
    waiting = for_digest(now).values("recipient")
    people = NoticeSettings.objects.filter(user__in=waiting).exclude(digest_on=now.date())
    keys = list(people.order_by("user").values_list("user", flat=True))
    if keys:
        jobs: list[Any] = [{"user_id": key} for key in keys]
        send_digest_job.batch_defer(*jobs)
    return len(keys)
