"""What somebody has not seen yet: counted from the sign-in before this one, or from when they said so."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.roles import DESK_ROLES
from desks.models import Visit

FIRST_VISIT = dt.timedelta(days=7)


def note_sign_in(sender: Any, user: Any, **_signal: Any) -> None:
    """At a sign-in, what happened since the last one is new. Receives ``user_logged_in``."""
    if user.role not in DESK_ROLES:
        return
    now = timezone.now()
    visit, is_first = Visit.objects.get_or_create(
        user=user, defaults={"signed_in_at": now, "seen_until": now - FIRST_VISIT}
    )
    if not is_first:
        visit.seen_until = max(visit.seen_until, visit.signed_in_at)
        visit.signed_in_at = now
        visit.save()


def seen_until(user: Any) -> dt.datetime:
    """From when on changes are new to this person; a week ago at the first visit."""
    visit = Visit.objects.filter(pk=user.pk).first()
    return visit.seen_until if visit else timezone.now() - FIRST_VISIT


def mark_seen(user: Any, until: dt.datetime) -> None:
    """The person has seen all that happened until a moment, which cannot lie in the future."""
    now = timezone.now()
    until = min(until, now)
    Visit.objects.update_or_create(
        user=user, defaults={"seen_until": until}, create_defaults={"seen_until": until, "signed_in_at": now}
    )
