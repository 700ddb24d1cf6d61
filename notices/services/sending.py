"""Sending letters. The row is locked while its letter leaves, so that two workers never send the same."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from notices.choices import Delivery
from notices.models import Notice, NoticeSettings
from notices.selectors import for_digest, shown, still_open_for

if TYPE_CHECKING:
    from accounts.models import User


def send_notice(notice_id: int) -> bool:
    """Send one notice that is still to be sent; returns whether a letter left.

    A person who may no longer see the partnership gets no letter, now or later.
    """
    with transaction.atomic():
        waiting = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id, sent_at=None)
        notice = waiting.filter(delivery=Delivery.AT_ONCE).select_related("recipient").first()
        if notice is None:
            return False
        sent = _send([notice], notice.recipient, f"notice-{notice.pk}", "notice")
    return bool(sent)


def send_digest(user_id: int) -> int:
    """Send what waits for a person's daily letter, once a day; returns how many notices it holds."""
    today = timezone.localdate()
    with transaction.atomic():
        wishes = NoticeSettings.objects.select_for_update(of=("self",)).select_related("user")
        row = wishes.filter(user=user_id).first()
        if row is None or row.digest_on == today:
            return 0
        waiting = for_digest(timezone.now()).filter(recipient=user_id)
        notices = list(waiting.select_for_update(of=("self",)).order_by("created_at", "pk"))
        sent = _send(notices, row.user, f"digest-{user_id}-{today:%Y%m%d}", "digest")
        row.digest_on = today
        row.save(update_fields=["digest_on"])
    return sent


def _send(notices: list[Notice], person: "User", name: str, template: str) -> int:
    """Send one letter with those of the notices that the person may still see; drop the others."""
    keys = [notice.pk for notice in notices]
    visible = still_open_for(person).filter(pk__in=keys)
    with translation.override(person.language):
        rows = shown(visible.order_by("created_at", "pk"))
        if rows:
            _letter(person, name, template, {"rows": rows, "row": rows[0]}).send()
    sent = [row.notice.pk for row in rows]
    Notice.objects.filter(pk__in=sent).update(sent_at=timezone.now())
    Notice.objects.filter(pk__in=keys).exclude(pk__in=sent).update(delivery=Delivery.NONE)
    return len(sent)


def _letter(person: "User", name: str, template: str, context: dict[str, object]) -> EmailMessage:
    """Make a letter; its Message-ID is always the same, so that a repeated one is known for that."""
    subject, body = letter_texts(template, context)
    domain = settings.SITE_URL.split("//")[-1].split(":")[0]
    headers = {"Message-ID": f"<{name}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, None, [person.email], headers=headers)


def letter_texts(template: str, context: dict[str, object]) -> tuple[str, str]:
    """Subject and text of a letter, in the language of the moment."""
    context |= {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
    subject = render_to_string(f"notices/email/{template}_subject.txt", context)
    body = render_to_string(f"notices/email/{template}_message.txt", context)
    return " ".join(subject.split()), body
