"""Kinds of values in a query string. Each reads one value strictly and says what it takes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from common.cleaning import clean_line
from common.errors import Text

LONGEST_TEXT = 200
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Kind:
    """``read`` raises ``ValueError`` for what it does not take; ``takes`` tells the caller what it does."""

    read: Callable[[str], Any]
    takes: Text
    schema: dict[str, Any]


def _text(value: str) -> str:
    text = clean_line(value)
    if not text or len(text) > LONGEST_TEXT:
        raise ValueError
    return text


def _boolean(value: str) -> bool:
    return {"true": True, "false": False}[value.lower()]


def _integer(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,19}", value) or int(value) > LARGEST_ID:
        raise ValueError
    return int(value)


def _date(value: str) -> date:
    day = parse_date(value)
    if day is None:
        raise ValueError
    return day


def _moment(value: str) -> datetime:
    """Read a time with offset, or a day (its beginning in UTC)."""
    if moment := parse_datetime(value.replace(" ", "+")):  # an unescaped plus sign arrives as a space
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(_date(value), time.min, UTC)


TEXT = Kind(_text, _("a text of at most 200 characters"), {"type": "string", "maxLength": LONGEST_TEXT})
BOOLEAN = Kind(_boolean, _("true or false"), {"type": "boolean"})
IDENTIFIER = Kind(_integer, _("a positive whole number"), {"type": "integer", "minimum": 0})
DATE = Kind(_date, _("a date such as 2026-05-31"), {"type": "string", "format": "date"})
MOMENT = Kind(
    _moment,
    _("a date and time such as 2026-05-31T12:00:00Z, or a date"),
    {"type": "string", "format": "date-time"},
)


def pattern(regex: str, takes: Text, *, upper: bool = True) -> Kind:
    """Build a kind for codes of a known form."""
    compiled = re.compile(regex)

    def read(value: str) -> str:
        text = value.strip().upper() if upper else value.strip()
        if not compiled.fullmatch(text):
            raise ValueError
        return text

    return Kind(read, takes, {"type": "string", "pattern": f"^{regex}$"})


KATOTTG = pattern(r"UA[0-9]{17}", _("a KATOTTG code: UA and 17 digits"))
COUNTRY = pattern(r"[A-Z]{2}", _("a two-letter country code (ISO 3166-1)"))


def code(choices: type[models.TextChoices]) -> Kind:
    """Build a kind for the codes of a vocabulary."""
    return one_of(*choices.values)


def one_of(*known: str) -> Kind:
    """Build a kind for a fixed set of words."""

    def read(value: str) -> str:
        if value not in known:
            raise ValueError
        return value

    return Kind(read, ", ".join(known), {"type": "string", "enum": list(known)})
