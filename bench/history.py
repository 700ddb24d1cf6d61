"""What triggers and services would have written beside the rows: history and counters."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import pghistory.models
import psycopg
from django.apps import apps
from psycopg import sql

from bench.copying import listed
from partnerships.models import NumberCounter
from registration.register_chain import CHAIN_SERIES, CHAIN_YEAR

if TYPE_CHECKING:
    from bench.rows import Generator

# Set by the history itself: one event «insert» for each row, without the steps in between.
_OWN = {"pgh_created_at": "now()", "pgh_label": "'insert'"}


def write_history(connection: psycopg.Connection) -> None:
    """Write one event for each row of each tracked table."""
    statement = sql.SQL(
        "INSERT INTO {events} ({columns}) SELECT {values} FROM {rows} AS row "
        "WHERE NOT EXISTS (SELECT 1 FROM {events} WHERE pgh_obj_id = row.{key})"
    )
    for event in apps.get_models():
        if not issubclass(event, pghistory.models.Event):
            continue
        tracked: Any = event.pgh_tracked_model
        key = tracked._meta.pk.column
        own = {**_OWN, "pgh_obj_id": f'"{key}"'}
        known = {field.column for field in tracked._meta.concrete_fields} | set(own)
        columns = [str(field.column) for field in event._meta.concrete_fields if field.column in known]
        values = [sql.SQL(own[name]) if name in own else sql.Identifier(name) for name in columns]
        connection.execute(
            statement.format(
                events=sql.Identifier(event._meta.db_table),
                columns=listed(columns),
                values=sql.SQL(", ").join(values),
                rows=sql.Identifier(tracked._meta.db_table),
                key=sql.Identifier(key),
            )
        )


def set_counters(generator: "Generator") -> None:
    """Let the next number of each series follow the last one that was given."""
    cases = generator.cases
    series: dict[str, Counter[int]] = {
        "partnership": generator.codes,
        "case": cases.codes,
        "registration": cases.numbers,
        CHAIN_SERIES: Counter({CHAIN_YEAR: cases.sequence}),
    }
    for name, counted in series.items():
        for year, last in counted.items():
            NumberCounter.objects.update_or_create(series=name, year=year, defaults={"last": last})
