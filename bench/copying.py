"""Writing rows of models past the services, by COPY."""

from collections.abc import Iterable
from typing import Any

import psycopg
from django.db.models import AutoField, Model
from psycopg import sql
from psycopg.types.json import Jsonb

Values = dict[str, Any]


class Table:
    """The table of a model: gathers rows and writes them; what a row leaves out has the model's default."""

    def __init__(self, model: type[Model]) -> None:
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.name = model._meta.db_table
        self.counts_ids = isinstance(model._meta.pk, AutoField)
        self.columns = [str(field.column) for field in fields]
        self.defaults = [None if field.primary_key else _plain(field.get_default()) for field in fields]
        self.keys = list(zip([field.attname for field in fields], self.defaults, strict=True))
        self.rows: list[list[Any]] = []
        self.written = 0

    def add(self, values: Values) -> None:
        """Keep one row for the next COPY."""
        self.rows.append([values.get(key, default) for key, default in self.keys])

    def flush(self, connection: psycopg.Connection) -> None:
        """Write the rows that are kept."""
        copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(self.name), listed(self.columns))
        with connection.cursor() as cursor, cursor.copy(copy) as writer:
            for row in self.rows:
                writer.write_row(row)
        self.written += len(self.rows)
        self.rows.clear()


def listed(columns: Iterable[str]) -> sql.Composed:
    """Name columns with commas between them."""
    return sql.SQL(", ").join([sql.Identifier(name) for name in columns])


def _plain(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value


def set_sequences(connection: psycopg.Connection, tables: Iterable[Table]) -> None:
    """Let the next id follow the last one that was written."""
    for table in (table for table in tables if table.counts_ids):
        connection.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence({}, 'id'), greatest((SELECT max(id) FROM {}), 1))"
            ).format(sql.Literal(table.name), sql.Identifier(table.name))
        )
