"""What pages and papers say of an agreement in force, not in force, or of which nobody can tell.

Registration is a fact of its own: a signed agreement that is not registered is never said to be in force like a
registered one, whatever the setting makes of it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.partial_dates import DatePrecision, PartialDate
from partnerships.choices import ForceReason, TermKind
from partnerships.validity import answer_of

# Their words stand in the label, or beside it with a date.
WITHOUT_DETAIL = frozenset({ForceReason.IN_FORCE, ForceReason.NOT_SIGNED, ForceReason.TERMINATED})


@dataclass(frozen=True)
class Force:
    """The answer for a day (None: today), and what of the agreement goes into the words."""

    reason: str
    registered: bool
    term_kind: str
    term_end: PartialDate | None
    on: date | None = None

    @property
    def label(self) -> str:
        """The answer in words."""
        if self.reason == ForceReason.NOT_SIGNED:
            return _("Not signed yet")
        if self.reason == ForceReason.IN_FORCE and not self.registered:
            return self._not_registered()
        answer = answer_of(self.reason)
        if answer is None:
            return self._dated(
                _("Not known whether in force today"), _("Not known whether in force on %(day)s")
            )
        if not answer:
            return self._dated(_("Not in force today"), _("Not in force on %(day)s"))
        if self.term_kind == TermKind.AUTO_RENEWAL:
            return self._dated(
                _("In force today, unless a party has objected"),
                _("In force on %(day)s, unless a party has objected"),
            )
        return self._dated(_("In force today"), _("In force on %(day)s"))

    @property
    def detail(self) -> str:
        """The reason in words, where the answer does not tell it."""
        if self.reason in WITHOUT_DETAIL:
            return ""
        return str(ForceReason(self.reason).label)

    @property
    def answer(self) -> bool | None:
        """Yes, no, or None when it is not known."""
        return answer_of(self.reason)

    @property
    def tone(self) -> str:
        """Name of its colour in site.css."""
        if self.answer is None:
            return "warn"
        if not self.answer:
            return "neutral"
        return "good" if self.registered else "info"

    @property
    def desk_tone(self) -> str:
        """Name of its colour at the desks."""
        return {"good": "success", "warn": "warning"}.get(self.tone, self.tone)

    @property
    def icon(self) -> str:
        """Name of its sign."""
        return {True: "check", False: "stop", None: "info"}[self.answer]

    def _not_registered(self) -> str:
        words = self._signed_words()
        if self.on is None:
            return capfirst(words)
        return _("On %(day)s: %(words)s") % {"day": date_format(self.on, "DATE_FORMAT"), "words": words}

    def _signed_words(self) -> str:
        if self.term_kind == TermKind.AUTO_RENEWAL:
            return _("signed, renewed automatically unless a party has objected, not registered")
        if self.term_end is None:
            return _("signed, open-ended, not registered")
        if self.term_end.precision == DatePrecision.DAY:
            return _("signed, term until %(day)s, not registered") % {"day": self.term_end}
        return _("signed, not registered (end of the term: %(date)s)") % {"date": self.term_end}

    def _dated(self, today: str, other: str) -> str:
        return today if self.on is None else other % {"day": date_format(self.on, "DATE_FORMAT")}
