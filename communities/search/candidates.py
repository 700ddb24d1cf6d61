"""The best rows of a big table: collected tier by tier, so that a common word costs no more than a rare one.

A tier is asked by the inverted index for its biggest places only, and the next one only while there are too
few: «san» begins the names of thousands of places, and nobody leafs through them.
"""

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from common.search.marks import SHORT
from common.search.query import Query
from common.search.tsquery import any_of, quoted, tier_queries
from communities.models import Place
from communities.search.place_terms import SHORTEST_BEGINNING
from communities.search.vectors import matches

MOST = 500
# Not the indexed column: the planner would walk its index through all places to find the one Erlangen.
_BIGGEST_FIRST = (F("population") + 0).desc()
Candidates = dict[int, list[int]]  # rank → ids, best first


def collect(queryset: QuerySet[Place], query: Query, first: int, most: int = MOST) -> Candidates:
    """Ids of the best rows by rank, counted from ``first``."""
    found: Candidates = {}
    known: set[int] = set()
    for rank, text in enumerate(place_tiers(query), first):
        if not text or len(known) >= most:
            continue
        rows = queryset.filter(matches(text)).order_by(_BIGGEST_FIRST, "geonames_id")
        ids = [key for key in rows.values_list("pk", flat=True)[:most] if key not in known]
        known.update(ids)
        if ids:
            found[rank] = ids
    return found


def place_tiers(query: Query) -> tuple[str, ...]:
    """The steps of the tiers; one or two letters find the biggest places only."""
    steps = tier_queries(query).steps
    if len(query.required) == 1 and len(query.required[0].typed) <= SHORTEST_BEGINNING:
        short = any_of(*(quoted(SHORT + form) for form in dict.fromkeys(query.required[0].forms)))
        return (*steps[:3], short)
    return steps


def in_order(queryset: QuerySet[Place], found: Candidates) -> QuerySet[Place]:
    """The candidates as a queryset with ``search_rank``, best first."""
    ids = [key for rank in sorted(found) for key in found[rank]]
    ranks = [When(pk__in=keys, then=Value(rank)) for rank, keys in found.items()]
    rank = Case(*ranks, default=Value(0), output_field=IntegerField())
    rows = queryset.filter(pk__in=ids).annotate(search_rank=rank)
    ordered: QuerySet[Place] = rows.order_by("search_rank", "-population", "geonames_id")
    return ordered
