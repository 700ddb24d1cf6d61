"""Consecutive numbers from a locked counter row."""

from django.utils import timezone

from partnerships.models import NumberCounter


def next_number(series: str, year: int | None = None) -> int:
    """Take the next number of a series and year (this year when not said).

    Must run inside a transaction: the row stays locked until it ends, so two clerks get two
    different numbers and a rolled-back transaction leaves no gap.
    """
    year = timezone.localdate().year if year is None else year
    NumberCounter.objects.get_or_create(series=series, year=year)
    counter = NumberCounter.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def next_code(series: str, prefix: str) -> str:
    """Return a code such as ``PB-2026-00017``."""
    year = timezone.localdate().year
    return f"{prefix}-{year}-{next_number(series, year):05d}"
