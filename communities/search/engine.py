"""Finding rows by their search vector: the plain reading first, then what else the text may mean."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from common.search.query import Query, parse
from common.text import fold
from communities.search.candidates import Candidates, in_order, merged
from communities.search.readings import as_people_write, corrected
from communities.search.vectors import Order

M = TypeVar("M", bound=Model)
# The ranks of tiers, then that of misspelled words (and, added to it, again the tier).
WHOLE, NAMED, INFLECTED, PREFIX, WORDS, LEMMA, SIMILAR = range(7)
FEW = 5  # hits; when none of them is a whole name, similar names are added behind them


@dataclass(frozen=True, slots=True)
class Source:
    """What is searched: whose vocabulary corrects, which words are noise, how rows are found and ordered."""

    scope: str
    noise: frozenset[str]
    collect: Callable[[QuerySet[Any], Query, int], Candidates]
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
        return Found(in_order(queryset, {}, source.order(query)))
    for reading, is_sure in _readings(query):
        found = source.collect(queryset, reading, WHOLE)
        if not found or (is_sure and min(found) > INFLECTED):
            continue
        if reading is not query:
            return _taken_for(source, reading, text, queryset, found)
        return Found(in_order(queryset, _with_similar(source, query, queryset, found), source.order(query)))
    return _similar(source, query, text, queryset)


def _readings(query: Query) -> Iterator[tuple[Query, bool]]:
    """As typed, then in the other layout; that one first where keys betray it and a whole name is hit."""
    if query.switched and query.mistyped:
        yield query.switched, True
    yield query, False
    if query.switched:
        yield query.switched, False


def _with_similar(source: Source, query: Query, queryset: QuerySet[M], found: Candidates) -> Candidates:
    """When few words begin so and no name is it, a letter may be missing or wrong: add similar names."""
    if min(found) <= INFLECTED or sum(map(len, found.values())) >= FEW:
        return found
    meant = corrected(query, source.scope, known_too=True)
    return merged(found, source.collect(queryset, meant, SIMILAR)) if meant else found


def _similar(source: Source, query: Query, text: str, queryset: QuerySet[M]) -> Found[M]:
    """Words that nobody knows are corrected first; then also those that are known, but not together."""
    for known_too in (False, True):
        meant = corrected(query, source.scope, known_too=known_too)
        if meant and (found := source.collect(queryset, meant, SIMILAR)):
            return _taken_for(source, meant, text, queryset, found)
    return Found(in_order(queryset, {}, source.order(query)))


def _taken_for(
    source: Source, reading: Query, text: str, queryset: QuerySet[M], found: Candidates
) -> Found[M]:
    rows = in_order(queryset, found, source.order(reading))
    shown = as_people_write(reading, text, source.names(rows[0]))
    return Found(rows, shown if fold(shown) != fold(text) else None)
