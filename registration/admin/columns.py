"""The columns of the Ministry's lists, as text for files and paper."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from desks.columns import Column
from partnerships.admin.columns import BETWEEN, countries, day, foreign, oblasts, short_day, ukrainian
from registration.models import RegisterEntry, RegistrationCase


def _joined(values: Any) -> str:
    return BETWEEN.join(str(value) for value in values)


def order_of(row: RegistrationCase) -> str:
    """Number and date of the order, or nothing."""
    return str(row.order) if row.order else ""


def entry_of(row: RegistrationCase) -> str:
    """The registration number, or nothing."""
    entry = getattr(row, "entry", None)
    return entry.number if entry else ""


def marks_of(entry: RegisterEntry) -> str:
    """That an entry was corrected, and that its number is doubtful."""
    found = []
    if entry.corrected_on:
        day_of_it = date_format(entry.corrected_on, "SHORT_DATE_FORMAT")
        found.append(_now("corrected on %(day)s") % {"day": day_of_it})
    if entry.number_is_doubtful:
        found.append(_now("the number mixes two alphabets; kept as the previous register has it"))
    return "; ".join(found)


CASE_COLUMNS = (
    Column("number", _("number"), lambda row: row.number),
    Column("partnership_code", _("partnership"), lambda row: row.agreement.partnership.code, is_shown=False),
    Column("agreement_title", _("agreement"), lambda row: row.agreement),
    Column("ukrainian_side", _("Ukrainian side"), lambda row: _joined(ukrainian(row.agreement.partnership))),
    Column("foreign_side", _("foreign side"), lambda row: _joined(foreign(row.agreement.partnership))),
    Column(
        "countries", _("countries"), lambda row: _joined(countries(row.agreement.partnership)), is_shown=False
    ),
    Column("oblasts", _("oblast"), lambda row: _joined(oblasts(row.agreement.partnership)), is_shown=False),
    Column("status_word", _("status"), lambda row: row.get_status_display()),
    Column("filed", _("filed"), lambda row: short_day(row.filed_on), is_day=True),
    Column("due", _("due"), lambda row: short_day(row.due_on), is_day=True),
    Column("clerk", _("clerk"), lambda row: row.assigned_to or ""),
    Column("letter", _("letter of request"), lambda row: row.letter_number, is_shown=False),
    Column("order_words", _("Ministry order"), order_of, is_shown=False),
    Column("registration", _("registration number"), entry_of, is_shown=False),
    Column("changed", _("changed"), lambda row: day(row.updated_at), is_shown=False, is_day=True),
)
ENTRY_COLUMNS = (
    Column("number", _("number"), lambda row: row.number),
    Column("registered", _("registered"), lambda row: short_day(row.registered_on), is_day=True),
    Column("agreement_title", _("agreement"), lambda row: row.agreement),
    Column("ukrainian_side", _("Ukrainian side"), lambda row: _joined(ukrainian(row.agreement.partnership))),
    Column("foreign_side", _("foreign side"), lambda row: _joined(foreign(row.agreement.partnership))),
    Column(
        "countries", _("countries"), lambda row: _joined(countries(row.agreement.partnership)), is_shown=False
    ),
    Column("oblasts", _("oblast"), lambda row: _joined(oblasts(row.agreement.partnership)), is_shown=False),
    Column("origin_word", _("origin"), lambda row: row.get_origin_display()),
    Column("marks", _("notes"), marks_of),
    Column("case_number", _("case"), lambda row: row.case.number, is_shown=False),
)
