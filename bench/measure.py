"""One run over one size: all contestants side by side; run as ``python -m bench.measure SIZE``."""

import itertools
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import django

from bench import load, pgbench, server
from bench.outcome import Outcome
from bench.processes import Site, free_port, write_lines

if TYPE_CHECKING:
    from bench.params import Asked

SECONDS = float(os.environ.get("BENCH_SECONDS") or 5)
CONNECTIONS = (1, 8, 32)
SLOW = 0.5  # seconds of one request, from which a contestant is not asked by 32 at once
LONGEST = float(os.environ.get("BENCH_LONGEST") or 30)  # seconds that a slow measure may take
ONLY = [name.strip() for name in os.environ.get("BENCH_CASES", "").split(",") if name.strip()]
WHO = [name.strip() for name in os.environ.get("BENCH_WHO", "L,T,P").split(",")]
NOT_FOUND, FIRST_ERROR = 404, 400
FOLDER = server.OUT / "paths"
Found = TypeVar("Found")


def main() -> None:
    """Measure everything and write the findings as JSON."""
    django.setup()
    from django.db import connection

    from bench import heavy, machine, params, plans
    from bench.scripts import scripts

    size, target = int(sys.argv[1]), Path(sys.argv[2])
    url = os.environ["DATABASE_URL"]
    heavy.prepare_site()
    asked = params.gather()
    own = scripts(asked)
    plans.reset_statistics(url)
    findings: dict[str, Any] = {"size": size, "seconds": SECONDS, "machine": machine.facts(url), "cases": []}
    settings = {"T": "bench.textbook.settings", "P": "bench.settings"}
    sites = [Site(name, module, url, free_port()) for name, module in settings.items() if name in WHO]
    try:
        for site in sites:
            site.start()
        over_http(findings, asked, own, sites, url)
    finally:
        for site in sites:
            site.stop()
    connection.close()
    findings["indexes"] = guarded("indexes", lambda: plans.unused_indexes(url)) or []
    findings["plans"] = guarded("plans", lambda: plans.plans(url, own))
    if not ONLY:
        findings["import"] = guarded("import", lambda: heavy.imports(url, size))
    target.write_text(json.dumps(findings, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def over_http(
    findings: dict[str, Any],
    asked: "Asked",
    own: dict[str, pgbench.Script],
    sites: list[Site],
    url: str,
) -> None:
    """Everything for which the sites must run."""
    from bench import heavy, quality
    from bench.measures import measures

    for case in measures(asked):
        if not ONLY or case.name in ONLY:
            paths = {"T": case.textbook, "P": case.ours}
            found = guarded(case.name, lambda: side_by_side(case.name, own, sites, paths, url))  # noqa: B023
            findings["cases"] += [outcome.as_dict() for outcome in found or []]
    if not ONLY:
        findings["misspelled"] = guarded("misspelled", lambda: quality.misspelled(sites[-1], asked))
        findings["export"] = guarded("export", lambda: heavy.export(sites, url))
    if not ONLY or "desks" in ONLY:
        findings["admin"] = guarded("admin", lambda: {site.name: heavy.admin(site, asked) for site in sites})


def guarded(what: str, work: Callable[[], Found]) -> Found | None:
    """Log a failure and continue, so that one error does not lose an hour of results."""
    try:
        return work()
    except Exception:
        print(f"  {what}: FAILED\n{traceback.format_exc()}", flush=True)
        return None


def side_by_side(
    name: str, own: dict[str, pgbench.Script], sites: list[Site], paths: dict[str, list[str]], url: str
) -> list[Outcome]:
    """Measure one case: for each number of connections PostgreSQL, the textbook and ours in turn."""
    started = time.monotonic()
    found: list[Outcome] = []
    runners = [SiteRunner(site, name, paths[site.name]) for site in sites]
    for connections in CONNECTIONS:
        if "L" in WHO and (script := own.get(name)):
            found.append(pgbench.measure(url, script, connections, SECONDS))
        found += [outcome for runner in runners if (outcome := runner.measure(connections))]
    at_8 = {one.who: one for one in found if one.connections == CONNECTIONS[1] or one.note}
    told = ", ".join(f"{who} {one.note or format(one.rate, ',.1f')}" for who, one in sorted(at_8.items()))
    print(f"  {name}: {told} ({time.monotonic() - started:.0f} s)", flush=True)
    return found


class SiteRunner:
    """Asks one site for the addresses of one case; careful with a slow one."""

    def __init__(self, site: Site, case: str, paths: list[str]) -> None:
        self.site, self.case, self.paths = site, case, paths
        self.place = itertools.count(0, 6000)  # each measure begins elsewhere in the list
        self.file = write_lines(FOLDER / f"{site.name}-{case.replace(' ', '-')}.txt", paths)
        self.one_takes = 0.0
        self.refused = ""

    def measure(self, connections: int) -> Outcome | None:
        """Measure, or say why not."""
        if not self.paths:
            return None
        if connections == CONNECTIONS[0]:
            self.refused = self._try()
        if self.refused:
            first = connections == CONNECTIONS[0]
            return Outcome(self.case, self.site.name, connections, note=self.refused) if first else None
        if self.one_takes < SLOW:
            return self._load(connections, SECONDS)
        if connections > CONNECTIONS[1]:
            return None
        return self._measure_slow(connections)

    def _try(self) -> str:
        """Ask twice: is it there, and how long does it take when warm?"""
        for path in (self.paths[0], self.paths[-1]):
            began = time.perf_counter()
            try:
                status, _body = self.site.get(path, timeout=120)
            except OSError as error:
                self.site.restart()
                return f"no answer: {error}"
            self.one_takes = time.perf_counter() - began
        if status == NOT_FOUND:
            return "missing"
        return f"status {status}" if status >= FIRST_ERROR else ""

    def _load(self, connections: int, seconds: float) -> Outcome:
        start = next(self.place)
        return load.measure(
            self.site, self.case, self.file, connections=connections, seconds=seconds, start=start
        )

    def _measure_slow(self, connections: int) -> Outcome:
        """Ask for so long that some requests end; those that nobody waits for are dropped afterwards."""
        seconds = min(LONGEST, max(SECONDS, 3 * self.one_takes * max(1, connections / 2)))
        outcome = self._load(connections, seconds)
        if connections > 1:
            self.site.restart()
        if not outcome.requests:
            return Outcome(
                self.case, self.site.name, connections, rate=round(1 / self.one_takes, 3),
                p50=self.one_takes * 1000, requests=1, note="one request",
            )  # fmt: skip
        return outcome


if __name__ == "__main__":
    main()
