"""Whose records are read: which table, and which rows of it. Every read of the read model starts here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.roles import Role
from accounts.selectors import active_community_ids
from communities.models import Community
from partnerships.records.where import Where

if TYPE_CHECKING:
    from accounts.models import User

RECORD = "partnerships_record"
DESK_RECORD = "partnerships_deskrecord"
# The row of a partnership that was merged into another one is there, and empty.
LIVE_ROWS = "status <> ''"


@dataclass(frozen=True)
class Source:
    """A table and the condition under which its rows exist for somebody."""

    table: str
    where: Where

    @property
    def is_public(self) -> bool:
        """Whether it holds public documents."""
        return self.table == RECORD


LIVE = Where([LIVE_ROWS])


def public() -> Source:
    """What everybody may see."""
    return Source(RECORD, Where(["is_public"]))


def sources_for(user: "User | AnonymousUser") -> list[Source]:
    """The disjoint sets of rows that a person may see, the twin of ``PartnershipQuerySet.visible_to``.

    An official knows all of the own partnerships and the public part of the others.
    """
    if not user.is_authenticated:
        return [public()]
    if user.role in {Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR}:
        return [Source(DESK_RECORD, LIVE)]
    if user.role == Role.MINISTRY:
        return [Source(DESK_RECORD, Where(["(is_public OR has_case)"]))]
    own = own_codes(user)
    others = Where(["is_public"]).add("NOT communities && %s::text[]", own)
    return [Source(RECORD, others), own_source(own)]


def own_codes(user: "User") -> list[str]:
    """KATOTTG codes of the communities for which a person acts today."""
    units = Community.objects.filter(pk__in=active_community_ids(user))
    return list(units.values_list("katottg", flat=True))


def own_source(codes: list[str]) -> Source:
    """All partnerships of some communities."""
    return Source(DESK_RECORD, Where().add("communities && %s::text[]", codes))
