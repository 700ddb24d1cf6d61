"""Writing notices, and the jobs that send them, within the transaction of what they tell of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import transaction

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
) -> list[Notice]:
    """Tell people of one event; whoever was told of it already is left out, also by two at once.

    ``key`` names the event. Queries do not grow with the number of people.
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

    jobs: list[Any] = [{"notice_id": row.pk} for row in notices if row.delivery == Delivery.AT_ONCE]
    if jobs:
        send_notice_job.batch_defer(*jobs)
