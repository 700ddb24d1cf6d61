"""Whether an agreement is in force, as the database computes it: the twin of ``Agreement.in_force``.

Readers filter by it, so it cannot be asked of each row in turn. A test compares the two.
"""

from datetime import date

from django.db.models import Case, DateField, F, Func, Q, Value, When
from django.db.models.functions import TruncMonth, TruncYear

from partnerships.choices import TermKind


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
VALID_UNTIL = Case(
    When(term_kind=TermKind.UNTIL, then=F("term_until")),
    When(
        term_kind=TermKind.YEARS,
        signed_on__isnull=False,
        term_years__isnull=False,
        then=_PlusYears(SIGNED_LATEST, F("term_years")),
    ),
    default=Value(None),
    output_field=DateField(),
)
ANNOTATIONS = {"signed_earliest": SIGNED_EARLIEST, "valid_until_day": VALID_UNTIL}


def in_force_on(day: date) -> Q:
    """Condition on agreements annotated with ``ANNOTATIONS``: signed, not terminated, not expired.

    Never null, so that it can be negated.
    """
    signed = Q(signed_on__isnull=False, signed_earliest__lte=day)
    not_terminated = Q(terminated_on__isnull=True) | Q(terminated_on__gt=day)
    not_expired = Q(valid_until_day__isnull=True) | Q(valid_until_day__gte=day)
    return signed & not_terminated & not_expired
