"""``manage.py migrate``, one at a time: two servers that are updated together do not both make the tables."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOCK = 0x706F62726174  # any number that nothing else in the database uses
PAUSE = 0.5  # seconds


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        with self._alone(connections[options["database"]]):
            return super().handle(*args, **options)

    @contextmanager
    def _alone(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        """Hold the lock of the database; PostgreSQL gives it back when this process dies.

        It is asked for again and again instead of being waited for: a statement that waits would hold up
        indexes that the other one builds concurrently.
        """
        told = False
        while not _asked(connection, "SELECT pg_try_advisory_lock(%s)"):
            if not told:
                self.stderr.write("Another migrate is running on this database. Waiting for it to end.")
                told = True
            time.sleep(PAUSE)
        try:
            yield
        finally:
            _asked(connection, "SELECT pg_advisory_unlock(%s)")


def _asked(connection: BaseDatabaseWrapper, statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK])
        return bool(cursor.fetchone()[0])
