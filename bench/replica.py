"""A second run, by hand: reads from a streaming replica with a second set of application processes.

``python -m bench.replica SIZE`` makes a hot standby of the bench's embedded server, starts one site on the
server and one on the standby, and asks the first alone, then both at once. On one machine both share its
cores; the figures show that the standby answers, and what two machines would add up to.
"""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import django

from bench import databases, load, server
from bench.outcome import Outcome
from bench.processes import Site, free_port, write_lines

STANDBY = server.VAR / "bench-replica"
CASES = ("list", "filter", "rare word", "detail")
CONNECTIONS, SECONDS = 8, 5.0


def main() -> None:
    """Measure one size with one site and with two."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    url = databases.prepare(server.start(), size)
    standby = replica_of(url)
    try:
        found = run(url, standby)
    finally:
        server.control("stop", "-m", "fast", folder=STANDBY)
    target = server.OUT / f"replica-{size}.json"
    target.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(f"Report: {target}")


def replica_of(url: str) -> str:
    """Copy the server with pg_basebackup, start the copy as a standby, return its address."""
    sockets = server.FOLDER
    if STANDBY.exists():
        shutil.rmtree(STANDBY)
    STANDBY.mkdir(parents=True)
    owner = server.FOLDER.owner()
    shutil.chown(STANDBY, owner)
    STANDBY.chmod(0o700)
    copy = [
        server.program("pg_basebackup"),
        "-D",
        str(STANDBY),
        "-R",
        "-X",
        "stream",
        "-c",
        "fast",
        "-d",
        url,
    ]
    subprocess.run(
        copy, check=True, cwd="/", user=owner if os.geteuid() == 0 else None, stdin=subprocess.DEVNULL
    )
    for left_over in ("postmaster.pid", "log", ".handle_pids.json", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (STANDBY / left_over).unlink(missing_ok=True)
    server.control(
        "start", "-w", "-o", "-h ''", "-o", f"-k {STANDBY}", "-l", str(STANDBY / "log"), folder=STANDBY
    )
    parts = urlsplit(url)
    changed = parts.query.replace(str(sockets), str(STANDBY)).replace(
        quote(str(sockets), safe=""), str(STANDBY)
    )
    return urlunsplit(parts._replace(query=changed))


def run(url: str, standby: str) -> dict[str, Any]:
    """Ask the first site alone, then both at once."""
    os.environ.update(databases.environment(url))
    django.setup()
    from bench import params
    from bench.measures import measures

    sites = [
        Site("P", "bench.settings", url, free_port()),
        Site("R", "bench.settings", url, free_port(), DATABASE_REPLICA_URL=standby),
    ]
    found: dict[str, Any] = {}
    try:
        for site in sites:
            site.start()
        for case in measures(params.gather()):
            if case.name in CASES:
                file = write_lines(
                    server.OUT / "paths" / f"replica-{case.name.replace(' ', '-')}.txt", case.ours
                )
                found[case.name] = {
                    "one": ask(sites[:1], case.name, file),
                    "two": ask(sites, case.name, file),
                }
                print(f"  {case.name}: {found[case.name]}", flush=True)
    finally:
        for site in sites:
            site.stop()
    return found


def ask(sites: list[Site], case: str, file: Path) -> dict[str, float]:
    """Ask all sites at once; requests a second of each."""

    def one(numbered: tuple[int, Site]) -> Outcome:
        number, site = numbered
        return load.measure(site, case, file, connections=CONNECTIONS, seconds=SECONDS, start=number * 5000)

    with ThreadPoolExecutor(len(sites)) as pool:
        outcomes = list(pool.map(one, enumerate(sites)))
    return {outcome.who: outcome.rate for outcome in outcomes}


if __name__ == "__main__":
    main()
