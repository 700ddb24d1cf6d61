"""Deadlines as a clock: the day, and how many days are left, in the colour of their number."""

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.admin.badges import badge
from common.calendar import days_between

SOON = 7  # calendar days before the end from which on a deadline is orange


def due_words(day: date | None, *, kind: str = "") -> SafeString | str:
    """A deadline and how long it is until then: red when it has passed, orange in its last week.

    ``kind`` says in which days the deadline is counted, ``calendar`` or ``working``; that of the Ministry's
    review when not said.
    """
    if day is None:
        return "—"
    today, kind = timezone.localdate(), kind or settings.REVIEW_DAYS_KIND
    left = days_between(today, day, kind=kind)
    words = _working_words(left) if kind == "working" else _words(left)
    if day < today and left == 0:  # it ran out on the last working day, and this is a weekend
        words = _("overdue")
    return format_html("{} {}", date_format(day, "SHORT_DATE_FORMAT"), badge(words, tone_of(day)))


def tone_of(day: date) -> str:
    """The colour of a deadline."""
    left = (day - timezone.localdate()).days
    if left < 0:
        return "danger"
    return "warning" if left <= SOON else "neutral"


def _words(left: int) -> str:
    if left < 0:
        said = ngettext("overdue by %(count)d day", "overdue by %(count)d days", -left)
        return said % {"count": -left}
    if left == 0:
        return _("due today")
    return ngettext("%(count)d day left", "%(count)d days left", left) % {"count": left}


def _working_words(left: int) -> str:
    if left < 0:
        said = ngettext("overdue by %(count)d working day", "overdue by %(count)d working days", -left)
        return said % {"count": -left}
    if left == 0:
        return _("due today")
    said = ngettext("%(count)d working day left", "%(count)d working days left", left)
    return said % {"count": left}
