"""What is not asked many times a second: the whole export, an import, the desks' pages."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg

from bench import server, sessions
from bench.databases import environment
from bench.outcome import percentiles
from bench.params import Asked
from bench.processes import Site

IMPORTED = int(os.environ.get("BENCH_IMPORT") or 10_000)
TIMES, SLOW_TIMES, SLOW = 25, 3, 2.0
EXPORTS = {"P": "/api/v1/exports/partnerships.csv", "T": "/api/v1/partnerships/export/"}
# The columns of the textbook's export, as somebody would write it who knows SQL.
COPY = """COPY (
SELECT p.code, p.status, side.ours, side.theirs, side.countries, a.titles, a.signed, a.numbers
FROM partnerships_partnership p
JOIN (SELECT y.partnership_id, string_agg(c.full_name_uk, '; ') AS ours, string_agg(m.name, '; ') AS theirs,
        string_agg(n.name_uk, '; ') AS countries
      FROM partnerships_party y LEFT JOIN communities_community c ON c.id = y.community_id
      LEFT JOIN communities_foreignmunicipality m ON m.id = y.municipality_id
      LEFT JOIN communities_country n ON n.code = m.country_id GROUP BY 1) AS side ON side.partnership_id = p.id
JOIN (SELECT g.partnership_id, string_agg(g.title_uk, '; ') AS titles, string_agg(g.signed_on::text, '; ') AS signed,
        string_agg(e.number, '; ') AS numbers
      FROM partnerships_agreement g LEFT JOIN registration_registerentry e ON e.agreement_id = g.id
      GROUP BY 1) AS a ON a.partnership_id = p.id
WHERE p.status IN ('approved', 'transferred', 'ended') ORDER BY p.id DESC) TO STDOUT (FORMAT csv, HEADER)"""
COPY_DOCUMENTS = (
    "COPY (SELECT document FROM partnerships_record WHERE is_public ORDER BY partnership_id DESC) TO STDOUT"
)


def prepare_site() -> None:
    """Gather the static files that pages of the desks name, and make sessions."""
    from django.conf import settings
    from django.core.management import call_command

    from scripts.run import static_fingerprint

    stamp = server.OUT / "static.stamp"
    fingerprint = static_fingerprint()
    if not stamp.exists() or stamp.read_text() != fingerprint:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(fingerprint)


def export(sites: Sequence[Site], url: str) -> dict[str, Any]:
    """The whole CSV: seconds, bytes, and by how much the server's memory grew."""
    found: dict[str, Any] = {"COPY": copied(url, COPY), "COPY documents": copied(url, COPY_DOCUMENTS)}
    for site in sites:
        site.restart()
        with site.watched() as peak:
            began = time.perf_counter()
            try:
                status, body = site.get(EXPORTS[site.name], timeout=600, Accept="*/*")
            except OSError as error:
                status, body = 599, str(error).encode()
            seconds = time.perf_counter() - began
        found[site.name] = {
            "status": status, "seconds": round(seconds, 3), "bytes": len(body), "grown_mib": peak.grown_mib,
            "peak_mib": peak.mib,
        }  # fmt: skip
        site.restart()
    told = ", ".join(f"{who} {one['seconds']} s{_status(one)}" for who, one in found.items())
    print(f"  CSV export: {told}", flush=True)
    return found


def _status(found: dict[str, Any]) -> str:
    return "" if found.get("status", 200) == 200 else f" (status {found['status']})"


def copied(url: str, statement: str) -> dict[str, Any]:
    """What psql's COPY takes; the first time does not count."""
    size, seconds = 0, 0.0
    with psycopg.connect(url) as connection:
        for _time in range(2):
            began = time.perf_counter()
            with connection.cursor() as cursor, cursor.copy(statement.encode()) as stream:
                size = sum(len(block) for block in stream)
            seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 3), "bytes": size}


