"""Which databases are ours to fill with demo accounts, whose password is published."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from accounts.models import User
from demo.models import DemoDatabase
from partnerships.models import Partnership


def make_ours() -> bool:
    """Mark the database as one for demo records; returns False when it holds accounts or records of somebody else."""
    if DemoDatabase.objects.exists():
        return True
    if User.objects.exists() or Partnership.objects.exists():
        return False
    DemoDatabase.objects.create()
    return True


@register(Tags.database)
def check_no_demo_in_production(
    app_configs: Sequence[Any] | None = None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse to run production on a database that holds accounts with a published password."""
    if settings.ENVIRONMENT != "production":
        return []
    marked = [alias for alias in databases or () if _is_marked(alias)]
    said = "{}: this database was made for demonstration, its accounts have a published password. Make a new one."
    return [Error(said.format(alias), id="pobratym.E002") for alias in marked]


def _is_marked(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [DemoDatabase._meta.db_table])
            return bool(cursor.fetchone()[0]) and DemoDatabase.objects.using(alias).exists()
    except DatabaseError:
        return False  # another check says that it cannot be reached
