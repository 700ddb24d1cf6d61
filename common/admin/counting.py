"""Counting no further than people care: the exact number of a million rows costs a scan of them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db import connections
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_COUNTED = 10_000  # in tabs, cards and badges: read from an index in a few milliseconds
MOST_LISTED = 2_000  # rows that a list can be leafed through; whoever has more narrows it


def counts_up_to(named: Mapping[str, QuerySet[Any]], most: int = MOST_COUNTED) -> dict[str, int]:
    """Count several sets of rows of one database in one query, each up to ``most + 1``."""
    if not named:
        return {}
    selects: list[str] = []
    params: list[Any] = []
    for rows in named.values():
        sql, given = rows.order_by().values("pk")[: most + 1].query.sql_with_params()
        selects.append(f"(SELECT count(*) FROM ({sql}) AS limited)")  # noqa: S608  # Django's own statement
        params += given
    using = next(iter(named.values())).db
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects)}", params)
        return dict(zip(named, cursor.fetchone(), strict=True))


def count_text(count: int, most: int = MOST_COUNTED) -> str:
    """The number as people read it; beyond ``most`` only that there are more."""
    return number_format(count, force_grouping=True) if count <= most else more_than(most)


def more_than(most: int) -> str:
    """«over 10 000»."""
    return _("over %(most)s") % {"most": number_format(most, force_grouping=True)}


class LimitedPaginator(Paginator):
    """Pages of the first rows of a list; ``known_many`` spares the count where it is known to be large."""

    known_many = False

    @cached_property
    def found(self) -> int:
        """How many rows there are, counted up to one more than can be leafed through."""
        if self.known_many:
            return MOST_LISTED + 1
        rows: Any = self.object_list
        return int(rows.order_by()[: MOST_LISTED + 1].count())

    @cached_property
    def count(self) -> int:
        """Rows that can be leafed through."""
        return min(self.found, MOST_LISTED)

    @property
    def count_text(self) -> str:
        """The number that is shown."""
        return count_text(self.found, MOST_LISTED)
