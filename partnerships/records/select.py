"""Selecting a page of records in an order that ends in the id: any page costs what the first one does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from partnerships.records.audience import RECORD, Source
from partnerships.records.cursor import read_rows
from partnerships.records.where import Where

# A country may stand at one of these places, each with an index in order. Records with more are so few that
# the index record_many_countries holds all of them; looked up first, or the planner would not take it.
PLACES_OF_COUNTRIES = 2
FURTHER_COUNTRIES = (
    f"partnership_id = ANY(ARRAY(SELECT many.partnership_id FROM {RECORD} AS many WHERE many.is_public "
    f"AND many.countries[{PLACES_OF_COUNTRIES + 1}] IS NOT NULL "
    f"AND %s = ANY(many.countries[{PLACES_OF_COUNTRIES + 1}:])))"
)
ID = "partnership_id"
SORT_KEYS = {"id": ID, "code": "code", "updated_at": "updated_at", "uk": "sort_uk", "en": "sort_en"}


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind the row with this sort key and id."""

    key: Any
    pk: int


@dataclass(frozen=True)
class Page:
    """What to select: at most ``size`` rows in an order, behind or (``back``) before a place."""

    order: str = "id"
    descending: bool = True
    size: int = 50
    place: Place | None = None
    back: bool = False

    @property
    def key(self) -> str:
        """The column of the order."""
        return SORT_KEYS[self.order]

    @property
    def direction(self) -> str:
        """The direction in which the index is read."""
        return "DESC" if self.descending is not self.back else "ASC"

    @property
    def order_by(self) -> str:
        """The text behind ORDER BY; the id alone needs no second key."""
        keys = [ID] if self.key == ID else [self.key, ID]
        return ", ".join(f"{key} {self.direction}" for key in keys)

    @property
    def where(self) -> Where:
        """Rows behind the place."""
        if self.place is None:
            return Where()
        sign = "<" if self.direction == "DESC" else ">"
        if self.key == ID:
            return Where().add(f"{ID} {sign} %s", self.place.pk)
        return Where().add(f"({self.key}, {ID}) {sign} (%s, %s)", self.place.key, self.place.pk)


@dataclass(frozen=True)
class Row:
    """One row of a page; without a ``document`` where the record itself has to be read."""

    pk: int
    key: Any
    document: bytes | None


def today_literal() -> str:
    """Today as text of SQL: the day of Kyiv, not that of the database."""
    return f"'{timezone.localdate().isoformat()}'"


def document_column(table: str) -> str:
    """The public document, unless a term has begun or ended since it was made."""
    return f"CASE WHEN {table}.stale_on <= {today_literal()} THEN NULL ELSE {table}.document END"


def select_page(sources: Sequence[Source], where: Where, page: Page) -> list[Row]:
    """Return the rows of a page and one more when there is one."""
    sql, params = page_statement(sources, where, page)
    # One plan for all words would read every hit of a common one before it sorts them.
    prepare = "tsquery" not in sql
    return [
        Row(pk, key_text(key), document)
        for pk, key, document in read_rows(sql, params, raw_text=True, prepare=prepare)
    ]


def page_statement(sources: Sequence[Source], where: Where, page: Page) -> tuple[str, list[Any]]:
    """The statement that selects id, sort key and document of a page and of one row more."""
    limit = page.size + 1
    branches = [branch for source in sources for branch in _branches(source, where, page)]
    selects = [f"({sql} ORDER BY {page.order_by} LIMIT {limit})" for sql, _params in branches]
    params = [param for _sql, params in branches for param in params]
    if len(selects) == 1:
        return selects[0][1:-1], params
    return f"{' UNION ALL '.join(selects)} ORDER BY {page.order_by} LIMIT {limit}", params


def key_text(key: Any) -> Any:
    """A sort key as it stands in a cursor."""
    return key.decode() if isinstance(key, bytes) else key


def _branches(source: Source, where: Where, page: Page) -> list[tuple[str, list[Any]]]:
    """One select; or some that all come in order, where a single country is asked for."""
    document = document_column(source.table) if source.is_public else "NULL::text"
    key = "NULL::text AS sort_key" if page.key == ID else page.key
    start = f"SELECT {ID}, {key}, {document} FROM {source.table} WHERE "
    wheres = _by_country(source.where.also(where).also(page.where)) if source.table == RECORD else None
    return [(start + part.sql, part.params) for part in wheres or [source.where.also(where).also(page.where)]]


def _by_country(where: Where) -> list[Where] | None:
    """Split «has this country» by the place at which it stands: a record has each country once."""
    condition = "countries && %s::text[]"
    place = where.parts.index(condition) if condition in where.parts else -1
    if place < 0:
        return None
    position = sum(part.count("%s") for part in where.parts[:place])
    if len(where.params[position]) != 1:
        return None
    wanted = where.params[position][0]
    params = [*where.params[:position], wanted, *where.params[position + 1 :]]

    def with_condition(text: str) -> Where:
        return Where([*where.parts[:place], text, *where.parts[place + 1 :]], params)

    by_place = [with_condition(f"countries[{number + 1}] = %s") for number in range(PLACES_OF_COUNTRIES)]
    return [*by_place, with_condition(FURTHER_COUNTRIES)]


def count_rows(sources: Sequence[Source], where: Where) -> int:
    """How many rows there are in all."""
    parts = [source.where.also(where) for source in sources]
    selects = [
        f"SELECT count(*) FROM {source.table} WHERE {part.sql}"
        for source, part in zip(sources, parts, strict=True)
    ]
    rows = read_rows(" UNION ALL ".join(selects), [param for part in parts for param in part.params])
    return sum(row[0] for row in rows)


def by_index(table: str, where: Where, columns: str) -> str:
    """Rows to take the first few of, looked up in the index of words.

    The planner adds up the alternatives of a rare word, takes it for common, and would read the table until it
    meets enough. Here all rows seem to be wanted, and the words are hidden from it.
    """
    condition = where.sql.replace("%s::tsquery", "(SELECT %s::tsquery)")
    rows = f"WITH looked_up AS MATERIALIZED (SELECT {columns} FROM {table} WHERE {condition})"
    return f"({rows} SELECT * FROM looked_up) AS hit"


def any_row(sources: Sequence[Source], where: Where) -> bool:
    """Whether there is any row at all."""
    parts = [source.where.also(where) for source in sources]
    selects = [
        f"(SELECT 1 FROM {by_index(source.table, part, ID)} LIMIT 1)"
        for source, part in zip(sources, parts, strict=True)
    ]
    return bool(read_rows(" UNION ALL ".join(selects), [param for part in parts for param in part.params]))
