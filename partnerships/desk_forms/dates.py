"""A date of which only the year, or the month and the year, may be known."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from common.partial_dates import DatePrecision, PartialDate

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


class PartialDateWidget(forms.MultiWidget):
    """Day, month and year; how much is filled in says how precise the date is."""

    template_name = "desk/widgets/partial_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        months = [("", _("month")), *MONTHS.items()]
        # Text boxes, not number boxes: those send nothing at all when a letter slipped in.
        digits = {"inputmode": "numeric", "autocomplete": "off", "class": "form-control"}
        super().__init__(
            {
                "day": forms.TextInput(
                    {**digits, "maxlength": 2, "aria-label": _("day"), "placeholder": _("day")}
                ),
                "month": forms.Select({"class": "form-select", "aria-label": _("month")}, choices=months),
                "year": forms.TextInput(
                    {**digits, "maxlength": 4, "aria-label": _("year"), "placeholder": _("year")}
                ),
            },
            attrs,
        )

    def decompress(self, value: PartialDate | None) -> list[int | None]:
        """Leave empty what is not known."""
        if value is None:
            return [None, None, None]
        known_month = value.precision != DatePrecision.YEAR
        known_day = value.precision == DatePrecision.DAY
        return [
            value.date.day if known_day else None,
            value.date.month if known_month else None,
            value.date.year,
        ]


class PartialDateField(forms.MultiValueField):
    """Gives a ``PartialDate``, or None when nothing is filled in."""

    widget = PartialDateWidget

    def __init__(self, *, label: "StrOrPromise", help_text: "StrOrPromise" = "") -> None:
        months = [("", ""), *((str(number), name) for number, name in MONTHS.items())]
        super().__init__(
            fields=(
                forms.IntegerField(required=False, min_value=1, max_value=31, error_messages=_messages(_DAY)),
                forms.TypedChoiceField(required=False, choices=months, coerce=int, empty_value=None),
                forms.IntegerField(
                    required=False,
                    min_value=EARLIEST_YEAR,
                    max_value=LATEST_YEAR,
                    error_messages=_messages(_YEAR),
                ),
            ),
            require_all_fields=False,
            required=False,
            label=label,
            help_text=help_text or _("If you know only the month or the year, leave the rest empty."),
        )

    def compress(self, data_list: Sequence[int | None]) -> PartialDate | None:
        """Join the three parts; refuse a gap and a day that the calendar does not have."""
        day, month, year = data_list or (None, None, None)
        if year is None:
            if day or month:
                raise ValidationError(_("Enter the year too."), code="incomplete")
            return None
        if month is None:
            if day:
                raise ValidationError(_("Enter the month too."), code="incomplete")
            return PartialDate(date(year, 1, 1), DatePrecision.YEAR)
        try:
            return PartialDate(date(year, month, day or 1), DatePrecision.DAY if day else DatePrecision.MONTH)
        except ValueError:
            raise ValidationError(_("There is no such day in this month."), code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the dates themselves: the parts of an empty date are empty in many ways."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


_DAY = _("Enter the day as a number from 1 to 31.")
_YEAR = _("Enter the year as four digits.")


def _messages(text: "StrOrPromise") -> dict[str, Any]:
    return {"invalid": text, "min_value": text, "max_value": text}
