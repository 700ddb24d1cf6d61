"""System checks of the installation: what would fail late or silently is said early, in one line."""

import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST_POSTGRESQL = 15
AGGRESSOR = "RU"  # law 3668-IX


@register(Tags.database)
def check_database_servers(
    app_configs: Sequence[Any] | None = None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a server that is too old, cannot be reached or does not know Cyrillic letters."""
    problems = ((alias, database_problem(connections[alias])) for alias in databases or ())
    return [Error(f"{alias}: {problem}", id="pobratym.E001") for alias, problem in problems if problem]


@register(Tags.security, deploy=True)
def check_folder_of_documents(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of documents that other users of the machine can read."""
    folder = Path(settings.MEDIA_ROOT)
    if not folder.is_dir() or not folder.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH):
        return []
    hint = f"Run: chmod -R o-rwx {folder}"
    return [
        CheckWarning("Other users of this machine can read the documents.", hint=hint, id="pobratym.W001")
    ]


@register(Tags.security, deploy=True)
def check_what_was_set(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Point at settings that are possible but hardly meant; what is impossible has refused the start already."""
    found: list[CheckMessage] = []
    if AGGRESSOR not in settings.BLOCKED_COUNTRIES:
        found.append(
            CheckWarning(
                f"BLOCKED_COUNTRIES does not name {AGGRESSOR}: the law forbids cooperation with the aggressor state.",
                id="pobratym.W002",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            CheckWarning(
                "ALLOWED_HOSTS takes every host: links could lead to a stranger's.", id="pobratym.W003"
            )
        )
    if urlsplit(settings.SITE_URL).scheme != "https":
        found.append(
            CheckWarning(
                f"SITE_URL ({settings.SITE_URL}) is not https: links in letters would not open.",
                id="pobratym.W004",
            )
        )
    return found


def database_problem(connection: BaseDatabaseWrapper) -> str | None:
    """Return why this database cannot be used, with what to do, or None."""
    try:
        connection.ensure_connection()
        return _version_problem(connection) or _encoding_problem(connection) or _locale_problem(connection)
    except DatabaseError as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[0]
        return f"Cannot use the database: {reason}. Check DATABASE_URL and that the server runs."


def _version_problem(connection: BaseDatabaseWrapper) -> str | None:
    found = int(_value(connection, "SHOW server_version_num")) // 10000
    if found >= OLDEST_POSTGRESQL:
        return None
    return (
        f"PostgreSQL {OLDEST_POSTGRESQL} or newer is needed, this server is {found}: "
        "upgrade it, or unset DATABASE_URL to use the embedded one."
    )


def _encoding_problem(connection: BaseDatabaseWrapper) -> str | None:
    encoding = _value(connection, "SHOW server_encoding")
    if encoding == "UTF8":
        return None
    return f"The database is in {encoding}, not in UTF-8: {_how_to_create(connection)}"


def _locale_problem(connection: BaseDatabaseWrapper) -> str | None:
    """In locale C Cyrillic letters are no letters: search would silently find nothing."""
    works = _value(connection, "SELECT lower('Ї') = 'ї'")
    if works and _value(connection, "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"):
        works = _value(connection, "SELECT cardinality(show_trgm('їжак')) > 0")
    if works:
        return None
    return f"Search would find no Cyrillic in this database (its locale is C): {_how_to_create(connection)}"


def _how_to_create(connection: BaseDatabaseWrapper) -> str:
    options = "--encoding=UTF8 --locale=C.UTF-8 --template=template0"
    return f"drop it and create it with `createdb {options} {connection.settings_dict['NAME']}`."


def _value(connection: BaseDatabaseWrapper, query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
