"""Deadlines as a clock: how many days are left, of which kind, in which colour."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from common.admin import clock
from common.calendar import days_between

FRIDAY = dt.date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _on_a_friday(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: FRIDAY)
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("days", "kind", "words", "tone"),
    [
        (0, "calendar", "due today", "warning"),
        (1, "calendar", "1 day left", "warning"),
        (7, "calendar", "7 days left", "warning"),
        (8, "calendar", "8 days left", "neutral"),
        (-1, "calendar", "overdue by 1 day", "danger"),
        (3, "working", "1 working day left", "warning"),
        (14, "working", "10 working days left", "neutral"),
        (-7, "working", "overdue by 5 working days", "danger"),
    ],
)
def test_deadline__says_how_long_and_in_which_colour(days, kind, words, tone):
    shown = clock.due_words(FRIDAY + dt.timedelta(days=days), kind=kind)
    assert f">{words}<" in shown
    assert f"desk-badge--{tone}" in shown


def test_no_deadline__is_a_dash():
    assert clock.due_words(None) == "—"


def test_kind__is_that_of_the_review_when_not_said(settings):
    settings.REVIEW_DAYS_KIND = "working"
    assert "working" in clock.due_words(FRIDAY + dt.timedelta(days=3))


def test_days_between__count_back_as_they_count_ahead():
    monday = FRIDAY + dt.timedelta(days=3)
    assert (days_between(FRIDAY, monday, kind="working"), days_between(monday, FRIDAY, kind="working")) == (
        1,
        -1,
    )
    assert (days_between(FRIDAY, monday, kind="calendar"), days_between(monday, FRIDAY, kind="calendar")) == (
        3,
        -3,
    )
