"""Writing notices, and the jobs that send them, within the transaction of what they tell of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import InvalidTransition
from notices.choices import Delivery, NoticeKind
from notices.models import Notice, NoticeSettings

if TYPE_CHECKING:
    from accounts.models import User
    from partnerships.models import Partnership

_quiet: ContextVar[bool] = ContextVar("_quiet", default=False)


@contextmanager
def without_letters() -> Iterator[None]:
    """Write notices to inboxes only: for records told after the event, such as the demo's."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def notify(
    kind: NoticeKind,
    partnership: "Partnership",
    *,
    key: str,
    facts: dict[str, Any],
    recipients: Sequence["User"],
    held_until: datetime | None = None,
) -> list[Notice]:
    """Tell people of one event; whoever was told of it already is left out, also by two at once.

    ``key`` names the event. Letters leave after ``held_until``; the inbox has the notice at once, as the record's
    page says the same at once. Queries do not grow with the number of people.
    """
    if not recipients:
        return []
    with transaction.atomic():
        told = set(Notice.objects.filter(kind=kind, key=key).values_list("recipient", flat=True))
        people = {person.pk: person for person in recipients if person.pk not in told}
        wishes = NoticeSettings.objects.in_bulk(list(people), field_name="user_id")
        Notice.objects.bulk_create(
            [
                Notice(
                    recipient=person,
                    role=person.role,
                    kind=kind,
                    key=key,
                    partnership=partnership,
                    facts=facts,
                    held_until=held_until,
                    delivery=_delivery(kind, wishes.get(person.pk)),
                )
                for person in people.values()
            ],
            ignore_conflicts=True,
        )
        made = list(Notice.objects.filter(kind=kind, key=key, recipient__in=people).order_by("pk"))
        defer_letters(made)
    return made


def _delivery(kind: NoticeKind, wishes: NoticeSettings | None) -> str:
    if _quiet.get():
        return Delivery.NONE
    return wishes.delivery_of(kind) if wishes else Delivery.AT_ONCE


def defer_letters(notices: Sequence[Notice]) -> None:
    """Put the sending of what goes out at once into the queue; nobody sees it before the commit.

    Two that told the same event at once may both defer a job: the one that comes second sends nothing.
    """
    from notices.tasks import send_notice_job  # the tasks import the services

    going = [row for row in notices if row.delivery == Delivery.AT_ONCE]
    for held_until in {row.held_until for row in going}:
        jobs: list[Any] = [{"notice_id": row.pk} for row in going if row.held_until == held_until]
        send_notice_job.configure(schedule_at=held_until).batch_defer(*jobs)


def drop_held(partnership: "Partnership") -> None:
    """Forget what was told of a step that is being taken back.

    Raises ``InvalidTransition`` when a letter has left: what people were told stands.
    """
    held = Notice.objects.select_for_update().filter(partnership=partnership, held_until__gt=timezone.now())
    if any(row.sent_at for row in held):
        detail = _("An email about this step has been sent, so you cannot take it back.")
        raise InvalidTransition(detail, current_status=partnership.status)
    Notice.objects.filter(pk__in=[row.pk for row in held]).delete()