def admin(site: Site, asked: Asked) -> dict[str, Any]:
    """Single requests of a person of the Association (of an administrator in the textbook's admin)."""
    cookie = sessions.cookie("association" if site.name == "P" else "administrator", "bench.example")
    base = "/admin/partnerships/partnership/"
    words = [*asked.rare[:12], *asked.common[:13]] or ["освіти"]
    pages = {
        "list": [base] * TIMES,
        "search": [f"{base}?{urlencode({'q': word})}" for word in words],
        "form": [f"{base}{pk}/change/" for pk in asked.some_ids()[:TIMES]],
    }
    found = {name: timed(site, paths, cookie) for name, paths in pages.items()}
    if site.name == "P":
        found |= desks(site, words, cookie)
    told = ", ".join(f"{name} {one['p50']:.0f} ms{_status(one)}" for name, one in found.items())
    print(f"  admin {site.name}: {told}", flush=True)
    return found


def desks(site: Site, words: Sequence[str], association: str) -> dict[str, Any]:
    """The other pages of both desks: start pages, every queue, filters, the Ministry's search, the status check."""
    ministry = sessions.cookie("ministry", "bench.example")
    partnerships, cases = "/admin/partnerships/partnership/", "/admin/registration/registrationcase/"
    filters = ("country=PL", "oblast=UA32000000000030281", "sphere=culture", "year=2024", "helper=u_lead")
    queues = {
        partnerships: ("new", "resubmitted", "mine", "unassigned", "overdue", "returned", "approved", "all"),
        cases: (
            "waiting",
            "new",
            "resubmitted",
            "mine",
            "unassigned",
            "overdue",
            "signed",
            "officials",
            "all",
        ),
    }
    pages = {
        "start page, Association": (["/admin/"] * TIMES, association),
        "start page, Ministry": (["/admin/"] * TIMES, ministry),
        "status check": ([f"/admin/status-check/?{urlencode({'q': word})}" for word in words], ministry),
        "search of cases": ([f"{cases}?{urlencode({'q': word})}" for word in words], ministry),
        "coverage": (["/admin/coverage/"] * TIMES, association),
    }
    for base, names in queues.items():
        who = association if base == partnerships else ministry
        for name in names:
            pages[f"queue {name}, {base.split('/')[-2]}"] = ([f"{base}?queue={name}"] * 5, who)
    for chosen in filters:
        pages[f"filter {chosen.split('=')[0]}"] = ([f"{partnerships}?queue=all&{chosen}"] * 5, association)
    return {name: timed(site, paths, cookie) for name, (paths, cookie) in pages.items()}


def timed(site: Site, paths: Sequence[str], cookie: str) -> dict[str, Any]:
    """Ask for each address once; the first answers warm up. A slow page is asked for a few times only."""
    times: list[float] = []
    status = 0
    for number, path in enumerate([*paths[:2], *paths]):
        began = time.perf_counter()
        try:
            status, _body = site.get(path, timeout=120, Accept="text/html", Cookie=cookie)
        except OSError:
            status = 599
        if status != 200:
            return {"p50": 0.0, "p95": 0.0, "p99": 0.0, "status": status, "times": number}
        if number >= 2:
            times.append((time.perf_counter() - began) * 1000)
        if len(times) >= SLOW_TIMES and times[-1] > SLOW * 1000:
            break
    return {**percentiles(times), "status": status, "times": len(times)}


def imports(url: str, size: int) -> dict[str, Any]:
    """File partnerships by services and by plain ORM, each in a copy of the database."""
    rows = min(IMPORTED, max(100, size // 10))
    name = urlsplit(url).path.strip("/")
    copy = f"{name}_import"
    found: dict[str, Any] = {"rows": rows}
    for who, module in (("P", "bench.imports_services"), ("T", "bench.imports_plain")):
        server.drop_database(server.address_of("postgres", url), copy)
        server.create_database(server.address_of("postgres", url), copy, name)
        variables = environment(server.address_of(copy, url))
        done = subprocess.run(
            [sys.executable, "-m", module, str(rows)], cwd=server.ROOT, env=variables, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        seconds = done.stdout.strip().splitlines()[-1:] if not done.returncode else []
        error = (done.stderr.strip().splitlines() or [""])[-1]
        found[who] = (
            {"seconds": float(seconds[0]), "rate": round(rows / float(seconds[0]), 1)}
            if seconds
            else {"error": error}
        )
    server.drop_database(server.address_of("postgres", url), copy)
    print(f"  import of {rows:,} rows: " + ", ".join(f"{who} {found[who]}" for who in ("P", "T")), flush=True)
    return found
