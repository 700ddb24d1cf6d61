"""From the findings of a run to a page in Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.goals import GROWTH_AT_MOST, judged, rates_at, verdicts
from bench.outcome import ratio

Findings = Mapping[str, Any]
MEMORY = ("grown_mib", "peak_mib", "status")
LEGEND = (
    "L is PostgreSQL alone (pgbench), T a textbook of Django REST framework, P ours. All in one run on one "
    "server, in turn; compare within a run only."
)


def page(findings: Findings, runs: Sequence[Findings] = ()) -> str:
    """The whole report; with the growth from the first of the runs when there are several."""
    parts = [
        f"# {findings['size']:,} partnerships",
        LEGEND,
        _machine(findings["machine"]),
        "## Floors and goals (8 connections)",
        _table(("what", "reached", "floor", "goal", ""), [
            (one.what, one.reached, one.floor, one.goal, one.passes) for one in verdicts(findings)
        ]),
        "## Ratios",
        _ratios(findings),
        "## Requests a second and latencies (ms)",
        _cases(findings),
        *_heavy(findings),
        *growth(runs),
        "## Indexes that this run did not read",
        _table(("table", "index", "bytes"), [
            (one["table"], one["index"], f"{one['bytes']:,}") for one in findings["indexes"]
        ]),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _machine(facts: Mapping[str, Any]) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in facts["packages"].items())
    settings = ", ".join(f"{name} {value}" for name, value in facts["postgresql"].items())
    return (
        f"{facts['cores']} cores ({facts['processor']}), {facts['memory_gib']} GiB, load {facts['load_before'][0]} "
        f"before the run; Python {facts['python']}, {packages}; {facts['workers']} workers with "
        f"{facts['blocking_threads']} thread each; client {facts['client']}; database "
        f"{facts['database_bytes'] / 2**20:,.0f} MiB. PostgreSQL: {settings}."
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _names(findings: Findings) -> list[str]:
    return list(dict.fromkeys(one["case"] for one in findings["cases"]))


def _ratios(findings: Findings) -> str:
    rows = []
    for connections in (1, 8, 32):
        rates = rates_at(findings, connections)
        for name in _names(findings):
            pairs = [("P", "T"), ("P", "L"), ("T", "L")]
            found = [ratio(rates.get((name, a), 0.0), rates.get((name, b), 0.0)) for a, b in pairs]
            if any(found):
                rows.append((name, connections, *(_short(value) for value in found)))
    return _table(("case", "connections", "P/T", "P/L", "T/L"), rows)


def _short(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _cases(findings: Findings) -> str:
    rows = [
        (
            one["case"], one["who"], one["connections"], f"{one['rate']:,.1f}", f"{one['p50']:.2f}",
            f"{one['p95']:.2f}", f"{one['p99']:.2f}", f"{one['bytes']:,}", one["memory_mib"] or "", one["errors"],
            one["note"],
        )
        for one in sorted(findings["cases"], key=lambda one: (_names(findings).index(one["case"]), one["connections"]))
    ]  # fmt: skip
    heads = ("case", "who", "conn.", "req/s", "p50", "p95", "p99", "bytes", "MiB", "errors", "note")
    return _table(heads, rows)


def _heavy(findings: Findings) -> list[str]:
    """What is not asked many times a second; a part that failed or was left out is not shown."""
    parts: list[str] = []
    if export := findings.get("export"):
        rows = [
            (who, one["seconds"], f"{one['bytes']:,}", *(one.get(key, "") for key in MEMORY))
            for who, one in export.items()
        ]
        heads = ("who", "seconds", "bytes", "memory grew, MiB", "peak, MiB", "status")
        parts += ["## Whole export as CSV", _table(heads, rows)]
    if admin := findings.get("admin"):
        pages = [
            (who, name, f"{one['p50']:.1f}", f"{one['p95']:.1f}", one["times"], one["status"])
            for who, found in admin.items()
            for name, one in found.items()
        ]
        heads = ("who", "page", "p50", "p95", "requests", "status")
        parts += ["## Desks (single requests, ms)", _table(heads, pages)]
    if imported := findings.get("import"):
        speeds = [
            (who, one.get("seconds", ""), one.get("rate", ""), one.get("error", ""))
            for who, one in imported.items()
            if isinstance(one, dict)
        ]
        parts += [
            f"## Import of {imported['rows']:,} rows",
            _table(("who", "seconds", "rows/s", "error"), speeds),
        ]
    if told := findings.get("misspelled"):
        missed = ", ".join(f"{typed} ({right})" for typed, right in told["missed"])
        answered = (
            f"{told['answered']} of {told['tried']} found on the first page. Missed: {missed or 'none'}."
        )
        parts += ["## Names with one wrong letter", answered]
    return parts


def growth(runs: Sequence[Findings]) -> list[str]:
    """How many times longer ours takes at the last size than at the first."""
    if len(runs) < 2:
        return []
    small, big = rates_at(runs[0]), rates_at(runs[-1])
    rows = []
    for case, who in sorted(small):
        factor = ratio(small[case, who], big.get((case, who), 0.0))
        if factor is not None:
            verdict = judged(factor, *GROWTH_AT_MOST, at_most=True) if who == "P" else ""
            rows.append((case, who, f"{factor:.2f}", verdict))
    title = f"## Times longer at {runs[-1]['size']:,} than at {runs[0]['size']:,} (8 connections)"
    note = "Floor 1.3 and goal 1.2 are meant for the same number of hits."
    return [title, note, _table(("case", "who", "times", ""), rows)]
