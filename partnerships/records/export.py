"""Reading all public records that match, batch by batch: memory stays flat, whatever their number."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, cast

import psycopg

from common.export_files import Block
from common.long_reading import long_reading
from partnerships.models import Record
from partnerships.records.audience import RECORD, public
from partnerships.records.cursor import read_rows
from partnerships.records.features import features, places_of
from partnerships.records.refresh import built
from partnerships.records.select import ID, today_literal
from partnerships.records.where import Where

BATCH = 1000
MOST_STALE = 2000  # rows that are made anew before the others are copied
STALE = "\x01"
Rows = list[tuple[Any, ...]]


def csv_lines(where: Where) -> Iterator[Block]:
    """The lines of the CSV export, in batches."""
    return _lines("csv_row", where)


def documents_in_batches(where: Where) -> Iterator[Block]:
    """The public documents, in batches."""
    return _lines("document", where)


def _lines(column: str, where: Where) -> Iterator[Block]:
    """By COPY, for which PostgreSQL may use all its workers; row by row while too many are stale."""
    stale = _stale_ids(where)
    if len(stale) <= MOST_STALE:
        yield from _copied(column, where, _fresh(column, stale))
        return
    for rows in _batches(column, where):
        yield Block.of(_ready(rows, column))


def _stale_ids(where: Where) -> list[int]:
    wanted = public().where.also(where).also(Where([f"stale_on <= {today_literal()}"]))
    sql = f"SELECT {ID} FROM {RECORD} WHERE {wanted.sql} LIMIT {MOST_STALE + 1}"
    return [row[0] for row in read_rows(sql, wanted.params)]


def _copied(column: str, where: Where, fresh: dict[int, str]) -> Iterator[Block]:
    """Lines as they are stored. In the place of a stale one stands its id: nothing can be read meanwhile.

    No line holds one of the signs that COPY is told to quote with, so none is changed.
    """
    wanted = public().where.also(where)
    ready = f"CASE WHEN stale_on <= {today_literal()} THEN '{STALE}' || {ID} ELSE {column} END"
    sql = (
        f"COPY (SELECT {ready} FROM {RECORD} WHERE {wanted.sql} ORDER BY {ID}) TO STDOUT "
        r"(FORMAT csv, ENCODING 'UTF8', DELIMITER E'\x02', QUOTE E'\x03')"
    )
    late: list[int] = []  # stale since a moment ago
    with (
        long_reading(Record) as connection,
        psycopg.Cursor(connection) as cursor,
        cursor.copy(cast("Any", sql), wanted.params) as copy,
    ):
        while batch := list(islice(copy, BATCH)):
            text = b"".join(batch)
            if STALE.encode() not in text:
                yield Block(len(batch), text)
                continue
            lines = text.decode().removesuffix("\n").split("\n")
            late += [pk for line in lines if (pk := _stale_id(line)) and pk not in fresh]
            whole = [fresh.get(_stale_id(line), "") if _stale_id(line) else line for line in lines]
            yield Block.of([line for line in whole if line])
    if late:
        yield Block.of(list(_fresh(column, late).values()))


def features_in_batches(where: Where) -> Iterator[tuple[int, list[str]]]:
    """For each batch how many partnerships it has, and their lines on a map."""
    for rows in _batches("document", where, "units", "partners"):
        texts = _ready([row[:2] for row in rows], "document")
        found: list[str] = []
        for (_pk, _text, units, partners), text in zip(rows, texts, strict=True):
            found += features(json.loads(text), places_of(json.loads(units), json.loads(partners)))
        yield len(rows), found


def _stale_id(line: str) -> int:
    """The id that stands for a stale line; 0 for a line that holds."""
    return int(line[1:]) if line.startswith(STALE) else 0


def _ready(rows: Rows, column: str) -> list[str]:
    """What is stored; where a term has begun or ended since, it is made anew."""
    fresh = _fresh(column, [pk for pk, text in rows if text is None])
    return [fresh[pk] if text is None else text for pk, text in rows]


def _fresh(column: str, ids: list[int]) -> dict[int, str]:
    made = [both.record for batch in built(ids) for both in batch] if ids else []
    return {record.pk: getattr(record, column) for record in made if record.is_public}


def _batches(column: str, where: Where, *more: str) -> Iterator[Rows]:
    """Id, the column (None where it no longer holds) and more columns, in the order of the ids."""
    wanted = public().where.also(where)
    ready = f"CASE WHEN stale_on <= {today_literal()} THEN NULL ELSE {column} END"
    columns = ", ".join([ID, ready, *(f"{name}::text" for name in more)])
    sql = f"SELECT {columns} FROM {RECORD} WHERE {wanted.sql} ORDER BY {ID}"
    # On the server: the driver holds one batch. Not Django's cursor, which costs more than the reading.
    with long_reading(Record) as connection, psycopg.ServerCursor(connection, "export") as cursor:
        cursor.execute(cast("Any", sql), wanted.params)
        while rows := cursor.fetchmany(BATCH):
            yield cast("Rows", rows)
