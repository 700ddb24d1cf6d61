"""Reading all public records that match, batch by batch: memory stays flat, whatever their number."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import connections, router, transaction

from partnerships.models import Record
from partnerships.records.audience import RECORD, public
from partnerships.records.features import features, places_of
from partnerships.records.refresh import built
from partnerships.records.select import ID, today_literal
from partnerships.records.where import Where

BATCH = 2000
Rows = list[tuple[Any, ...]]


def csv_lines(where: Where) -> Iterator[list[str]]:
    """The lines of the CSV export, in batches."""
    for rows in _batches("csv_row", where):
        yield _ready(rows, "csv_row")


def documents_in_batches(where: Where) -> Iterator[list[str]]:
    """The public documents, in batches."""
    for rows in _batches("document", where):
        yield _ready(rows, "document")


def features_in_batches(where: Where) -> Iterator[tuple[int, list[str]]]:
    """For each batch how many partnerships it has, and their lines on a map."""
    for rows in _batches("document", where, "units", "partners"):
        texts = _ready([row[:2] for row in rows], "document")
        found: list[str] = []
        for (_pk, _text, units, partners), text in zip(rows, texts, strict=True):
            found += features(json.loads(text), places_of(json.loads(units), json.loads(partners)))
        yield len(rows), found


def _ready(rows: Rows, column: str) -> list[str]:
    """What is stored; where a term has begun or ended since, it is made anew."""
    stale = [pk for pk, text in rows if text is None]
    if not stale:
        return [text for _pk, text in rows]
    fresh = {both.record.pk: getattr(both.record, column) for batch in built(stale) for both in batch}
    return [fresh[pk] if text is None else text for pk, text in rows]


def _batches(column: str, where: Where, *more: str) -> Iterator[Rows]:
    """Id, the column (None where it no longer holds) and more columns, in the order of the ids."""
    wanted = public().where.also(where)
    ready = f"CASE WHEN stale_on <= {today_literal()} THEN NULL ELSE {column} END"
    columns = ", ".join([ID, ready, *(f"{name}::text" for name in more)])
    sql = f"SELECT {columns} FROM {RECORD} WHERE {wanted.sql} ORDER BY {ID}"
    # On the server: the driver holds one batch. Not Django's cursor, which costs more than the reading.
    with _long_reading() as connection, psycopg.ServerCursor(connection, "export") as cursor:
        cursor.execute(cast("Any", sql), wanted.params)
        while rows := cursor.fetchmany(BATCH):
            yield cast("Rows", rows)


@contextmanager
def _long_reading() -> Iterator["psycopg.Connection[Any]"]:
    """A transaction that cannot write and may last: the limit on statements is for pages, not for exports."""
    alias = router.db_for_read(Record)
    with transaction.atomic(using=alias):
        wrapper = connections[alias]
        with wrapper.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
        yield cast("psycopg.Connection[Any]", wrapper.connection)
