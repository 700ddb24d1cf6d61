"""The rows that a query finds, by rank: all of a small table, the best of a big one.

Of the gazetteer a tier is asked by the inverted index for its biggest places only, and the next one only while
there are too few: «san» begins the names of thousands of places, and nobody leafs through them.
"""

from collections import defaultdict
from typing import TypeVar, cast

from django.db.models import Case, F, IntegerField, Model, QuerySet, Value, When

from common.search.analysis import quoted
from common.search.marks import SHORT
from common.search.query import Query
from common.search.tsquery import any_of, tier_queries
from communities.models import Place
from communities.search.place_terms import SHORTEST_BEGINNING
from communities.search.vectors import Order, matches

M = TypeVar("M", bound=Model)
Candidates = dict[int, list[int]]  # rank → ids
MOST = 500
# Not the indexed column: the planner would walk its index through all places to find the one Erlangen.
_BIGGEST_FIRST = (F("population") + 0).desc()


def collect_all(queryset: QuerySet[M], query: Query, first: int) -> Candidates:
    """Ids of all rows by rank, counted from ``first``."""
    # Each step a SELECT of its own: together they look so unselective that the planner reads the whole table.
    steps = [
        queryset.filter(matches(text)).order_by().annotate(found_at=Value(rank)).values_list("pk", "found_at")
        for rank, text in enumerate(tier_queries(query).steps, first)
        if text
    ]
    best: dict[int, int] = {}
    for key, rank in steps[0].union(*steps[1:], all=True) if steps else ():
        best[key] = min(rank, best.get(key, rank))
    found: Candidates = defaultdict(list)
    for key, rank in best.items():
        found[rank].append(key)
    return dict(found)


def collect_biggest(queryset: QuerySet[Place], query: Query, first: int, most: int = MOST) -> Candidates:
    """Ids of the best places by rank, counted from ``first``; at most ``most`` of each."""
    found: Candidates = {}
    known: set[int] = set()
    for rank, text in enumerate(_place_steps(query), first):
        if not text or len(known) >= most:
            continue
        rows = queryset.filter(matches(text)).order_by(_BIGGEST_FIRST, "geonames_id")
        ids = [key for key in rows.values_list("pk", flat=True)[:most] if key not in known]
        known.update(ids)
        if ids:
            found[rank] = ids
    return found


def _place_steps(query: Query) -> tuple[str, ...]:
    """The steps of the tiers; one or two letters find the biggest places only."""
    steps = tier_queries(query).steps
    if len(query.required) == 1 and len(query.required[0].typed) <= SHORTEST_BEGINNING:
        short = any_of(*(quoted(SHORT + form) for form in dict.fromkeys(query.required[0].forms)))
        return (*steps[:3], short)
    return steps


def merged(better: Candidates, worse: Candidates) -> Candidates:
    """Both, each row at its better rank."""
    known = {key for keys in better.values() for key in keys}
    return better | {rank: [key for key in keys if key not in known] for rank, keys in worse.items()}


def in_order(queryset: QuerySet[M], found: Candidates, order: Order) -> QuerySet[M]:
    """The candidates as a queryset with ``search_rank``, best first."""
    ids = [key for keys in found.values() for key in keys]
    ranks = [When(pk__in=keys, then=Value(rank)) for rank, keys in found.items() if keys]
    rank = Case(*ranks, default=Value(0), output_field=IntegerField())
    rows = queryset.filter(pk__in=ids).annotate(search_rank=rank)
    return cast("QuerySet[M]", rows.order_by("search_rank", *order))
