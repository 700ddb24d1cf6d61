"""Reading much, for files: the limits that guard pages do not hold, and nothing can be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from django.db import connections, router, transaction
from django.db.models import Model

if TYPE_CHECKING:
    import psycopg


@contextmanager
def long_reading(model: type[Model]) -> Iterator["psycopg.Connection[Any]"]:
    """A transaction that cannot write and may last: the limit on statements is for pages, not for exports."""
    alias = router.db_for_read(model)
    with transaction.atomic(using=alias):
        wrapper = connections[alias]
        with wrapper.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
        yield cast("psycopg.Connection[Any]", wrapper.connection)
