"""A large database from a smaller one: its rows several times over, under other ids, codes and numbers.

Inventing a million partnerships and building their records one by one takes an hour; copying them inside the
server takes minutes. The copies are like their originals in everything that costs time: width, words, places
in indexes. Their chain of hashes and the texts that name their code are the originals'.
"""

from collections.abc import Iterator
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection, models
from tqdm import tqdm

from bench.records import TABLES, drop_indexes, finish, make_indexes

APPS = ("partnerships", "registration")
SHARED = {"NumberCounter", "RecordVersion", "RecordCount", "MinistryOrder", "MinistryOrderEvent"}
TEXTS = (models.CharField, models.TextField)
NUMBERS = (models.IntegerField, models.BigIntegerField)


def enlarge(factor: int) -> None:
    """Write ``factor - 1`` copies of each row of the workflow beside it."""
    tables = list(_copied())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        indexes = drop_indexes([model._meta.db_table for model in tables])
        for model in tqdm(tables, unit="table", disable=None):
            cursor.execute(_statement(model, factor))
            _set_sequence(cursor, model)
        cursor.execute("SET session_replication_role = origin")
    make_indexes(indexes)
    finish()


def _copied() -> Iterator[Any]:
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if model._meta.object_name not in SHARED and not model._meta.proxy:
                yield model


def _statement(model: Any, factor: int) -> str:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field, factor) for field in fields)
    table = model._meta.db_table
    return (
        f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE '
        f'SELECT {values} FROM "{table}" AS row, generate_series(1, {factor - 1}) AS copy'
    )


def _value(model: Any, field: Any, factor: int) -> str:
    """What stands in this column of a copy."""
    column = f'row."{field.column}"'
    target = field.related_model if field.is_relation else None
    if target in set(_copied()):
        return f"{column} + copy * {_step(target)}"
    if field.primary_key:
        return f"{column} + copy * {_step(model)}" if isinstance(field, NUMBERS) else column
    if target is None and field.column in _unique_columns(model):
        if isinstance(field, TEXTS):
            longest = (field.max_length or 1000) - len(f"-{factor}")
            return f"left({column}, {longest}) || '-' || copy"
        if isinstance(field, NUMBERS):
            return f"{column} + copy * {_step(model)}"
    if model._meta.db_table == TABLES[0] and field.column == "document":
        number = f"row.partnership_id + copy * {_step(apps.get_model('partnerships', 'Partnership'))}"
        return f"""regexp_replace({column}, '^{{"id":[0-9]+', '{{"id":' || ({number}))"""
    return column


_steps: dict[Any, int] = {}


def _step(model: Any) -> int:
    """By how much the ids of one copy are behind those of the one before."""
    key = model._meta.pk.related_model if model._meta.pk.is_relation else model
    if key not in _steps:
        column = key._meta.pk.column
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT coalesce(max("{column}"), 0) FROM "{key._meta.db_table}"')
            _steps[key] = int(cursor.fetchone()[0]) + 1
    return _steps[key]


def _unique_columns(model: Any) -> set[str]:
    """Columns that alone are unique. History repeats what its rows had."""
    if issubclass(model, pghistory.models.Event):
        return set()
    query = (
        "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0] "
        "WHERE indrelid = %s::regclass AND indisunique AND indnatts = 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [model._meta.db_table])
        return {row[0] for row in cursor.fetchall()} | {"code"}


def _set_sequence(cursor: Any, model: Any) -> None:
    table, column = model._meta.db_table, model._meta.pk.column
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, column])
    if sequence := cursor.fetchone()[0]:
        cursor.execute(f'SELECT setval(%s, (SELECT max("{column}") FROM "{table}"))', [sequence])
