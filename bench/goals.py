"""The floors and goals of the project, as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.outcome import ratio

Rates = Mapping[tuple[str, str], float]  # (case, contestant) → requests a second at 8 connections


@dataclass(frozen=True)
class Bound:
    """At least so many times the other contestant, or the other case of ours."""

    case: str
    other: str
    floor: float
    goal: float | None = None

    def value(self, rates: Rates) -> float | None:
        """The ratio that was reached."""
        own = rates.get((self.case, "P"), 0.0)
        return ratio(own, rates.get((self.case, self.other), 0.0))


BOUNDS: Sequence[Bound] = (
    Bound("list", "T", 20, 40),
    Bound("list", "L", 0.25, 0.5),
    Bound("repeated page", "L", 0.25, 1.2),
    Bound("filter", "T", 20, 35),
    Bound("filter", "L", 0.3, 0.5),
    Bound("rare word", "T", 1000, 2000),
    Bound("rare word", "L", 0.3, 0.45),
    Bound("common word", "T", 1000, 2000),
    Bound("common word", "L", 0.3, 0.45),
    Bound("misspelled word", "L", 0.4, 0.5),
    Bound("detail", "T", 12, 22),
    Bound("detail", "L", 0.0, 0.2),
    Bound("facets", "T", 300, 600),
)
ADMIN_AT_MOST = {"list": (150, 50), "search": (300, 80), "form": (100, 20)}  # ms, floor and goal
EXPORT_AT_MOST = (2.0, 1.2)  # times COPY
DEEP_PAGE_AT_MOST = 1.3  # times the time of page 1
GROWTH_AT_MOST = (1.3, 1.2)  # times the time at the smaller size
MISSPELLED_SHARE = 0.95
SUGGESTION_MS = 20.0


@dataclass(frozen=True)
class Verdict:
    """One line of the table: what was reached, what was wanted."""

    what: str
    reached: str
    floor: str
    goal: str
    passes: str


def judged(value: float | None, floor: float, goal: float | None, *, at_most: bool = False) -> str:
    """«goal», «floor», «below», or «—» when it was not measured."""
    if value is None:
        return "—"
    meets: Callable[[float], bool] = (
        (lambda bound: value <= bound) if at_most else (lambda bound: value >= bound)
    )
    if goal is not None and meets(goal):
        return "goal"
    return "floor" if meets(floor) else "below"


def rates_at(findings: Mapping[str, Any], connections: int = 8) -> Rates:
    """Requests a second by case and contestant."""
    return {
        (one["case"], one["who"]): one["rate"]
        for one in findings["cases"]
        if one["connections"] == connections
    }


def verdicts(findings: Mapping[str, Any]) -> list[Verdict]:
    """Every bound with what was reached."""
    rates = rates_at(findings)
    found = [_ratio_verdict(bound, rates) for bound in BOUNDS]
    deep = ratio(rates.get(("page 1", "P"), 0.0), rates.get(("page 4,000", "P"), 0.0))
    found.append(_verdict("page 4,000, times of page 1", deep, DEEP_PAGE_AT_MOST, None, at_most=True))
    found += _heavy_verdicts(findings)
    for one in findings["cases"]:
        if one["case"].startswith("suggest") and one["connections"] == 1 and not one["note"]:
            found.append(_verdict(f"{one['case']}, ms (p95)", one["p95"], SUGGESTION_MS, None, at_most=True))
    return found


def _ratio_verdict(bound: Bound, rates: Rates) -> Verdict:
    return _verdict(f"{bound.case}, P/{bound.other}", bound.value(rates), bound.floor, bound.goal)


def _heavy_verdicts(findings: Mapping[str, Any]) -> list[Verdict]:
    export = findings.get("export") or {}
    ours = export.get("P", {})
    times = ratio(ours["seconds"], export["COPY"]["seconds"]) if ours.get("status") == 200 else None
    found = [_verdict("full CSV, times COPY", times, *EXPORT_AT_MOST, at_most=True)]
    pages = (findings.get("admin") or {}).get("P", {})
    for name, (floor, goal) in ADMIN_AT_MOST.items():
        page = pages.get(name, {})
        value = page.get("p50") if page.get("status") == 200 else None
        found.append(_verdict(f"admin {name}, ms (p50)", value, floor, goal, at_most=True))
    share = (findings.get("misspelled") or {}).get("share")
    found.append(_verdict("misspelled names answered", share, MISSPELLED_SHARE, MISSPELLED_SHARE))
    return found


def _verdict(
    what: str, value: float | None, floor: float, goal: float | None, *, at_most: bool = False
) -> Verdict:
    sign = "≤ " if at_most else "≥ "
    return Verdict(
        what,
        "—" if value is None else f"{value:,.2f}",
        f"{sign}{floor:,g}",
        "—" if goal is None else f"{sign}{goal:,g}",
        judged(value, floor, goal, at_most=at_most),
    )
