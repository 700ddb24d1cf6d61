"""The sums of the counts that triggers keep: read, put together, compared with the records.

Whatever runs at the same time, a statement sees of each transaction all or nothing, of its records as of its
deltas. So nothing here stops a writer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from django.db import connection, transaction

from partnerships.models.record_version import NEW_VERSION
from partnerships.records.audience import RECORD
from partnerships.records.cursor import read_rows
from partnerships.records.facets import COMPACTION, TABLE, counted_sql

COMPACT_EVERY = 200  # calls of one process; each appends some thirty deltas at most
_calls = count(1)
_SUMS = (
    f"SELECT facet, value, sum(delta) FROM {TABLE} WHERE facet = ANY(%s) "
    "GROUP BY facet, value HAVING sum(delta) > 0"
)
_ONE = f"SELECT coalesce(sum(delta), 0) FROM {TABLE} WHERE facet = %s AND value = %s"
# One statement takes the deltas and gives their sum back: each delta is taken by one statement only, even by
# two at once, so that no order of commits changes a sum. Who finds the lock taken leaves the work to its holder.
# Deltas of transactions that have not ended are not seen, and stay. Values with a single row are left alone.
_COMPACT = f"""
WITH taken AS (
    DELETE FROM {TABLE}
    WHERE (SELECT pg_try_advisory_xact_lock({COMPACTION})) AND (facet, value) IN (
        SELECT facet, value FROM {TABLE} GROUP BY facet, value HAVING count(*) > 1
    )
    RETURNING facet, value, delta
)
INSERT INTO {TABLE} (facet, value, delta)
SELECT facet, value, sum(delta) FROM taken GROUP BY facet, value HAVING sum(delta) <> 0
"""
# Both sides in one statement, hence in one snapshot: what differs is wrong, not late.
_DIFFERENT = f"""
SELECT facet, value, coalesce(stored.delta, 0) AS stored, coalesce(truth.delta, 0) AS counted
FROM ({counted_sql(**{RECORD: 1})}) AS truth
FULL JOIN (
    SELECT facet, value, sum(delta) AS delta FROM {TABLE} GROUP BY facet, value HAVING sum(delta) <> 0
) AS stored USING (facet, value)
WHERE stored.delta IS DISTINCT FROM truth.delta
ORDER BY facet, value
"""
# What is missing is appended like any change, so nobody has to wait.
_REPAIR = f"""
WITH different AS MATERIALIZED ({_DIFFERENT}), added AS (
    INSERT INTO {TABLE} (facet, value, delta) SELECT facet, value, counted - stored FROM different
)
SELECT * FROM different
"""


@dataclass(frozen=True)
class WrongCount:
    """A sum that is not what the records say."""

    facet: str
    value: str
    stored: int
    counted: int

    def __str__(self) -> str:
        return f"{self.facet or 'all'} {self.value}: {self.stored} instead of {self.counted}"


def sums(facets: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many public records have each value of these facets, in one reading."""
    found: dict[str, dict[str, int]] = {facet: {} for facet in facets}
    for facet, value, number in read_rows(_SUMS, [list(facets)], prepare=True):
        found[facet][value] = int(number)
    return found


def sum_of(facet: str, value: str) -> int:
    """How many public records have one value."""
    return int(read_rows(_ONE, [facet, value], prepare=True)[0][0])


def compact_now_and_then() -> None:
    """Put the deltas together once in many calls; called by the writer of the records."""
    if next(_calls) % COMPACT_EVERY == 0:
        compact_counts()


def compact_counts() -> None:
    """Compact the deltas of each value into one row, unless another process is already doing so."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPACT)


def wrong_counts() -> list[WrongCount]:
    """Compare all sums with the records, counted anew."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT)
        return [WrongCount(*row) for row in cursor.fetchall()]


@transaction.atomic
def rebuild_counts() -> list[WrongCount]:
    """Recompute and compact all sums; return the ones that were wrong. Does not block writers."""
    with connection.cursor() as cursor:
        # In this order, as whoever truncates the records: the table, then the lock. Two repairs at once would
        # both add what is missing.
        cursor.execute(f"LOCK TABLE {RECORD} IN ACCESS SHARE MODE")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COMPACTION])
        cursor.execute(_REPAIR)
        wrong = [WrongCount(*row) for row in cursor.fetchall()]
        cursor.execute(_COMPACT)
        if wrong:
            cursor.execute(
                NEW_VERSION
            )  # pages with the wrong numbers are kept no longer; last, as in a writer
    return wrong
