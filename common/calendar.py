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


def days_between(start: date, end: date, *, kind: str) -> int:
    """How many days, of the kind as in ``add_days``, lie between two days; negative when the end comes first."""
    if end < start:
        return -days_between(end, start, kind=kind)
    if kind == "calendar":
        return (end - start).days
    return sum(
        (start + timedelta(days=passed)).weekday() < SATURDAY for passed in range(1, (end - start).days + 1)
    )
