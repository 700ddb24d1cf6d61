"""Searching records: best tier first, then the newest; a page at any place costs the same.

Few hits are ranked all together. A common word finds more than can be ranked for every reader: then names
come first and everything else in the order of the index, which is read only as far as the page reaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches

from common.search.tsquery import any_of
from partnerships.records.audience import Source
from partnerships.records.common_words import is_common
from partnerships.records.cursor import read_rows
from partnerships.records.readings import Reading, reading_named, readings, told_by
from partnerships.records.select import (
    ID,
    Page,
    Place,
    Row,
    any_row,
    by_index,
    document_column,
    select_page,
)
from partnerships.records.where import Where

# Hits that are ranked one by one. Of 200,000 records, reading on until a page is full costs more when a word
# has fewer hits, ranking them when it has more.
MOST_RANKED = 2000
REMEMBERED_SECONDS = 600
MATCHES = "words @@ %s::tsquery"
LAST_OF_NAMES = 2  # the tiers of whole names: as asked, beside an oblast, in another case
ANYTHING = 9  # the tier of everything else that a common word finds
Steps = list[tuple[int, str]]


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
        if not any(reading.tiers.steps):
            continue
        if not _is_common(reading, sources, where) and not any_row(sources, condition):
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
        if reading is None or not any(reading.tiers.steps):
            return Found([], reading)
        if start.is_common:
            hits = _common(reading, sources, where, size, start)
        else:
            hits = _ranked(_steps(reading), sources, where, size, start)[0]
        return Found(hits, reading, start.is_common)
    for reading in readings(text):
        if not any(reading.tiers.steps):
            continue
        hits, is_common = _first_page(reading, sources, where, size)
        if hits:
            return Found(hits, told_by(reading, text, hits[0].row.document), is_common)
    return Found([], None)


def _first_page(
    reading: Reading, sources: Sequence[Source], where: Where, size: int
) -> tuple[list[Hit], bool]:
    hits = (
        None if _is_common(reading, sources, where) else _if_few(_steps(reading), sources, where, size, None)
    )
    return (_common(reading, sources, where, size, None), True) if hits is None else (hits, False)


def _is_common(reading: Reading, sources: Sequence[Source], where: Where) -> bool:
    """Whether it is known beforehand; under conditions even a common word may find little."""
    if where.parts or any(source.where.params for source in sources):
        return False
    return is_common(_steps(reading)[-1][1])


def _if_few(
    steps: Steps,
    sources: Sequence[Source],
    where: Where,
    size: int,
    start: Start | None,
) -> list[Hit] | None:
    """The ranked hits; None when there are too many to rank, which is remembered for a while."""
    asked = (tuple(steps), repr([*sources, where]))
    key = f"too-many-hits:{hash(asked)}"
    remembered = caches["process"]
    if remembered.get(key):
        return None
    hits, total = _ranked(steps, sources, where, size, start)
    if total <= MOST_RANKED:
        return hits
    remembered.set(key, True, REMEMBERED_SECONDS)
    return None


def _ranked(
    steps: Steps,
    sources: Sequence[Source],
    where: Where,
    size: int,
    start: Start | None,
) -> tuple[list[Hit], int]:
    """Rank the hits of these tiers; the documents of the page alone are fetched.

    The plan is the same for all words (see ``by_index``), so it is made once.
    """
    selects, params = [], []
    for place, source in enumerate(sources):
        part = source.where.also(Where().add(MATCHES, any_of(*(step for _tier, step in steps)))).also(where)
        tier, tier_params = _tier(steps)
        # Without an order: one look into the index, then each hit is held against the tiers.
        selects.append(
            f"(SELECT {ID}, {tier} AS tier, {place} AS source "
            f"FROM {by_index(source.table, part, f'{ID}, words')} LIMIT %s)"
        )
        params += [*tier_params, *part.params, MOST_RANKED + 1]
    back = bool(start and start.back)
    behind, behind_params = _behind(start)
    direction = f"tier {'DESC' if back else 'ASC'}, {ID} {'ASC' if back else 'DESC'}"
    sql = (
        f"WITH hit AS MATERIALIZED ({' UNION ALL '.join(selects)}), "
        f"page AS (SELECT * FROM hit WHERE {behind} ORDER BY {direction} LIMIT {size + 1}) "
        # The number comes also when the page is empty: then it tells that the hits were too many to rank.
        f"SELECT page.{ID}, page.tier, {_document(sources)}, total "
        "FROM (SELECT count(*) AS total FROM hit) AS counted LEFT JOIN page ON TRUE "
        f"ORDER BY {direction.replace(ID, 'page.' + ID)}"
    )
    rows = read_rows(sql, [*params, *behind_params], raw_text=True, prepare=True)
    hits = [Hit(Row(pk, None, document), tier) for pk, tier, document, _total in rows if pk is not None]
    return hits, rows[0][3]


def _tier(steps: Steps) -> tuple[str, list[str]]:
    """The first tier that finds a row, given that one does."""
    *better, (last, _step) = steps
    whens = " ".join(f"WHEN {MATCHES} THEN {tier}" for tier, _step in better)
    return (f"CASE {whens} ELSE {last} END" if better else str(last)), [step for _tier, step in better]


def _steps(reading: Reading) -> Steps:
    """The tiers that ask for something, each once, with their places."""
    steps = reading.tiers.steps
    return [(place, step) for place, step in enumerate(steps) if step and step not in steps[:place]]


def _behind(start: Start | None) -> tuple[str, list[Any]]:
    if start is None:
        return "TRUE", []
    tier, key = ("<", ">") if start.back else (">", "<")
    return f"(tier {tier} %s OR tier = %s AND {ID} {key} %s)", [start.tier, start.tier, start.pk]


def _document(sources: Sequence[Source]) -> str:
    """The public document of a row of the page."""
    public = [place for place, source in enumerate(sources) if source.is_public]
    if not public:
        return "NULL::text"
    table = sources[public[0]].table
    wanted = f"{table}.{ID} = page.{ID} AND page.source = {public[0]}"
    return f"(SELECT {document_column(table)} FROM {table} WHERE {wanted})"


def _common(
    reading: Reading, sources: Sequence[Source], where: Where, size: int, start: Start | None
) -> list[Hit]:
    """Names first, as they are and in other cases; then everything, in the order of the index."""
    back = bool(start and start.back)
    segments = [_named, _anything]
    hits: list[Hit] = []
    for segment in reversed(segments) if back else segments:
        hits += segment(reading, sources, where, size - len(hits), start)
        if len(hits) > size:
            break
    return hits


def _named(
    reading: Reading, sources: Sequence[Source], where: Where, size: int, start: Start | None
) -> list[Hit]:
    """Hits by a name. Few of them are looked up; a name that is common itself is read in order."""
    if start and not start.back and start.tier == ANYTHING:
        return []
    steps = [(place, step) for place, step in _steps(reading) if place <= LAST_OF_NAMES]
    if not steps:
        return []
    behind = start if start and start.tier != ANYTHING else _backwards(start)
    hits = _if_few(steps, sources, where, size, behind)
    if hits is not None:
        return hits
    return _in_order(0, Where().add(MATCHES, reading.tiers.inflected).also(where), sources, size, start)


def _backwards(start: Start | None) -> Start | None:
    """From the end: behind every name, when the page before the first of anything is asked for."""
    return Start(start.reading, start.is_common, ANYTHING, 0, back=True) if start and start.back else None


def _anything(
    reading: Reading, sources: Sequence[Source], where: Where, size: int, start: Start | None
) -> list[Hit]:
    """Whatever else has the words. The widest tier alone: each row is compared with it."""
    if start and start.back and start.tier != ANYTHING:
        return []
    condition = Where().add(MATCHES, _steps(reading)[-1][1])
    if reading.tiers.inflected:
        condition.add(f"NOT {MATCHES}", reading.tiers.inflected)
    return _in_order(ANYTHING, condition.also(where), sources, size, start)


def _in_order(
    tier: int, condition: Where, sources: Sequence[Source], size: int, start: Start | None
) -> list[Hit]:
    place = Place(None, start.pk) if start and start.tier == tier else None
    page = Page(size=size, back=bool(start and start.back), place=place)
    return [Hit(row, tier) for row in select_page(sources, condition, page)]
