"""Dates of which only the month or the year may be known («серпень 2009», «1996»)."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class DatePrecision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


@dataclass(frozen=True)
class PartialDate:
    """A date with its precision; ``date`` is the first day of the known period (or a day within it)."""

    date: dt.date
    precision: DatePrecision

    @classmethod
    def of(cls, day: dt.date | None, precision: str) -> "PartialDate | None":
        """Build from two columns; None when there is no date."""
        return cls(day, DatePrecision(precision or "day")) if day else None

    @property
    def earliest(self) -> dt.date:
        """First day that the date can mean."""
        month = 1 if self.precision == DatePrecision.YEAR else self.date.month
        return self.date if self.precision == DatePrecision.DAY else self.date.replace(month=month, day=1)

    @property
    def latest(self) -> dt.date:
        """Last day that the date can mean."""
        if self.precision == DatePrecision.DAY:
            return self.date
        month = 12 if self.precision == DatePrecision.YEAR else self.date.month
        return dt.date(self.date.year, month, calendar.monthrange(self.date.year, month)[1])

    def __str__(self) -> str:
        formats = {
            DatePrecision.DAY: "DATE_FORMAT",
            DatePrecision.MONTH: "YEAR_MONTH_FORMAT",
            DatePrecision.YEAR: "Y\N{NO-BREAK SPACE}р." if get_language() == "uk" else "Y",
        }
        text = date_format(self.date, formats[self.precision])
        # Ukrainian writes months small; Django's names of months alone begin with a capital.
        return text.lower() if get_language() == "uk" else text
