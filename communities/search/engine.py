"""Finding rows by their search vector: the plain reading first, then what else the text may mean."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from common.reading import read_rows
from common.search.query import Query, parse
from common.text import fold
from communities.search.candidates import Candidates, alternating, best_rank, merged
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
    switched = query.switched
    other = source.collect(rows, switched, WHOLE) if switched and query.mistyped else {}
    if switched and other and best_rank(other) <= INFLECTED:
        return _taken_for(source, switched, text, rows, other)
    if found := source.collect(rows, query, WHOLE):
        return Found(rows, ranks=_with_similar(source, query, rows, found))
    if switched and not query.mistyped:
        other = source.collect(rows, switched, WHOLE)
    # A name typed in the other layout is sure. A mere beginning of one may be a misspelled word just as well.
    if switched and other and (query.mistyped or best_rank(other) <= INFLECTED):
        return _taken_for(source, switched, text, rows, other)
    for meant in _corrections(query, source.scope):
        if found := source.collect(rows, meant, SIMILAR):
            return _taken_for(source, meant, text, rows, merged(found, other))
    return _taken_for(source, switched, text, rows, other) if switched and other else Found(rows, ranks={})


def _corrections(query: Query, scope: str) -> Iterator[Query]:
    """Words that nobody knows are corrected; then also those that are known, but not together; then left out."""
    for known_too in (False, True):
        if meant := corrected(query, scope, known_too=known_too):
            yield meant


def _with_similar(source: Source, query: Query, rows: QuerySet[M], found: Candidates) -> Candidates:
    """When few words begin so and no name is it, a letter may be missing or wrong: add similar names.

    Many words may begin so by chance, in names that are no longer or not here in use: where no name in use
    does, similar ones stand between them.
    """
    if best_rank(found) <= INFLECTED:
        return found
    meant = corrected(query, source.scope, known_too=len(found) < FEW)
    similar = source.collect(rows, meant, SIMILAR) if meant else {}
    return merged(found, similar) if len(found) < FEW else alternating(found, similar)


def _taken_for(source: Source, reading: Query, text: str, rows: QuerySet[M], found: Candidates) -> Found[M]:
    shown = as_people_write(reading, text, _names_of(source, rows, next(iter(found))))
    return Found(rows, shown if fold(shown) != fold(text) else None, found)


def _names_of(source: Source, rows: QuerySet[M], key: int) -> str:
    meta = rows.model._meta
    sql = f"SELECT {', '.join(source.names)} FROM {meta.db_table} WHERE {meta.pk.column} = %s"
    return " ".join(read_rows(rows.db, sql, [key], prepare=True)[0])
