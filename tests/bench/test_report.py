"""The arithmetic of the bench."""

import random

import pytest

from bench import goals, report
from bench.outcome import Outcome, percentile, percentiles, ratio
from bench.params import misspell
from bench.pgbench import Script, one_of
from bench.quality import is_answered

MACHINE = {
    "cores": 2, "processor": "a processor", "memory_gib": 8, "load_before": [0.1], "python": "3.11",
    "packages": {"django": "5.2"}, "workers": 2, "blocking_threads": 1, "client": "wrk",
    "database_bytes": 2**20, "postgresql": {"shared_buffers": "1GB"},
}  # fmt: skip


def findings(**rates):
    """Findings at 8 connections; names as ``case__who`` with underscores for spaces."""
    cases = []
    for name, rate in rates.items():
        case, who = name.split("__")
        cases.append(Outcome(case.replace("_", " "), who, 8, rate=rate, p50=1).as_dict())
    return {"size": 1000, "cases": cases, "machine": MACHINE, "indexes": []}


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 50, 0),
        ([7], 99, 7),
        ([1, 2, 3, 4], 50, 2),
        (list(range(1, 101)), 95, 95),
        (list(range(1, 101)), 99, 99),
    ],
)
def test_percentile_is_the_smallest_value_that_covers_the_share(values, share, expected):
    assert percentile(values, share) == expected


def test_percentiles_do_not_need_order():
    assert percentiles([3, 1, 2]) == {"p50": 2, "p95": 3, "p99": 3}


def test_nothing_is_compared_with_nothing():
    assert ratio(10, 0) is None
    assert ratio(0, 10) is None
    assert ratio(10, 5) == 2


@pytest.mark.parametrize(
    ("value", "at_most", "expected"),
    [
        (None, False, "—"), (50, False, "goal"), (25, False, "floor"), (5, False, "below"),
        (5, True, "goal"), (15, True, "floor"), (50, True, "below"),
    ],
)  # fmt: skip
def test_judged(value, at_most, expected):
    floor, goal = (20, 10) if at_most else (20, 40)
    assert goals.judged(value, floor, goal, at_most=at_most) == expected


def test_verdicts_compare_within_one_run():
    told = {one.what: one for one in goals.verdicts(findings(list__P=1000, list__T=40, list__L=4000))}

    assert told["list, P/T"].reached == "25.00"
    assert told["list, P/T"].passes == "floor"
    assert told["list, P/L"].passes == "floor"
    assert told["rare word, P/T"].passes == "—"


def test_the_page_stands_without_the_heavy_parts():
    text = report.page(findings(list__P=1000, list__T=40))

    assert "| list, P/T | 25.00 | ≥ 20 | ≥ 40 | floor |" in text
    assert "Whole export" not in text


def test_growth_is_told_from_the_first_size_to_the_last():
    runs = [findings(list__P=1000, list__T=40), {**findings(list__P=500, list__T=10), "size": 5000}]

    text = "\n".join(report.growth(runs))

    assert "at 5,000 than at 1,000" in text
    assert "| list | P | 2.00 | below |" in text
    assert "| list | T | 4.00 |  |" in text
    assert report.growth(runs[:1]) == []


def test_a_mistake_is_one_letter_and_no_other_name():
    found = misspell(random.Random(1), ["бровари", "броварі", "суми"], 10)

    assert found
    for item in found:
        assert item.typed not in {"бровари", "броварі", "суми"}
        assert abs(len(item.typed) - len(item.right)) <= 1


def test_constants_survive_pgbench_which_reads_a_colon_as_a_variable():
    script = Script("case", [f"SELECT {one_of([chr(39) + 'a' + chr(39) + ':*', 'b'])}"], 2)

    assert "{i}" not in script.text()
    assert ":*" not in script.text()
    assert script.text().startswith("\\set i random(1, 2)\n")
    assert ":i" in script.text()


@pytest.mark.parametrize(
    ("typed", "right", "expected"), [([3, 9], [1, 3], True), ([9, 3], [1, 3], False), ([], [1], False)]
)
def test_a_misspelled_name_is_answered_by_a_hit_of_the_name(typed, right, expected):
    assert is_answered(typed, right) is expected
