"""The ids that a query finds, by rank: all of a small table, the best of a big one.

Statements of our own, read by ``common.reading``: composing them through the ORM took longer than answering
them. Of the gazetteer a tier is asked for its biggest places only, and the next one only while there are too
few: «san» begins the names of thousands of places, and nobody leafs through them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from common.reading import read_rows
from common.search.analysis import quoted
from common.search.marks import SHORT
from common.search.query import Query
from common.search.tsquery import any_of, tier_queries
from communities.models.place import BIG, BIGGEST
from communities.search.narrowing import Part, condition_of
from communities.search.place_terms import SHORTEST_BEGINNING

Candidates = dict[int, int]  # id → rank, best first
MOST = 500  # places of each tier
MOST_OF_ALL = 10_000
# Tiers that name a place, then those that only begin so: of these the rest is asked when more are wanted.
_NAMING = 3
# From big to small, each with an index of its own: the branches of one statement are in order already, and
# PostgreSQL stops at the first that has enough (branches with limits are never asked side by side).
SIZES = (
    f"population >= {BIGGEST}",
    f"population >= {BIG} AND population < {BIGGEST}",
    f"population < {BIG}",
)
# Not the indexed column: the planner would walk its index through all places to find the one Erlangen.
_BIGGEST_FIRST = "ORDER BY population + 0 DESC, geonames_id"


# A subquery hides the text from the planner, who would else reckon that common words are found in most rows and
# read the whole table, unpacking every vector: 20 ms instead of 2.
MATCHES = "search_vector @@ (SELECT %s::tsquery)"


@dataclass(frozen=True, slots=True)
class Order:
    """What comes first among rows of one rank: SQL expressions, with parameters, over some columns."""

    columns: str
    sql: str
    params: tuple[Any, ...] = ()


def best_rank(found: Candidates) -> int:
    """The rank of the best; there must be one."""
    return next(iter(found.values()))


def collect_all(
    order: Callable[[Query], Order], rows: QuerySet[Any], query: Query, first: int, most: int = MOST_OF_ALL
) -> Candidates:
    """The rows of a small table, best first; ranks are counted from ``first``."""
    # Each step a SELECT of its own: together they look so unselective that the planner reads the whole table.
    steps = [(rank, text) for rank, text in enumerate(tier_queries(query).steps, first) if text]
    if not steps:
        return {}
    narrow, by = condition_of(rows), order(query)
    table, key = rows.model._meta.db_table, rows.model._meta.pk.column
    columns = ", ".join(filter(None, [key, by.columns]))
    where = narrow.also(MATCHES)
    selects = " UNION ALL ".join(
        f"SELECT {columns}, {rank} AS rank FROM {table} {where}" for rank, _text in steps
    )
    sql = (
        f"SELECT {key}, min(rank) AS best FROM ({selects}) AS step GROUP BY {columns} "
        f"ORDER BY best, {by.sql} LIMIT {int(most)}"
    )
    params = [param for _rank, text in steps for param in (*narrow.params, text)]
    return dict(read_rows(rows.db, sql, [*params, *by.params]))


def collect_biggest(rows: QuerySet[Any], query: Query, first: int, most: int = MOST) -> Candidates:
    """The best places; ranks are counted from ``first``; at most ``most`` of each."""
    steps = place_steps(query)
    narrow = condition_of(rows)
    found: Candidates = {}
    naming = [(rank, text) for rank, text in enumerate(steps[:_NAMING], first) if text]
    if naming:
        sql = " UNION ALL ".join(naming_select(rank, narrow, most) for rank, _text in naming)
        params = [param for _rank, text in naming for param in (*narrow.params, text)]
        for key, rank in read_rows(rows.db, sql, params):
            found.setdefault(key, rank)
    beginning = [(rank, text) for rank, text in enumerate(steps[_NAMING:], first + _NAMING) if text]
    if (known := _ranked_of_all(rows, query, beginning, narrow, most)) is not None:
        return merged(found, known)
    for rank, text in beginning:
        if len(found) < most:
            params = [*narrow.params, text] * len(SIZES)
            for (key,) in read_rows(rows.db, beginning_select(narrow, most), params):
                found.setdefault(key, rank)
    return found


def _ranked_of_all(
    rows: QuerySet[Any], query: Query, steps: list[tuple[int, str]], narrow: Part, most: int
) -> Candidates | None:
    """Of several words: all that the widest tier finds, ranked by looking at these few; None when they are many.

    It holds what the others find, and "san pedro del" asks each of them for the beginnings of half a continent.
    """
    if (
        len(query.required) < 2
        or not steps
        or any(len(word.typed) <= SHORTEST_BEGINNING for word in query.typed)
    ):
        return None
    whens = " ".join(f"WHEN search_vector @@ %s::tsquery THEN {rank}" for rank, _text in steps[:-1])
    rank = f"CASE {whens} ELSE {steps[-1][0]} END" if whens else str(steps[-1][0])
    sql = (
        f"SELECT geonames_id, {rank} AS rank FROM (SELECT geonames_id, population, search_vector "
        f"FROM communities_place {narrow.also(MATCHES)} LIMIT {int(most)}) AS found "
        "ORDER BY rank, population DESC, geonames_id"
    )
    params = [*(text for _rank, text in steps[:-1]), *narrow.params, steps[-1][1]]
    found: Candidates = dict(read_rows(rows.db, sql, params))
    return found if len(found) < most else None


def naming_select(rank: int, narrow: Part, most: int) -> str:
    """The biggest places of a tier that few meet."""
    where = narrow.also(MATCHES)
    return f"(SELECT geonames_id, {rank} FROM communities_place {where} {_BIGGEST_FIRST} LIMIT {int(most)})"


def beginning_select(narrow: Part, most: int) -> str:
    """The biggest places of a tier that thousands may meet, one size after the other until there are enough."""
    sizes = [narrow.also(f"{MATCHES} AND {size}") for size in SIZES]
    selects = [
        f"(SELECT geonames_id FROM communities_place {where} {_BIGGEST_FIRST} LIMIT {int(most)})"
        for where in sizes
    ]
    return f"SELECT geonames_id FROM ({' UNION ALL '.join(selects)}) AS found LIMIT {int(most)}"


def place_steps(query: Query) -> tuple[str, ...]:
    """The steps of the tiers; one or two letters find the biggest places only."""
    steps = tier_queries(query).steps
    if len(query.required) == 1 and len(query.required[0].typed) <= SHORTEST_BEGINNING:
        short = any_of(*(quoted(SHORT + form) for form in dict.fromkeys(query.required[0].forms)))
        return (*steps[:_NAMING], short)
    return steps


def merged(better: Candidates, worse: Candidates) -> Candidates:
    """Both, each row at its better rank."""
    return better | {key: rank for key, rank in worse.items() if key not in better}
