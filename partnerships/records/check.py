"""Comparing the read model with the truth, row by row."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction

from partnerships.models import DeskRecord, Record
from partnerships.records.refresh import built, lock_partnerships, refresh_records

TRUTH = "record_as_it_should_be"


def different_records(partnership_ids: Iterable[int]) -> list[int]:
    """Ids of the partnerships whose rows differ from what they should be, or are missing.

    Looked at twice: what seems to differ is built again under the lock of its partnership, since somebody may
    be writing it.
    """
    suspects = _different(partnership_ids)
    if not suspects:
        return []
    with transaction.atomic():
        lock_partnerships(suspects)
        return _different(suspects)


def repair_records(partnership_ids: Sequence[int]) -> None:
    """Write these rows anew."""
    with transaction.atomic():
        lock_partnerships(partnership_ids)
        refresh_records(partnership_ids)


def _different(partnership_ids: Iterable[int]) -> list[int]:
    found: set[int] = set()
    for rows in built(partnership_ids):
        found |= _compared(Record, [row.record for row in rows])
        found |= _compared(DeskRecord, [row.desk for row in rows])
    return sorted(found)


def _compared(model: type[models.Model], rows: Sequence[models.Model]) -> set[int]:
    """Put the rows beside the stored ones, in a table of the same shape; PostgreSQL compares all columns."""
    table = model._meta.db_table
    ids = [row.pk for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {TRUTH} (LIKE {table})")
        for sql, params in _inserts(model, rows):
            cursor.execute(sql.replace(f'"{table}"', TRUTH), params)
        cursor.execute(
            f"SELECT truth.partnership_id FROM {TRUTH} AS truth LEFT JOIN {table} AS stored USING (partnership_id) "
            "WHERE truth.partnership_id = ANY(%s) AND truth.* IS DISTINCT FROM stored.*",
            [ids],
        )
        different = {row[0] for row in cursor.fetchall()}
        cursor.execute(f"DROP TABLE {TRUTH}")
    return different


def _inserts(model: type[models.Model], rows: Sequence[models.Model]) -> list[tuple[str, Any]]:
    """The statements by which Django would write the rows."""
    query = models.sql.InsertQuery(model)
    query.insert_values(model._meta.concrete_fields, list(rows), raw=False)
    statements: list[tuple[str, Any]] = query.get_compiler(connection=connection).as_sql()
    return statements
