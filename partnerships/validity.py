"""Whether an agreement is in force on a day: yes, no or not known, and why.

The rule stands here twice, side by side: ``reason_on`` answers for one agreement, ``with_force`` is the same as an
expression of the database, by which readers filter. A property test compares the two.

What can be decided is decided: a term that is over is over also without a date of signing, and what is registered
has been signed. A date known to its month or year decides where every day that it can mean gives the same answer.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Case, CharField, DateField, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth, TruncYear

from common.calendar import add_years
from common.partial_dates import PartialDate
from partnerships.choices import ForceReason, TermKind

if TYPE_CHECKING:
    pass

R = ForceReason
UNKNOWN_REASONS = frozenset({R.SIGNED_DATE_UNKNOWN, R.SIGNED_DATE_IMPRECISE, R.TERM_UNKNOWN})
# The three answers as filters name them.
ANSWERS = {
    "true": frozenset({R.IN_FORCE}),
    "false": frozenset(R) - UNKNOWN_REASONS - {R.IN_FORCE},
    "unknown": UNKNOWN_REASONS,
}
DAY = timedelta(days=1)


def answer_of(reason: str) -> bool | None:
    """The answer that goes with a reason; None when it is not known."""
    if reason in UNKNOWN_REASONS:
        return None
    return reason == R.IN_FORCE


def reasons_of(*answers: str) -> set[str]:
    """The reasons behind some of ``ANSWERS``."""
    return {reason.value for answer in answers for reason in ANSWERS[answer]}


@dataclass(frozen=True)
class ForceFacts:
    """All that decides whether an agreement is in force."""

    signed: PartialDate | None = None
    term_kind: str = TermKind.UNKNOWN
    term_years: int | None = None
    term_until: date | None = None
    terminated_on: date | None = None
    registered_on: date | None = None

    @property
    def term_ends(self) -> tuple[date, date] | None:
        """First and last possible last day of the term; None when it has none or it cannot be computed."""
        if self.term_kind == TermKind.UNTIL and self.term_until:
            return self.term_until, self.term_until
        if self.term_kind == TermKind.YEARS and self.signed and self.term_years:
            days = (self.signed.earliest, self.signed.latest)
            first, last = (add_years(day, self.term_years) for day in days)
            return first, last
        return None


def reason_on(facts: ForceFacts, day: date) -> ForceReason:
    """Say why an agreement is in force on a day, is not, or why nobody can tell."""
    if facts.signed is None and facts.registered_on is None:
        return R.NOT_SIGNED
    return _over(facts, day) or _not_begun(facts, day) or _reason_of_term(facts, day)


def _over(facts: ForceFacts, day: date) -> ForceReason | None:
    """Whether it is over for sure, and by what: whichever came first."""
    ends = facts.term_ends
    if facts.terminated_on and facts.terminated_on <= day:
        return R.EXPIRED if ends and ends[1] < facts.terminated_on else R.TERMINATED
    return R.EXPIRED if ends and ends[1] < day else None


def _not_begun(facts: ForceFacts, day: date) -> ForceReason | None:
    """Whether it has not begun, or may not have; what is registered has been signed."""
    signed = facts.signed
    registered = facts.registered_on is not None and facts.registered_on <= day
    if signed and signed.earliest > day:
        return R.NOT_BEGUN
    if settings.AGREEMENT_IN_FORCE_NEEDS_REGISTRATION and not registered:
        return R.NOT_REGISTERED
    if not registered and (signed is None or signed.latest > day):
        return R.SIGNED_DATE_IMPRECISE if signed else R.SIGNED_DATE_UNKNOWN
    return None


def _reason_of_term(facts: ForceFacts, day: date) -> ForceReason:
    """The answer of the term alone, once it has begun and is not over for sure."""
    if facts.term_kind == TermKind.YEARS and facts.term_years:
        if facts.term_ends is None:
            return R.SIGNED_DATE_UNKNOWN
        return R.SIGNED_DATE_IMPRECISE if facts.term_ends[0] < day else R.IN_FORCE
    if facts.term_kind in {TermKind.UNTIL, TermKind.OPEN_ENDED, TermKind.AUTO_RENEWAL}:
        return R.IN_FORCE
    return R.TERM_UNKNOWN


@dataclass(frozen=True)
class Stretch:
    """Days with one and the same answer: from ``begins`` (None: ever) to the day before ``ends`` (None: for ever)."""

    begins: date | None
    ends: date | None
    reason: ForceReason

    @property
    def days(self) -> str:
        """As text of a ``daterange``."""
        return f"{'[' if self.begins else '('}{self.begins or ''},{self.ends or ''})"


def stretches(facts: ForceFacts) -> list[Stretch]:
    """All days, parted where the reason changes, so that any day can be answered for without asking again."""
    turns = sorted({day for day in _possible_turns(facts) if day > date.min})
    reasons: list[tuple[date | None, ForceReason]] = [
        (None, reason_on(facts, turns[0] - DAY if turns else date.min))
    ]
    reasons += [(day, reason_on(facts, day)) for day in turns]
    kept = [pair for place, pair in enumerate(reasons) if place == 0 or pair[1] != reasons[place - 1][1]]
    ends = [begins for begins, _reason in kept[1:]] + [None]
    return [Stretch(begins, end, reason) for (begins, reason), end in zip(kept, ends, strict=True)]


def _possible_turns(facts: ForceFacts) -> list[date]:
    days = [day for day in (facts.terminated_on, facts.registered_on) if day]
    if facts.signed:
        days += [facts.signed.earliest, facts.signed.latest]
    if facts.term_ends:
        days += [day + DAY for day in facts.term_ends if day < date.max]
    return days


class _LastDayOfMonth(Func):
    template = "(date_trunc('month', %(expressions)s) + interval '1 month - 1 day')::date"
    output_field = DateField()


class _LastDayOfYear(Func):
    template = "make_date(extract(year from %(expressions)s)::int, 12, 31)"
    output_field = DateField()


class _PlusYears(Func):
    """PostgreSQL, too, makes 28 February of the 29th in a common year."""

    template = "(%(expressions)s))::date"
    arg_joiner = " + make_interval(years => "
    output_field = DateField()


SIGNED_EARLIEST = Case(
    When(signed_precision="month", then=TruncMonth("signed_on", output_field=DateField())),
    When(signed_precision="year", then=TruncYear("signed_on", output_field=DateField())),
    default=F("signed_on"),
    output_field=DateField(),
)
SIGNED_LATEST = Case(
    When(signed_precision="month", then=_LastDayOfMonth("signed_on")),
    When(signed_precision="year", then=_LastDayOfYear("signed_on")),
    default=F("signed_on"),
    output_field=DateField(),
)


def _term_ends(signed: Case) -> Case:
    """The twin of ``ForceFacts.term_ends`` for one of the days that the date of signing can mean."""
    return Case(
        When(term_kind=TermKind.UNTIL, then=F("term_until")),
        When(
            term_kind=TermKind.YEARS,
            signed_on__isnull=False,
            term_years__isnull=False,
            then=_PlusYears(signed, F("term_years")),
        ),
        default=Value(None),
        output_field=DateField(),
    )


def with_force(agreements: "QuerySet[Any]", day: date) -> "QuerySet[Any]":
    """Agreements with ``force`` (the reason on a day, as ``reason_on`` says) and ``valid_until_day``."""
    found: QuerySet[Any] = agreements.annotate(
        signed_earliest=SIGNED_EARLIEST,
        signed_latest=SIGNED_LATEST,
        ends_first=_term_ends(SIGNED_EARLIEST),
        valid_until_day=_term_ends(SIGNED_LATEST),
    ).annotate(force=_reason(day))
    return found


def _reason(day: date) -> Case:
    """The twin of ``reason_on``, case by case in its order."""
    # The related name of registration.RegisterEntry; a string, since imports go the other way.
    not_registered = Q(register_entry__isnull=True) | Q(register_entry__registered_on__gt=day)
    needed = [When(not_registered, then=Value(R.NOT_REGISTERED))]
    return Case(
        When(signed_on__isnull=True, register_entry__isnull=True, then=Value(R.NOT_SIGNED)),
        When(terminated_on__lte=day, valid_until_day__lt=F("terminated_on"), then=Value(R.EXPIRED)),
        When(terminated_on__lte=day, then=Value(R.TERMINATED)),
        When(valid_until_day__lt=day, then=Value(R.EXPIRED)),
        When(signed_earliest__gt=day, then=Value(R.NOT_BEGUN)),
        *(needed if settings.AGREEMENT_IN_FORCE_NEEDS_REGISTRATION else []),
        When(not_registered, signed_on__isnull=True, then=Value(R.SIGNED_DATE_UNKNOWN)),
        When(not_registered, signed_latest__gt=day, then=Value(R.SIGNED_DATE_IMPRECISE)),
        When(term_kind=TermKind.YEARS, term_years__isnull=False, then=_reason_of_years(day)),
        When(
            term_kind__in=(TermKind.UNTIL, TermKind.OPEN_ENDED, TermKind.AUTO_RENEWAL),
            then=Value(R.IN_FORCE),
        ),
        default=Value(R.TERM_UNKNOWN),
        output_field=CharField(),
    )


def _reason_of_years(day: date) -> Case:
    return Case(
        When(ends_first__isnull=True, then=Value(R.SIGNED_DATE_UNKNOWN)),
        When(ends_first__lt=day, then=Value(R.SIGNED_DATE_IMPRECISE)),
        default=Value(R.IN_FORCE),
        output_field=CharField(),
    )
