"""Reading rows on the hot path: one round trip of libpq, documents as the bytes they are.

A driver's cursor waits for the answer in small steps, so that other threads may work, and turns every value
into an object: four fifths of the time of a short query. Here the process waits in libpq itself. Only reads
go this way, on Django's own connection: the transaction, the pool and the choice of a replica stay Django's.
"""

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any, cast

import psycopg
from django.db import connections
from psycopg.pq import ExecStatus, Format, TransactionStatus

MOST_PREPARED = 300  # plans kept by one connection; readers invent ever other filters
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
Value = bool | int | str | bytes | datetime | date | None
Rows = list[tuple[Any, ...]]


def read_rows(
    using: str, sql: str, params: Sequence[Any], *, raw_text: bool = False, prepare: bool = False
) -> Rows:
    """Run a reading statement on a database and return its rows; with ``raw_text`` texts are bytes in UTF-8.

    ``sql`` has ``%s`` for each parameter. ``prepare`` keeps the plan on the connection: for statements that
    are always the same. Raises Django's database errors.
    """
    wrapper = connections[using]
    if wrapper.execute_wrappers or wrapper.queries_logged:
        return _counted_rows(wrapper, sql, params, raw_text=raw_text)
    with wrapper.wrap_database_errors:
        try:
            return _read(wrapper, sql, params, raw_text=raw_text, prepare=prepare)
        except psycopg.OperationalError:
            if wrapper.in_atomic_block or _is_alive(wrapper):
                raise
            wrapper.close()  # the server was restarted since the last request: once more
            return _read(wrapper, sql, params, raw_text=raw_text, prepare=prepare)


def _is_alive(wrapper: Any) -> bool:
    return wrapper.connection is not None and wrapper.connection.pgconn.status == psycopg.pq.ConnStatus.OK


def _read(wrapper: Any, sql: str, params: Sequence[Any], *, raw_text: bool, prepare: bool) -> Rows:
    wrapper.ensure_connection()
    connection = cast("psycopg.Connection[Any]", wrapper.connection)
    if wrapper.in_atomic_block and connection.pgconn.transaction_status == TransactionStatus.IDLE:
        connection.execute("SELECT 1")  # the driver begins the transaction with its first statement
    pgconn: Any = connection.pgconn
    given = [_as_text(param) for param in params]
    if prepare:
        name = _prepared(connection, sql)
        result = pgconn.exec_prepared(name, given, None, Format.BINARY)
    else:
        result = pgconn.exec_params(numbered(sql), given, None, None, Format.BINARY)
    if result.status != ExecStatus.TUPLES_OK:
        raise _error(connection, result)
    return _rows(result, raw_text=raw_text)


def _prepared(connection: "psycopg.Connection[Any]", sql: str) -> bytes:
    """Prepare a statement once for each connection, under a name made from its text."""
    name = b"read_" + blake2b(sql.encode(), digest_size=8).hexdigest().encode()
    known: set[bytes] = connection.__dict__.setdefault("prepared_reads", set())
    if len(known) >= MOST_PREPARED:
        connection.pgconn.exec_(b"DEALLOCATE ALL")
        known.clear()
    if name not in known:
        result = connection.pgconn.prepare(name, numbered(sql))
        if result.status != ExecStatus.COMMAND_OK:
            raise _error(connection, result)
        known.add(name)
    return name


def _error(connection: "psycopg.Connection[Any]", result: Any) -> psycopg.Error:
    """Return the error of a result. A lost server has said nothing, and libpq's own words carry no class."""
    if connection.pgconn.status != psycopg.pq.ConnStatus.OK:
        return psycopg.OperationalError(result.error_message.decode(errors="replace").strip())
    return psycopg.errors.error_from_result(result)


@lru_cache(maxsize=2000)
def numbered(sql: str) -> bytes:
    """Replace ``%s`` by ``$1``, ``$2`` and so on."""
    first, *rest = sql.split("%s")
    return (first + "".join(f"${place}{part}" for place, part in enumerate(rest, 1))).encode()


def _as_text(value: Any) -> bytes | None:
    """Write a parameter as PostgreSQL reads it; its type follows from where it stands."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return ("{" + ",".join(map(_element, value)) + "}").encode()
    if isinstance(value, date):
        return value.isoformat().encode()
    return str(value).encode()


def _element(value: Any) -> str:
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big", signed=True)


def _moment(data: bytes) -> datetime:
    return _EPOCH + timedelta(microseconds=_number(data))


_LOADERS: dict[int, Callable[[bytes], Value]] = {
    16: lambda data: data == b"\x01",
    20: _number,
    21: _number,
    23: _number,
    701: lambda data: cast("Value", struct.unpack("!d", data)[0]),
    1082: lambda data: _EPOCH.date() + timedelta(days=_number(data)),
    1184: _moment,
}


def _text(data: bytes) -> str:
    return data.decode()


def _rows(result: Any, *, raw_text: bool) -> Rows:
    columns = range(result.nfields)
    text = bytes if raw_text else _text
    loaders = [_LOADERS.get(result.ftype(column), text) for column in columns]
    get = result.get_value
    return [
        tuple(None if (data := get(row, column)) is None else loaders[column](data) for column in columns)
        for row in range(result.ntuples)
    ]


def _counted_rows(wrapper: Any, sql: str, params: Sequence[Any], *, raw_text: bool) -> Rows:
    """The same through Django's wrappers, when somebody counts or watches queries."""
    with wrapper.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cast("Rows", cursor.fetchall())
    if not raw_text:
        return rows
    return [tuple(value.encode() if isinstance(value, str) else value for value in row) for row in rows]
