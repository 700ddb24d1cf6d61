"""Public partnerships of units and municipalities, counted once for each state of the registry.

A capital has thousands of partnerships, and the first letters of its name are asked again and again.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import QuerySet

from common.reading import read_rows

Counted = dict[str, int]
_ANY = [0]  # stands for the ids while the statement is made


class PartnerCounts:
    """Counts by the id of a territory, kept in the memory of the process while no record changes.

    ``rows`` yields id and counts for the ids in its only list of parameters; ``names`` are those of the counts.
    """

    def __init__(self, rows: Callable[[Sequence[int]], QuerySet[Any]], names: Sequence[str]) -> None:
        self.rows, self.names = rows, names
        self.empty: Counted = dict.fromkeys(names, 0)
        self._kept: tuple[int, dict[int, Counted]] = (0, {})

    def of(self, ids: Sequence[int]) -> dict[int, Counted]:
        """The counts of these territories."""
        kept = self._of_now()
        if missing := [key for key in ids if key not in kept]:
            # Those without partnerships are in no group.
            kept |= dict.fromkeys(missing, self.empty) | self._count(missing)
        return {key: kept[key] for key in ids}

    def _of_now(self) -> dict[int, Counted]:
        """What is known of the present state; its version is read before anything is counted."""
        version = self._version_now()
        if version is None:
            return {}
        if self._kept[0] != version:
            self._kept = (version, {})
        return self._kept[1]

    def _version_now(self) -> int | None:
        """None inside a transaction: its own changes have no version yet, so nothing is kept."""
        using = self._statement[2]
        return None if connections[using].in_atomic_block else _version(using)

    def _count(self, ids: Sequence[int]) -> dict[int, Counted]:
        sql, params, using = self._statement
        given = [list(ids) if param == _ANY else param for param in params]
        counted = read_rows(using, sql, given, prepare=True)
        return {key: dict(zip(self.names, numbers, strict=True)) for key, *numbers in counted}

    @cached_property
    def _statement(self) -> tuple[str, list[Any], str]:
        rows = self.rows(_ANY)
        sql, params = rows.query.sql_with_params()
        return sql, list(params), rows.db


def _version(using: str) -> int | None:
    """The version of all public records; None while nothing was ever written."""
    table = apps.get_model("partnerships", "RecordVersion")._meta.db_table
    rows = read_rows(using, f"SELECT version FROM {table} WHERE id = 1", (), prepare=True)
    return int(rows[0][0]) if rows else None
