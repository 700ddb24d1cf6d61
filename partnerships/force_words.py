"""What pages and papers say of an agreement in force, not in force, or of which nobody can tell.

Registration is a fact of its own: a signed agreement that is not registered is never said to be in force like a
registered one, whatever the setting makes of it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.partial_dates import DatePrecision, PartialDate
from partnerships.choices import ForceReason, TermKind
from partnerships.validity import answer_of

# Their words stand in the label, or beside it with a date.
WITHOUT_DETAIL = frozenset({ForceReason.IN_FORCE, ForceReason.NOT_SIGNED, ForceReason.TERMINATED})


def term_words(kind: str, years: int | None, until: date | None) -> str:
    """The term as a paper or a correction says it: «З автоматичним продовженням (5 років)»."""
    if kind == TermKind.UNTIL and until:
        return _("until %(day)s") % {"day": date_format(until, "DATE_FORMAT")}
    number = ngettext("%(number)d year", "%(number)d years", years) % {"number": years} if years else ""
    if kind == TermKind.YEARS and number:
        return number
    label = str(TermKind(kind).label)
    return f"{label} ({number})" if number else label


@dataclass(frozen=True)
class Force:
    """The answer for a day (None: today), and what of the agreement goes into the words."""

    reason: str
    registered: bool
    term_kind: str
    term_end: PartialDate | None
    on: date | None = None
    ended_on: date | None = None  # the last day of the cooperation: it ends no agreement

    @property
    def label(self) -> str:
        """The answer in words."""
        if self.reason == ForceReason.NOT_SIGNED:
            return _("Not signed yet")
        if self.reason == ForceReason.IN_FORCE:
            return self._in_force()
        if self.answer is None:
            return self._dated(
                _("Not known whether in force today"), _("Not known whether in force on %(day)s")
            )
        return self._dated(_("Not in force today"), _("Not in force on %(day)s"))

    def _in_force(self) -> str:
        if not self.registered:
            return self._not_registered()
        if self.outlasts:
            return self._dated(_("Formally in force today"), _("Formally in force on %(day)s"))
        if self.term_kind == TermKind.AUTO_RENEWAL:
            return self._dated(
                _("In force today, unless a party has objected"),
                _("In force on %(day)s, unless a party has objected"),
            )
        return self._dated(_("In force today"), _("In force on %(day)s"))

    @property
    def detail(self) -> str:
        """The reason in words, where the answer does not tell it; and that cooperation has ended all the same."""
        reason = "" if self.reason in WITHOUT_DETAIL else str(ForceReason(self.reason).label)
        return ". ".join(filter(None, [reason, self._formally() if self.outlasts else ""]))

    @property
    def outlasts(self) -> bool:
        """Whether it is in force, or may be, although its parties no longer cooperate."""
        day = self.on or timezone.localdate()
        return self.ended_on is not None and self.ended_on <= day and self.answer is not False

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

    def _formally(self) -> str:
        """Both facts in one sentence, so that neither is read without the other."""
        day = {"day": date_format(self.ended_on, "DATE_FORMAT") if self.ended_on else ""}
        if self.answer is None:
            return (
                _("The parties ended their cooperation on %(day)s, but no act of termination is known") % day
            )
        if self.term_kind == TermKind.AUTO_RENEWAL:
            return (
                _("Cooperation ended on %(day)s; the agreement formally renews until a party objects") % day
            )
        if self.term_end is None:
            return _("Cooperation ended on %(day)s; the agreement formally stays in force, open-ended") % day
        return _("Cooperation ended on %(day)s; the agreement formally stays in force until %(end)s") % {
            **day,
            "end": self.term_end,
        }

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
