"""The raw database cursor of the hot path: binary, documents as bytes, always inside Django's connection."""

from collections.abc import Sequence
from typing import Any, cast

import psycopg
from django.db import connections, router
from psycopg.adapt import Loader

from partnerships.models import Record


class BytesLoader(Loader):
    """Give texts out as they came: a document is passed on, not read."""

    format = psycopg.pq.Format.BINARY

    def load(self, data: Any) -> bytes:
        """Copy what the driver holds."""
        return bytes(data)


def read_rows(
    sql: str, params: Sequence[Any], *, raw_text: bool = False, prepare: bool | None = None
) -> list[tuple[Any, ...]]:
    """Run a reading statement and return its rows; with ``raw_text`` texts are bytes in UTF-8.

    ``prepare`` keeps the plan on the connection: for statements that are always the same.

    Goes past Django's cursor wrappers, which cost as much as the query; the transaction, the pool and the
    choice of a replica remain Django's.
    """
    alias = router.db_for_read(Record)
    wrapper = connections[alias]
    if wrapper.execute_wrappers or wrapper.queries_logged:
        return _counted_rows(wrapper, sql, params, raw_text=raw_text)
    wrapper.ensure_connection()
    with wrapper.wrap_database_errors:
        # Not Django's factory, which writes parameters into the text and reads everything as text.
        cursor = psycopg.Cursor(cast("psycopg.Connection[Any]", wrapper.connection))
        try:
            if raw_text:
                cursor.adapters.register_loader("text", BytesLoader)
            cursor.execute(cast("Any", sql), params, binary=True, prepare=prepare)
            return cast("list[tuple[Any, ...]]", cursor.fetchall())
        finally:
            cursor.close()


def _counted_rows(wrapper: Any, sql: str, params: Sequence[Any], *, raw_text: bool) -> list[tuple[Any, ...]]:
    """The same through Django's wrappers, when somebody counts or watches queries."""
    with wrapper.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cast("list[tuple[Any, ...]]", cursor.fetchall())
    if not raw_text:
        return rows
    return [tuple(value.encode() if isinstance(value, str) else value for value in row) for row in rows]
