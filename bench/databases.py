"""Which databases there are: one with reference data, and a copy of it for each size, filled.

Each says in its comment what it was made by; what is still right is used again.
"""

import hashlib
import json
import os
import subprocess
import sys
from typing import Any

from psycopg import sql

from bench import server

GENERATOR_VERSION = 1
LARGEST_INVENTED = 200_000  # larger ones are copied inside the server
ROOT = server.ROOT
REFERENCE = "bench_reference"
GENERATOR = ("mix", "words", "population", "rows", "agreements", "cases", "history")
RECORD_SOURCES = (
    "partnerships/records",
    "partnerships/api",
    "communities/api",
    "communities/search",
    "common/search",
)
Facts = dict[str, Any]


def prepare(server_url: str, size: int) -> str:
    """Return the address of the database with ``size`` partnerships, made now when it is not there."""
    if size > LARGEST_INVENTED:
        return _prepare_large(server_url, size)
    name = f"bench_{size}"
    url = server.address_of(name, server_url)
    data = _wanted()
    told = _facts(server_url, name)
    if {key: told.get(key) for key in data} != data:
        _prepare_reference(server_url)
        server.drop_database(server_url, name)
        server.create_database(server_url, name, REFERENCE)
        _run(url, "partnerships", str(size))
        told = data
        _tell(server_url, name, told)
    records = _digest(*RECORD_SOURCES)
    if told.get("records") != records:
        _run(url, "records")
        _tell(server_url, name, {**told, "records": records})
    return url


def _wanted() -> Facts:
    return {"schema": _schema(), "generator": _digest("bench", only=GENERATOR)}


def _prepare_large(server_url: str, size: int) -> str:
    """A multiple of the largest database that is invented row by row."""
    factor = max(2, round(size / LARGEST_INVENTED))
    name, base = f"bench_{size}", f"bench_{LARGEST_INVENTED}"
    url = server.address_of(name, server_url)
    wanted = {
        **_wanted(),
        "records": _digest(*RECORD_SOURCES),
        "enlarge": _digest("bench", only=("enlarge",)),
    }
    if _facts(server_url, name) != wanted:
        prepare(server_url, LARGEST_INVENTED)
        server.drop_database(server_url, name)
        server.create_database(server_url, name, base)
        _run(url, "enlarge", str(factor))
        _tell(server_url, name, wanted)
    return url


def _prepare_reference(server_url: str) -> None:
    wanted = {"schema": _schema(), "loaders": _digest("communities/loaders", "communities/reference")}
    if _facts(server_url, REFERENCE) == wanted:
        return
    server.drop_database(server_url, REFERENCE)
    server.create_database(server_url, REFERENCE)
    _run(server.address_of(REFERENCE, server_url), "reference")
    _tell(server_url, REFERENCE, wanted)


def _run(url: str, *arguments: str) -> None:
    """Do the work in a process of its own: Django knows one database for good."""
    subprocess.run(
        [sys.executable, "-m", "bench.data", *arguments], cwd=ROOT, env=environment(url), check=True
    )


def environment(url: str, **more: str) -> dict[str, str]:
    """Return the variables of a process that works on a database of the bench."""
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.settings", **more}


def _schema() -> str:
    """What the tables are made by: a migration that was edited counts as a new one."""
    apps = ("accounts", "audit", "communities", "notices", "partnerships", "registration")
    return _digest(*(f"{app}/migrations" for app in apps))


def _digest(*folders: str, only: tuple[str, ...] = ()) -> str:
    digest = hashlib.sha256(str(GENERATOR_VERSION).encode())
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".csv"} and (not only or path.stem in only):
                digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _facts(server_url: str, name: str) -> Facts:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with server.connect(server_url) as connection:
        row = connection.execute(query, [name]).fetchone()
    try:
        facts: Facts = json.loads(row[0]) if row and row[0] else {}
    except ValueError:
        return {}
    return facts


def _tell(server_url: str, name: str, facts: Facts) -> None:
    comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
        sql.Identifier(name), sql.Literal(json.dumps(facts))
    )
    with server.connect(server_url) as connection:
        connection.execute(comment)
