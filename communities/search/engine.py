"""Finding rows by their search vector: the plain reading first, then what else the text may mean.

Small tables are searched by one query whose rank is a CASE over the tiers. Of a big table the best rows are
collected tier by tier (``communities.search.candidates``).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db.models import Model, QuerySet, Value

from common.search.query import Query, parse
from common.search.tsquery import Tiers, any_of, tier_queries
from common.text import fold
from communities.search.readings import as_people_write, corrected
from communities.search.vectors import Order, matches, rank_case

M = TypeVar("M", bound=Model)
# The ranks of tiers, then that of misspelled words (and, added to it, again the tier).
WHOLE, NAMED, INFLECTED, PREFIX, WORDS, LEMMA, SIMILAR = range(7)
FEW = 5  # hits; when none of them is a whole name, similar names are added behind them


@dataclass(frozen=True, slots=True)
class Source:
    """What is searched: whose vocabulary corrects, which words are noise, how equals are ordered."""

    scope: str
    noise: frozenset[str]
    order: Callable[[Query], Order]
    names: Callable[[Any], str]  # of a row, for «did you mean»


@dataclass(frozen=True, slots=True)
class Found(Generic[M]):
    """Rows with ``search_rank``, best first; and what the query was taken for when not as it was typed."""

    rows: QuerySet[M]
    did_you_mean: str | None = None


def find(source: Source, text: str, queryset: QuerySet[M]) -> Found[M]:
    """Rows for a text. An empty text, or one without letters and digits, finds nothing."""
    query = parse(text, source.noise)
    if not query:
        return Found(cast("QuerySet[M]", queryset.annotate(search_rank=Value(SIMILAR)).none()))
    for reading, is_sure in _readings(query):
        tiers = tier_queries(reading)
        ranks = _best_ranks(queryset, tiers)
        if not ranks or (is_sure and ranks[0] > INFLECTED):
            continue
        if reading is not query:
            return _taken_for(source, reading, text, _ranked(queryset, tiers.steps, source.order(reading)))
        if ranks[0] > INFLECTED and len(ranks) < FEW:
            return Found(_with_similar(source, query, tiers, queryset))
        return Found(_ranked(queryset, tiers.steps, source.order(query)))
    return _similar(source, query, text, queryset)


def _readings(query: Query) -> Iterator[tuple[Query, bool]]:
    """As typed, then in the other layout; that one first where keys betray it and a whole name is hit."""
    if query.switched and query.mistyped:
        yield query.switched, True
    yield query, False
    if query.switched:
        yield query.switched, False


def _best_ranks(queryset: QuerySet[M], tiers: Tiers) -> list[int]:
    """Ranks of the best few hits."""
    found = queryset.order_by().filter(matches(tiers.widest)).annotate(search_rank=rank_case(tiers.steps))
    return list(found.order_by("search_rank").values_list("search_rank", flat=True)[:FEW])


def _ranked(queryset: QuerySet[M], queries: tuple[str, ...], order: Order) -> QuerySet[M]:
    found = queryset.filter(matches(any_of(*queries))).annotate(search_rank=rank_case(queries))
    return cast("QuerySet[M]", found.order_by("search_rank", *order))


def _with_similar(source: Source, query: Query, tiers: Tiers, queryset: QuerySet[M]) -> QuerySet[M]:
    """Few words begin so, and no name is it: a letter may be missing or wrong."""
    meant = corrected(query, source.scope, known_too=True)
    more = tier_queries(meant).steps if meant else ()
    return _ranked(queryset, (*tiers.steps, *more), source.order(query))


def _similar(source: Source, query: Query, text: str, queryset: QuerySet[M]) -> Found[M]:
    meant = corrected(query, source.scope) or corrected(query, source.scope, known_too=True)
    tiers = tier_queries(meant) if meant else Tiers()
    found = queryset.filter(matches(tiers.widest)).annotate(search_rank=rank_case(tiers.steps, SIMILAR))
    rows = cast("QuerySet[M]", found.order_by("search_rank", *source.order(query)))
    return _taken_for(source, meant, text, rows) if meant else Found(rows)


def _taken_for(source: Source, reading: Query, text: str, rows: QuerySet[M]) -> Found[M]:
    first = rows[:1]
    shown = as_people_write(reading, text, source.names(first[0])) if first else ""
    return Found(rows, shown if fold(shown) != fold(text) else None)
