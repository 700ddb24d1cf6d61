"""Emails that carry a link into an account. Sent by the queue alone, never while somebody waits for a page.

Secrets are made at the moment of sending: no job, and no copy of the database, holds a link that works.
"""

import datetime as dt
import secrets

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Invitation, User
from accounts.services.attempts import TooManyAttempts, count_letter
from accounts.services.invitations import VALID_DAYS, digest_of


def send_invitation(invitation_id: int) -> bool:
    """Send the link of an invitation that is still open, once; returns whether an email left.

    Its time begins now: an invitation that waited for the mail server loses none of its days.
    """
    with transaction.atomic():
        waiting = Invitation.objects.open().select_for_update(of=("self",)).filter(sent_at=None)
        invitation = waiting.select_related("community__oblast").filter(pk=invitation_id).first()
        if invitation is None:
            return False
        secret, now = secrets.token_urlsafe(32), timezone.now()
        invitation.digest, invitation.sent_at = digest_of(secret), now
        invitation.expires_at = now + dt.timedelta(days=VALID_DAYS)
        invitation.save(update_fields=["digest", "sent_at", "expires_at"])
        with translation.override(invitation.language):
            link = settings.SITE_URL + reverse("invitation", args=[secret])
            _send(invitation.email, "invitation", {"invitation": invitation, "link": link})
    return True


def send_password_reset(email: str) -> bool:
    """Send a link for a new password to whoever has an open account with this address.

    Returns whether an email left: none does when several have lately. The link comes from the account's present
    password, so that it stops working once it has been used.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return False
    token = default_token_generator.make_token(user)
    try:
        with transaction.atomic(), translation.override(user.language):
            count_letter(user.email)  # not counted when the mail server refuses it: it is sent again
            path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
            _send(user.email, "password_reset_key", {"password_reset_url": settings.SITE_URL + path})
    except TooManyAttempts:
        return False
    return True


def _send(address: str, template: str, context: dict[str, object]) -> None:
    context |= {"site_name": settings.SITE_NAME}
    subject = render_to_string(f"account/email/{template}_subject.txt", context)
    body = render_to_string(f"account/email/{template}_message.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(" ".join(subject.split()), body, None, [address], headers=headers).send()
