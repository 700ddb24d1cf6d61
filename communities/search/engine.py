"""Finding rows by their search vector: the plain reading first, then what else the text may mean."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from common.reading import read_rows
from common.search.query import Query, parse
from common.text import fold
from communities.search.candidates import Candidates, best_rank, merged
from communities.search.readings import as_people_write, corrected
from communities.search.vectors import in_order

M = TypeVar("M", bound=Model)
Collect = Callable[[QuerySet[Any], Query, int], Candidates]
# The ranks of tiers, then that of misspelled words (and, added to it, again the tier).
WHOLE, NAMED, INFLECTED, PREFIX, WORDS, LEMMA, SIMILAR = range(7)
FEW = 5  # hits; when none of them is a whole name, similar names are added behind them


@dataclass(frozen=True, slots=True)
class Source:
    """What is searched: whose vocabulary corrects, which words are noise, how rows are found and named."""

    scope: str
    noise: frozenset[str]
    collect: Collect
    names: tuple[str, ...]  # columns, for «did you mean»


@dataclass(frozen=True, slots=True)
class Found(Generic[M]):
    """What was found; and what the query was taken for when not as it was typed."""

    searched: QuerySet[M]
    did_you_mean: str | None = None
    ranks: Mapping[int, int] | None = None  # of the rows found, by id, best first; None: all, nothing was asked

    @property
    def ids(self) -> list[int]:
        """The rows found, best first."""
        return list(self.ranks or ())

    @property
    def rows(self) -> QuerySet[M]:
        """The rows with ``search_rank``, best first."""
        return self.searched if self.ranks is None else in_order(self.searched, self.ranks)

    def first(self, most: int) -> QuerySet[M]:
        """The best of them."""
        return in_order(self.searched, dict(islice((self.ranks or {}).items(), most)))


def find(source: Source, text: str, rows: QuerySet[M]) -> Found[M]:
    """Rows for a text. An empty text, or one without letters and digits, finds nothing."""
    query = parse(text, source.noise)
    if not query:
        return Found(rows, ranks={})
    for reading, is_sure in _readings(query):
        found = source.collect(rows, reading, WHOLE)
        if not found or (is_sure and best_rank(found) > INFLECTED):
            continue
        if reading is not query:
            return _taken_for(source, reading, text, rows, found)
        return Found(rows, ranks=_with_similar(source, query, rows, found))
    return _similar(source, query, text, rows)


def _readings(query: Query) -> Iterator[tuple[Query, bool]]:
    """As typed, then in the other layout; that one first where keys betray it and a whole name is hit."""
    if query.switched and query.mistyped:
        yield query.switched, True
    yield query, False
    if query.switched:
        yield query.switched, False


def _with_similar(source: Source, query: Query, rows: QuerySet[M], found: Candidates) -> Candidates:
    """When few words begin so and no name is it, a letter may be missing or wrong: add similar names."""
    if best_rank(found) <= INFLECTED or len(found) >= FEW:
        return found
    meant = corrected(query, source.scope, known_too=True)
    return merged(found, source.collect(rows, meant, SIMILAR)) if meant else found


def _similar(source: Source, query: Query, text: str, rows: QuerySet[M]) -> Found[M]:
    """Words that nobody knows are corrected first; then also those that are known, but not together."""
    for known_too in (False, True):
        meant = corrected(query, source.scope, known_too=known_too)
        if meant and (found := source.collect(rows, meant, SIMILAR)):
            return _taken_for(source, meant, text, rows, found)
    return Found(rows, ranks={})


def _taken_for(source: Source, reading: Query, text: str, rows: QuerySet[M], found: Candidates) -> Found[M]:
    shown = as_people_write(reading, text, _names_of(source, rows, next(iter(found))))
    return Found(rows, shown if fold(shown) != fold(text) else None, found)


def _names_of(source: Source, rows: QuerySet[M], key: int) -> str:
    meta = rows.model._meta
    sql = f"SELECT {', '.join(source.names)} FROM {meta.db_table} WHERE {meta.pk.column} = %s"
    return " ".join(read_rows(rows.db, sql, [key], prepare=True)[0])
