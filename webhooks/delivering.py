"""Telling webhooks of changes: in the order of commits, again with growing pauses until they are taken."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from common.errors import NotVisible
from partnerships.records.changes import Change, changes_after
from registration.api.changes import ChangeSerializer, with_documents
from webhooks.models import Webhook, WebhookDelivery
from webhooks.sending import CannotSendError, send

MOST_CHANGES = 100  # in one body
MOST_BODIES = 50  # in one run of the job; the next one goes on
LONGEST_PAUSE = dt.timedelta(hours=24)
GIVEN_UP_AFTER = 30  # failures in a row: more than three weeks


def due_webhooks() -> QuerySet[Webhook]:
    """Those that may be told something now."""
    return Webhook.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=timezone.now()), is_active=True)


def deliver(webhook_id: int) -> int:
    """Tell one webhook of what it does not know yet; returns how many changes were taken.

    Two workers never tell the same one at once: the second leaves it to the first.
    """
    taken = 0
    for _body in range(MOST_BODIES):
        number = _deliver_once(webhook_id)
        taken += number
        if number < MOST_CHANGES:
            break
    return taken


def _deliver_once(webhook_id: int) -> int:
    with transaction.atomic():
        webhook = due_webhooks().select_for_update(skip_locked=True).filter(pk=webhook_id).first()
        changes = changes_after(webhook.cursor, MOST_CHANGES) if webhook else []
        if webhook is None or not changes:
            return 0
        delivery = _send(webhook, webhook.cursor, changes, attempt=webhook.failures + 1)
        if delivery.is_taken:
            webhook.cursor, webhook.failures, webhook.next_try_at = changes[-1].place, 0, None
        else:
            webhook.failures += 1
            webhook.next_try_at = timezone.now() + pause_after(webhook.failures)
            webhook.is_active = webhook.failures < GIVEN_UP_AFTER
        webhook.save(update_fields=["cursor", "failures", "next_try_at", "is_active"])
        return len(changes) if delivery.is_taken else 0


def pause_after(failures: int) -> dt.timedelta:
    """Two minutes after the first failure, twice as long after each further one, a day at most."""
    return min(dt.timedelta(minutes=2 ** min(failures, 12)), LONGEST_PAUSE)


def resend(delivery_id: int) -> WebhookDelivery:
    """Tell once more of the changes of a delivery, as they stand now; the webhook's own place stays."""
    before = WebhookDelivery.objects.select_related("webhook").filter(pk=delivery_id).first()
    if before is None:
        raise NotVisible
    changes = [one for one in changes_after(before.after, before.number) if one.place <= before.upto]
    return _send(before.webhook, before.after, changes, attempt=before.attempt + 1, is_resent=True)


def _send(
    webhook: Webhook, after: int, changes: list[Change], *, attempt: int, is_resent: bool = False
) -> WebhookDelivery:
    upto = changes[-1].place if changes else after
    status, error = None, ""
    try:
        status = send(webhook.url, webhook.secret, body_of(upto, changes), delivery=str(uuid.uuid4()))
        error = "" if 200 <= status < 300 else f"HTTP {status}"
    except CannotSendError as problem:
        error = str(problem)[:300]
    return WebhookDelivery.objects.create(
        webhook=webhook,
        after=after,
        upto=upto,
        number=len(changes),
        attempt=attempt,
        response_status=status,
        error=error,
        is_resent=is_resent,
    )


def body_of(upto: int, changes: list[Change]) -> bytes:
    """The body: as a page of ``changes/`` shows them, with the cursor behind them."""
    results = ChangeSerializer(with_documents(changes), many=True).data
    body: bytes = JSONRenderer().render({"cursor": str(upto), "results": results})
    return body
