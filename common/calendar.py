"""Reckoning with review periods and terms."""

from datetime import date, timedelta

SATURDAY = 5


def add_days(start: date, days: int, *, kind: str) -> date:
    """Return the last day of a period of ``days`` after ``start``.

    ``kind`` is ``calendar`` or ``working`` (Monday to Friday; public holidays are not left out,
    since none are days off under martial law). Resolution 357 does not say which is meant.
    """
    if kind == "calendar":
        return start + timedelta(days=days)
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day


def add_years(start: date, years: int) -> date:
    """Return the same day ``years`` later; 29 February becomes 28 February in a common year."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)
