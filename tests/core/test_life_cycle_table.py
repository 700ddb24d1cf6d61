"""The table itself, and the page drawn from it."""

import pytest
from django.core.management import CommandError, call_command

from common.errors import NotVisible
from common.life_cycle import NO_REASON, Reason
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.management.commands import draw_life_cycles
from registration.transitions import CASE_LIFE_CYCLE


def names(steps):
    return [step.name for step in steps]


def test_leaving__names_the_declared_steps_of_a_status():
    assert names(PARTNERSHIP_LIFE_CYCLE.leaving("submitted")) == ["return", "approve", "reject", "withdraw"]
    assert PARTNERSHIP_LIFE_CYCLE.leaving("ended") == []


def test_way__is_the_shortest_one():
    assert names(CASE_LIFE_CYCLE.way("filed", "registered")) == [
        "accept",
        "clear",
        "submit-signed",
        "register",
    ]
    assert CASE_LIFE_CYCLE.way("filed", "filed") == []


def test_way__there_is_none_out_of_a_closed_status():
    with pytest.raises(LookupError, match="terminated"):
        CASE_LIFE_CYCLE.way("terminated", "filed")


def test_get__an_undeclared_step_does_not_exist():
    with pytest.raises(NotVisible):
        CASE_LIFE_CYCLE.get("approve")


def test_verbs__of_the_two_life_cycles_differ():
    verbs = [
        cycle.verb(step.name)
        for cycle in (PARTNERSHIP_LIFE_CYCLE, CASE_LIFE_CYCLE)
        for step in cycle.transitions
    ]
    assert len(verbs) == len(set(verbs))


def test_pairs__hold_every_declared_change_once():
    assert ("draft", "submitted") in PARTNERSHIP_LIFE_CYCLE.pairs
    assert ("draft", "approved") not in PARTNERSHIP_LIFE_CYCLE.pairs
    assert ("transferred", "approved") in PARTNERSHIP_LIFE_CYCLE.pairs
    assert len(PARTNERSHIP_LIFE_CYCLE.pairs) == len(set(PARTNERSHIP_LIFE_CYCLE.pairs))


@pytest.mark.parametrize(
    ("reason", "counts"), [(NO_REASON, False), (Reason(text=" "), False), (Reason(("other",)), True)]
)
def test_reason__counts_when_something_is_said(reason, counts):
    assert bool(reason) is counts


def test_page_of_life_cycles__is_up_to_date():
    call_command("draw_life_cycles", check=True)


def test_page_of_life_cycles__draws_every_step_and_status():
    page = draw_life_cycles.draw_page()
    for cycle in (PARTNERSHIP_LIFE_CYCLE, CASE_LIFE_CYCLE):
        assert all(f"`{step.name}`" in page for step in cycle.transitions)
        assert all(f"s_{status} : " in page for status in cycle.statuses.values)


def test_page_of_life_cycles__out_of_date__is_noticed_and_redrawn(tmp_path, monkeypatch):
    page = tmp_path / "life-cycles.md"
    monkeypatch.setattr(draw_life_cycles, "TARGET", page)
    with pytest.raises(CommandError, match="out of date"):
        call_command("draw_life_cycles", check=True)
    call_command("draw_life_cycles")
    assert page.read_text(encoding="utf-8") == draw_life_cycles.draw_page()
