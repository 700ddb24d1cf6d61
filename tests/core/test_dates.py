"""Partial dates, review periods and terms."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from common.calendar import add_days, add_years
from common.partial_dates import DatePrecision, PartialDate
from partnerships.models import Agreement

DAYS = st.dates(dt.date(1, 1, 1), dt.date(9900, 12, 31))
PARTIAL = st.builds(PartialDate, DAYS, st.sampled_from(DatePrecision))


@given(PARTIAL)
def test_partial_date__lies_between_its_first_and_last_day(partial):
    assert partial.earliest <= partial.date <= partial.latest
    assert partial.earliest.year == partial.latest.year == partial.date.year
    assert (partial.latest - partial.earliest).days <= 365


@given(PARTIAL)
def test_partial_date__all_days_of_its_period_mean_the_same(partial):
    for day in (partial.earliest, partial.latest):
        if partial.precision != DatePrecision.DAY:
            same = PartialDate(day, partial.precision)
            assert (same.earliest, same.latest) == (partial.earliest, partial.latest)


@given(PARTIAL)
def test_partial_date__next_period_begins_the_day_after(partial):
    after = partial.latest + dt.timedelta(days=1)
    assert PartialDate(after, partial.precision).earliest == after


@given(PARTIAL)
def test_partial_date__survives_its_two_columns(partial):
    assert PartialDate.of(partial.date, str(partial.precision)) == partial


@pytest.mark.parametrize(
    ("precision", "uk", "en"),
    [("day", "1 серпня 2009", "2009"), ("month", "серпень 2009", "August 2009"), ("year", "2009", "2009")],
)
def test_partial_date__is_written_as_precisely_as_it_is_known(precision, uk, en):
    partial = PartialDate(dt.date(2009, 8, 1), DatePrecision(precision))
    with translation.override("uk"):
        assert str(partial).lower().startswith(uk.split()[0])
    with translation.override("en"):
        assert en in str(partial)


def test_partial_date__of_nothing_is_nothing():
    assert PartialDate.of(None, "day") is None
    assert PartialDate.of(dt.date(2020, 1, 1), "").precision == DatePrecision.DAY


@given(st.dates(dt.date(1945, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 99))
def test_add_years__keeps_month_and_day_except_on_29_february(start, years):
    end = add_years(start, years)
    assert end.year == start.year + years
    assert (end.month, end.day) in {(start.month, start.day), (2, 28)}
    assert (end.day == start.day) or (start.month, start.day) == (2, 29)


@given(st.dates(dt.date(1945, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 60))
def test_working_days__end_on_a_working_day_and_count_no_weekend(start, days):
    end = add_days(start, days, kind="working")
    between = [start + dt.timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert end.weekday() < 5
    assert sum(day.weekday() < 5 for day in between) == days
    assert end >= add_days(start, days, kind="calendar")


@pytest.mark.parametrize(
    ("kind", "last"), [("calendar", dt.date(2025, 6, 13)), ("working", dt.date(2025, 6, 25))]
)
def test_review_period__of_thirty_days(kind, last):
    assert add_days(dt.date(2025, 5, 14), 30, kind=kind) == last


def test_agreement__in_force_asks_for_today_in_kyiv():
    agreement = Agreement(signed_on=timezone.localdate(), signed_precision="day", term_kind="open_ended")
    assert agreement.in_force()
