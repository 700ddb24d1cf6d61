"""The columns of the list of partnerships, as text for files and paper."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from desks.columns import Column
from partnerships.choices import Helper, Side
from partnerships.deadlines import check_is_due
from partnerships.models import Partnership, Party

BETWEEN = " | "


def ukrainian(row: Partnership) -> list[Party]:
    """The communities, in order."""
    return [party for party in row.parties.all() if party.side == Side.UKRAINIAN]


def foreign(row: Partnership) -> list[Party]:
    """The foreign parties, in order."""
    return [party for party in row.parties.all() if party.side == Side.FOREIGN]


def countries(row: Partnership) -> list[str]:
    """Names of the partners' countries, each once."""
    found = {party.municipality.country: None for party in foreign(row) if party.municipality}
    return [country.name for country in found]


def oblasts(row: Partnership) -> list[str]:
    """Names of the communities' oblasts, each once; of a city that belongs to none its own."""
    units = [party.community for party in ukrainian(row) if party.community]
    return list(dict.fromkeys((unit.oblast or unit).full_name for unit in units))


def day(moment: Any) -> str:
    """The day of a moment, or nothing."""
    return date_format(localtime(moment), "SHORT_DATE_FORMAT") if moment else ""


def short_day(value: Any) -> str:
    """A day, or nothing."""
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""


def helper_names(row: Partnership) -> list[str]:
    """Who helped to set the partnership up."""
    return [str(Helper(code).label) for code in row.helpers if code in Helper.values]


def _joined(values: Any) -> str:
    return BETWEEN.join(str(value) for value in values)


COLUMNS = (
    Column("code", _("code"), lambda row: row.code),
    Column("ukrainian_side", _("Ukrainian side"), lambda row: _joined(ukrainian(row))),
    Column("foreign_side", _("foreign side"), lambda row: _joined(foreign(row))),
    Column("countries", _("countries"), lambda row: _joined(countries(row))),
    Column("oblasts", _("oblast"), lambda row: _joined(oblasts(row)), is_shown=False),
    Column("status_word", _("status"), lambda row: row.get_status_display()),
    Column("submitted", _("submitted"), lambda row: day(row.submitted_at), is_day=True),
    Column("due", _("due"), lambda row: short_day(check_is_due(row)), is_day=True),
    Column("checked_by", _("reviewer"), lambda row: row.reviewer or ""),
    Column(
        "responsible_person", _("responsible official"), lambda row: row.responsible or "", is_shown=False
    ),
    Column("helped_by", _("set up with the help of"), lambda row: _joined(helper_names(row)), is_shown=False),
    Column("origin_word", _("origin"), lambda row: row.get_origin_display(), is_shown=False),
    Column("decided", _("decided"), lambda row: day(row.decided_at), is_shown=False, is_day=True),
    Column("changed", _("changed"), lambda row: day(row.updated_at), is_shown=False, is_day=True),
)
