"""Sessions of a person: seen and ended by themselves, and ended with the password that opened them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from common.errors import NotVisible

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

# The first that fits: some browsers name others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class OpenSession:
    """One browser in which a person is signed in."""

    pk: int
    browser: str
    address: str
    began: datetime
    last_seen: datetime
    is_current: bool


def sessions_of(user: "User", current_key: str | None) -> list[OpenSession]:
    """The open sessions of a person, the present one first, then the latest."""
    rows = _open(user).order_by("-last_seen_at", "-pk")
    found = [
        OpenSession(
            row.pk, browser_of(row.user_agent), row.ip, row.created_at, row.last_seen_at,
            row.session_key == current_key,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda row: not row.is_current)


def browser_of(user_agent: str) -> str:
    """Name browser and system, as far as they are known: "Firefox, Windows"."""
    known = (next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, known))


def end_session(session_id: int, *, actor: "User") -> None:
    """End one of one's own sessions; its next request is nobody's. Raises ``NotVisible`` for any other."""
    row = UserSession.objects.filter(pk=session_id, user=actor).first()
    if row is None:
        raise NotVisible
    _end([row])


def end_other_sessions(*, actor: "User", current_key: str | None) -> int:
    """End all of one's sessions but the present one; returns how many."""
    rows = list(_open(actor).exclude(session_key=current_key or ""))
    _end(rows)
    return len(rows)


def end_access(user: "User") -> None:
    """End all sessions and keys of a person whose password has changed: somebody else may have had it."""
    with transaction.atomic():
        _end(UserSession.objects.filter(user=user))
        user.api_tokens.filter(revoked_at=None).update(revoked_at=timezone.now())


def note_activity(request: HttpRequest) -> None:
    """Remember when and from where a session was last used."""
    UserSession.objects.create_from_request(request)


def forget_old_sessions() -> int:
    """Remove what is kept of sessions that are over; returns how many."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    gone: int
    gone, _by_model = UserSession.objects.exclude(
        session_key__in=Session.objects.values("session_key")
    ).delete()
    return gone


def _open(user: "User") -> "QuerySet[UserSession]":
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    sessions: QuerySet[UserSession] = UserSession.objects.filter(user=user, session_key__in=alive)
    return sessions


def _end(rows: Iterable[UserSession]) -> None:
    keys = [row.session_key for row in rows]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
