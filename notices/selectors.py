"""Reads of notices: only one's own, only what one may see today, and in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from accounts.roles import Role
from notices.choices import Delivery, NoticeKind
from notices.models import Notice
from notices.texts import Words, words_of
from partnerships.models import Partnership
from registration.models import RegistrationCase
from registration.selectors import PARTIES

MOST_TOLD = 30

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Shown:
    """One notice as it is read: its words and where it leads."""

    notice: Notice
    words: Words
    link: str


def for_digest(now: datetime) -> "QuerySet[Notice]":
    """Notices that wait for a daily letter, without those of a step that can still be taken back."""
    waiting = Notice.objects.filter(delivery=Delivery.DAILY, sent_at=None)
    return waiting.filter(Q(held_until=None) | Q(held_until__lte=now))


def still_open_for(user: "User") -> "QuerySet[Notice]":
    """A person's notices of partnerships that are open to them today, in the role they were told in.

    A membership or a role that has ended closes what was told during it, as it closes the pages. Asked for
    on every page: the conditions look at the person's notices, never at all partnerships.
    """
    if not user.is_active:
        return Notice.objects.none()
    own = Notice.objects.filter(recipient=user, role=user.role)
    if user.role == Role.OFFICIAL:
        return own.filter(partnership__in=Partnership.objects.owned_by(user).order_by().values("pk"))
    if user.role == Role.MINISTRY:
        # Of what the Ministry sees, only what has a case is told to it.
        return own.filter(
            Exists(RegistrationCase.objects.filter(agreement__partnership=OuterRef("partnership")))
        )
    return own


def unread_count(user: "User") -> int:
    """How many notices the person has not read."""
    return still_open_for(user).filter(read_at=None).count()


def for_reading(notices: "QuerySet[Notice]") -> "QuerySet[Notice]":
    """Fetch what the words need in a constant number of queries."""
    return notices.select_related("partnership").prefetch_related(
        Prefetch("partnership__parties", PARTIES),
    )


def shown(notices: "QuerySet[Notice] | Iterable[Notice]") -> list[Shown]:
    """Put notices into words, in the language of the moment."""
    rows = for_reading(notices) if isinstance(notices, QuerySet) else notices
    return [Shown(row, words_of(row), link_of(row)) for row in rows]


def link_of(notice: Notice) -> str:
    """Path of the page where one sees and does what the notice is about."""
    if notice.role == Role.OFFICIAL:
        page = reverse("desk_partnership", args=[notice.partnership.code])
        is_comment = notice.kind == NoticeKind.COMMENT
        return f"{page}#{notice.key.replace(':', '-')}" if is_comment else page
    return reverse("admin:partnerships_partnership_change", args=[notice.partnership_id])


def told_about(partnership: Partnership, user: "User") -> list[Notice]:
    """Who was told what of a partnership and when, the newest 30 first: what this person may know of.

    Officials read what officials were told; a desk reads that and what it was told itself, so that one
    desk's own comments stay with it; auditors and administrators read all.
    """
    rows = Notice.objects.filter(partnership=partnership).select_related("recipient")
    if user.role not in {Role.AUDITOR, Role.ADMINISTRATOR}:
        rows = rows.filter(role__in={Role.OFFICIAL, user.role})
    return list(rows.order_by("-created_at", "-pk")[:MOST_TOLD])
