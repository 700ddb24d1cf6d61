"""Reads about people and what they act for."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models.invitation import Invitation
from accounts.models.membership import Membership
from common.sorting import UkrainianSortKey, by_shown_name

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

# By person and by what is asked of their memberships: a day, or those of which a desk stays apart.
_read_once: ContextVar[dict[tuple[int, date | str | None], list[int]] | None] = ContextVar(
    "_read_once", default=None
)


@contextmanager
def memberships_read_once() -> Iterator[None]:
    """Within one request, ask the database once per person: policies ask for every row of a list."""
    token = _read_once.set({})
    try:
        yield
    finally:
        _read_once.reset(token)


def active_community_ids(user: "User", on: date | None = None) -> list[int]:
    """Ids of the communities for which a person acts on a day (today when not said).

    Only officials act for communities: a clerk who once was one no longer does.
    """
    if not user.is_authenticated or not user.is_active or user.role != "official":
        return []
    return _remembered((user.pk, on), partial(_community_ids, user, on))


def communities_apart_from(user: "User") -> list[int]:
    """Ids of the communities about which a person of a desk must not decide.

    Those for which the person acts, is to act or has acted within ``DUTIES_APART_DAYS``, whatever the role is
    now: an account that changes desks does not change what its owner knows and owes.
    """
    return _remembered((user.pk, "apart"), partial(_ids_apart_from, user))


def _ids_apart_from(user: "User") -> list[int]:
    since = timezone.now() - timedelta(days=settings.DUTIES_APART_DAYS)
    not_long_over = Q(valid_until=None) | Q(valid_until__gte=timezone.localdate(since))
    not_long_ended = Q(ended_at=None) | Q(ended_at__gte=since)
    recent = Membership.objects.filter(not_long_over, not_long_ended, user=user)
    return list(recent.values_list("community_id", flat=True))


def _remembered(key: tuple[int, date | str | None], read: Callable[[], list[int]]) -> list[int]:
    remembered = _read_once.get()
    if remembered is None:
        return read()
    if key not in remembered:
        remembered[key] = read()
    return remembered[key]


def _community_ids(user: "User", on: date | None) -> list[int]:
    ids = Membership.objects.active(on).filter(user=user).values_list("community_id", flat=True)
    limited = user.acts_only_for
    return [pk for pk in ids if limited is None or pk in limited]


def colleagues_of(community_ids: Collection[int]) -> "QuerySet[Membership]":
    """Memberships of today and to come of some communities, the head first, with the filings of each person."""
    open_filings = Q(user__responsible_for__status__in=("draft", "submitted", "returned"))
    return (
        Membership.objects.lasting()
        .filter(community__in=community_ids, user__is_active=True)
        .select_related("user", "community__oblast")
        .annotate(open_filings=Count("user__responsible_for", filter=open_filings, distinct=True))
        .order_by(
            by_shown_name("community__name_sort", "community__full_name_en"),
            "community",
            "-is_head",
            UkrainianSortKey("user__name"),
            "pk",
        )
    )


def open_invitations(community_ids: Collection[int]) -> "QuerySet[Invitation]":
    """Invitations that still work, of some communities."""
    rows = Invitation.objects.open().filter(community__in=community_ids)
    return rows.select_related("community__oblast", "invited_by").order_by("email")
