"""Finding rows by their search vector: the plain reading first, then what else the text may mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from common.reading import read_rows
from common.search.query import Query, parse
from common.search.spelling import SHORTEST
from common.text import fold
from communities.search.candidates import Candidates, best_rank, merged
from communities.search.near import nearly_named
from communities.search.ranks import INFLECTED, SIMILAR, WHOLE
from communities.search.readings import as_people_write, corrected
from communities.search.vectors import in_order
from communities.vocabulary import begun

M = TypeVar("M", bound=Model)
Collect = Callable[[QuerySet[Any], Query, int], Candidates]
LED = 2  # hits before similar names
FEW = 5  # hits; when none of them is a whole name, similar names are added behind them


@dataclass(frozen=True, slots=True)
class Source:
    """What is searched: whose vocabulary corrects, which words are noise, how rows are found and named."""

    scope: str
    noise: frozenset[str]
    collect: Collect
    names: tuple[str, ...]  # columns, for «did you mean»
    begun: int = 1  # words that must begin as the query does, or similar names are shown, too


@dataclass(frozen=True, slots=True)
class Found(Generic[M]):
    """What was found; and what the query was taken for when not as it was typed."""

    searched: QuerySet[M]
    did_you_mean: str | None = None
    ranks: Mapping[int, int] | None = (
        None  # of the rows found, by id, best first; None: all, nothing was asked
    )

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
    if switched and query.mistyped:
        other = source.collect(rows, switched, WHOLE)
        if other and best_rank(other) <= INFLECTED:
            return _taken_for(source, switched, text, rows, other)
    if found := source.collect(rows, query, WHOLE):
        return Found(rows, ranks=_with_similar(source, query, rows, found))
    return _otherwise(source, query, text, rows)


def _otherwise(source: Source, query: Query, text: str, rows: QuerySet[M]) -> Found[M]:
    """What a text may mean that finds nothing as it stands.

    A name typed in the other keyboard layout is sure; a mere beginning of one is not, unless the keys betray it.
    """
    switched = query.switched
    other = source.collect(rows, switched, WHOLE) if switched else {}
    if switched and other and (query.mistyped or best_rank(other) <= INFLECTED):
        return _taken_for(source, switched, text, rows, other)
    for known_too in (False, True):
        meant, found = _similar(source, query, rows, known_too=known_too)
        if meant:
            return _taken_for(source, meant, text, rows, merged(found, other))
    if near := nearly_named(rows, query, source.names):
        return Found(rows, _names_of(source, rows, next(iter(near)))[0], near)
    return _taken_for(source, switched, text, rows, other) if switched and other else Found(rows, ranks={})


def _similar(
    source: Source, query: Query, rows: QuerySet[M], *, known_too: bool
) -> tuple[Query | None, Candidates]:
    """What the likeliest corrections find, then the wider ones while few are found; and the first that found any.

    Words that nobody knows are corrected first; then also those that are known, but not together.
    """
    first, found = None, Candidates()
    for meant in corrected(query, source.scope, known_too=known_too):
        if len(found) < FEW:
            found = merged(found, source.collect(rows, meant, SIMILAR))
            first = first or (meant if found else None)
    return first, found


def _with_similar(source: Source, query: Query, rows: QuerySet[M], found: Candidates) -> Candidates:
    """When no name is it and few words begin so, a letter may be missing or wrong: add similar names."""
    if best_rank(found) <= INFLECTED:
        return found
    if len(found) < FEW:
        return merged(found, _similar(source, query, rows, known_too=True)[1])
    if _is_beginning(source, query):
        return found
    # By chance, or in names long out of use: the similar ones come soon.
    led = dict(islice(found.items(), LED))
    return merged(led, merged(_similar(source, query, rows, known_too=True)[1], found))


def _is_beginning(source: Source, query: Query) -> bool:
    """Whether enough words in use begin as the only word does: somebody is still typing."""
    word = query.required[0]
    if len(query.required) > 1 or len(word.typed) < SHORTEST or word.numbers:
        return True
    return begun(source.scope, word.typed, source.begun) >= source.begun


def _taken_for(source: Source, reading: Query, text: str, rows: QuerySet[M], found: Candidates) -> Found[M]:
    shown = as_people_write(reading, text, " ".join(_names_of(source, rows, next(iter(found)))))
    return Found(rows, shown if fold(shown) != fold(text) else None, found)


def _names_of(source: Source, rows: QuerySet[M], key: int) -> tuple[str, ...]:
    meta = rows.model._meta
    sql = f"SELECT {', '.join(source.names)} FROM {meta.db_table} WHERE {meta.pk.column} = %s"
    return read_rows(rows.db, sql, [key], prepare=True)[0]
