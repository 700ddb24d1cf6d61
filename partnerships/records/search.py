"""Searching records: best tier first, then the newest; a page at any place costs the same.

Few hits are ranked all together. A common word finds more than can be ranked for every reader: then names
come first and everything else in the order of the index, which is read only as far as the page reaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from partnerships.records.audience import Source
from partnerships.records.cursor import read_rows
from partnerships.records.readings import Reading, reading_named, readings, told_by
from partnerships.records.select import ID, Page, Place, Row, any_row, document_column, select_page
from partnerships.records.where import Where

MOST_RANKED = 2000  # hits that are ranked one by one
REMEMBERED_SECONDS = 600
MATCHES = "words @@ %s::tsquery"


@dataclass(frozen=True)
class Hit:
    """A row with its tier, best 0."""

    row: Row
    tier: int


@dataclass(frozen=True)
class Found:
    """Hits of a page (one more when there are more), and how the text was read."""

    hits: list[Hit]
    reading: Reading | None
    is_common: bool = False


@dataclass(frozen=True)
class Start:
    """Where a page begins: the reading of its list, and the last hit seen."""

    reading: str
    is_common: bool
    tier: int
    pk: int
    back: bool = False


def matching(reading: Reading) -> Where:
    """Whatever a reading finds."""
    return Where().add(MATCHES, reading.tiers.widest)


def reading_for(text: str, sources: Sequence[Source], where: Where) -> Reading | None:
    """The first reading that finds anything; None when none does."""
    for reading in readings(text):
        condition = where.also(matching(reading))
        if not reading.ranked or not any_row(sources, condition):
            continue
        if reading.query is None:
            return reading
        return told_by(reading, text, select_page(sources, condition, Page(size=0))[0].document)
    return None


def search_page(
    text: str, sources: Sequence[Source], where: Where, size: int, start: Start | None = None
) -> Found:
    """Return a page of hits; without a start the first one, by the first reading that finds anything."""
    if start:
        reading = reading_named(text, start.reading)
        if reading is None or not reading.ranked:
            return Found([], reading)
        found = _common if start.is_common else _ranked
        return Found(found(reading, sources, where, size, start)[0], reading, start.is_common)
    for reading in readings(text):
        if not reading.ranked:
            continue
        hits, is_common = _first_page(reading, sources, where, size)
        if hits:
            return Found(hits, told_by(reading, text, hits[0].row.document), is_common)
    return Found([], None)


def _first_page(
    reading: Reading, sources: Sequence[Source], where: Where, size: int
) -> tuple[list[Hit], bool]:
    """Whether there are too many hits to rank is found out once, then remembered for a while."""
    key = f"common-words:{hash((reading.tiers.widest, where.sql, repr(where.params)))}"
    if not cache.get(key):
        hits, total = _ranked(reading, sources, where, size, None)
        if total <= MOST_RANKED:
            return hits, False
        cache.set(key, True, REMEMBERED_SECONDS)
    return _common(reading, sources, where, size, None)[0], True


def _ranked(
    reading: Reading, sources: Sequence[Source], where: Where, size: int, start: Start | None
) -> tuple[list[Hit], int]:
    """Rank all hits; the documents of the page alone are fetched."""
    tiers = reading.ranked
    cases = " ".join(f"WHEN {MATCHES} THEN {place}" for place in range(len(tiers) - 1))
    tier = f"CASE {cases} ELSE {len(tiers) - 1} END" if cases else "0"
    selects, params = [], []
    for place, source in enumerate(sources):
        part = source.where.also(matching(reading)).also(where)
        selects.append(
            f"(SELECT {ID}, {tier} AS tier, {place} AS source FROM {source.table} "
            f"WHERE {part.sql} LIMIT {MOST_RANKED + 1})"
        )
        params += [*tiers[:-1], *part.params]
    back = bool(start and start.back)
    behind, behind_params = _behind(start)
    direction = f"tier {'DESC' if back else 'ASC'}, {ID} {'ASC' if back else 'DESC'}"
    sql = (
        f"WITH found AS MATERIALIZED ({' UNION ALL '.join(selects)}), "
        f"page AS (SELECT * FROM found WHERE {behind} ORDER BY {direction} LIMIT {size + 1}) "
        f"SELECT page.{ID}, page.tier, {_documents(sources)}, (SELECT count(*) FROM found) FROM page "
        f"{_joins(sources)} ORDER BY {direction.replace(ID, 'page.' + ID)}"
    )
    rows = read_rows(sql, [*params, *behind_params], raw_text=True)
    hits = [Hit(Row(pk, None, document), tier) for pk, tier, document, _total in rows]
    return hits, rows[0][3] if rows else 0


def _behind(start: Start | None) -> tuple[str, list[Any]]:
    if start is None:
        return "TRUE", []
    tier, key = ("<", ">") if start.back else (">", "<")
    return f"(tier {tier} %s OR tier = %s AND {ID} {key} %s)", [start.tier, start.tier, start.pk]


def _documents(sources: Sequence[Source]) -> str:
    public = [place for place, source in enumerate(sources) if source.is_public]
    return document_column(f"r{public[0]}") if public else "NULL::text"


def _joins(sources: Sequence[Source]) -> str:
    return " ".join(
        f"LEFT JOIN {source.table} r{place} ON r{place}.{ID} = page.{ID} AND page.source = {place}"
        for place, source in enumerate(sources)
        if source.is_public
    )


def _common(
    reading: Reading, sources: Sequence[Source], where: Where, size: int, start: Start | None
) -> tuple[list[Hit], int]:
    """Names as they are, then names in other cases, then everything; each in the order of the index."""
    tiers = reading.tiers
    wanted = tuple(dict.fromkeys(text for text in (tiers.named, tiers.inflected, tiers.widest) if text))
    places = list(range(len(wanted)))
    back = bool(start and start.back)
    hits: list[Hit] = []
    for place in reversed(places) if back else places:
        if start and (place > start.tier if back else place < start.tier):
            continue
        condition = Where().add(MATCHES, wanted[place])
        if place:
            condition.add(f"NOT {MATCHES}", wanted[place - 1])
        page = Page(size=size - len(hits), back=back, place=_place_in(start, place))
        hits += [Hit(row, place) for row in select_page(sources, condition.also(where), page)]
        if len(hits) > size:
            break
    return hits, 0


def _place_in(start: Start | None, tier: int) -> Place | None:
    from partnerships.records.select import Place

    return Place(None, start.pk) if start and start.tier == tier else None
