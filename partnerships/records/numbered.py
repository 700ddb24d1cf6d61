"""Pages by number, for people: the ids alone are skipped, then the documents of one page are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partnerships.records.audience import RECORD, public
from partnerships.records.cursor import read_rows
from partnerships.records.readings import Reading
from partnerships.records.search import MATCHES, MOST_RANKED, matching
from partnerships.records.select import ID, Page, Row, document_column
from partnerships.records.where import Where

MOST_FOUND = 10_000  # hits of a search that can be leafed through, best first


@dataclass(frozen=True)
class Slice:
    """Which rows of a list: so many, behind so many others."""

    offset: int
    size: int

    @property
    def sql(self) -> str:
        """The text behind ORDER BY."""
        return f"LIMIT {int(self.size)} OFFSET {int(self.offset)}"


def rows_in_order(where: Where, page: Page, part: Slice) -> list[Row]:
    """Public rows in an order of the list; skipping reads the index of that order only."""
    wanted = public().where.also(where)
    ids = f"SELECT {ID} FROM {RECORD} WHERE {wanted.sql} ORDER BY {page.order_by} {part.sql}"
    return _read(ids, wanted.params, page.order_by)


def rows_found(reading: Reading, where: Where, total: int, part: Slice) -> list[Row]:
    """Public rows that a reading of a search finds, best first; ``total`` is how many there are."""
    source = _ranked if total <= MOST_RANKED else _common
    ids, params = source(reading, where, part)
    return _read(ids, params, f"tier, {ID} DESC")


def rows_of(ids: Sequence[int]) -> list[Row]:
    """Public rows with these ids, in the order of the ids."""
    sql = f"SELECT {ID}, {document_column(RECORD)} FROM {RECORD} WHERE is_public AND {ID} = ANY(%s)"
    found = {pk: Row(pk, None, text) for pk, text in read_rows(sql, [list(ids)], raw_text=True)}
    return [found[pk] for pk in ids if pk in found]


def _read(ids: str, params: Sequence[Any], order_by: str) -> list[Row]:
    sql = (
        f"SELECT {ID}, {document_column(RECORD)} FROM ({ids}) AS page JOIN {RECORD} USING ({ID}) "
        f"ORDER BY {order_by}"
    )
    return [Row(pk, None, document) for pk, document in read_rows(sql, params, raw_text=True)]


def _ranked(reading: Reading, where: Where, part: Slice) -> tuple[str, list[Any]]:
    """Few hits: each gets its tier."""
    *better, _widest = reading.ranked
    cases = " ".join(f"WHEN {MATCHES} THEN {place}" for place in range(len(better)))
    tier = f"CASE {cases} ELSE {len(better)} END" if better else "0"
    wanted = public().where.also(matching(reading)).also(where)
    sql = f"SELECT {ID}, {tier} AS tier FROM {RECORD} WHERE {wanted.sql} ORDER BY tier, {ID} DESC {part.sql}"
    return sql, [*better, *wanted.params]


def _common(reading: Reading, where: Where, part: Slice) -> tuple[str, list[Any]]:
    """Many hits: names, names in other forms, everything, each in the order of the index (see ``search``)."""
    tiers = reading.tiers
    wanted = list(dict.fromkeys(text for text in (tiers.named, tiers.inflected, tiers.widest) if text))
    selects, params = [], []
    for place, text in enumerate(wanted):
        condition = Where().add(MATCHES, text)
        if place:
            condition.add(f"NOT {MATCHES}", wanted[place - 1])
        every = public().where.also(condition).also(where)
        selects.append(
            f"(SELECT {ID}, {place} AS tier FROM {RECORD} WHERE {every.sql} "
            f"ORDER BY {ID} DESC LIMIT {int(part.offset + part.size)})"
        )
        params += every.params
    sql = f"SELECT * FROM ({' UNION ALL '.join(selects)}) AS found ORDER BY tier, {ID} DESC {part.sql}"
    return sql, params
