"""Reckoning with review periods and terms, and what a typed date can mean."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import FieldProblem
from common.partial_dates import PartialDate

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


def too_early_problems(path: str, day: date | PartialDate | None, *, since: int) -> list[FieldProblem]:
    """Refuse a date of a year before ``since``: "0202" for 2020 is a slip, and no paper is so old."""
    year = day.latest.year if isinstance(day, PartialDate) else day.year if day else since
    if year >= since:
        return []
    detail = _("The date must not be before %(year)s. Check the year.") % {"year": since}
    return [FieldProblem(path, "too_early", detail)]


def too_late_problems(path: str, day: date | None, *, years_ahead: int) -> list[FieldProblem]:
    """Refuse a day that nobody can mean: so many years from today and more, such as 9999."""
    latest = add_years(timezone.localdate(), years_ahead)
    if day is None or day <= latest:
        return []
    detail = _("The date must not be after %(year)s. Check the year.") % {"year": latest.year}
    return [FieldProblem(path, "too_late", detail)]
