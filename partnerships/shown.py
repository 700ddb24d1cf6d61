"""A stored public document as the pages show it: in the language of the page, without touching the database."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from common.partial_dates import DatePrecision, PartialDate
from communities.namesakes import known_name_of
from partnerships.choices import TermKind
from partnerships.force_words import Force

Document = Mapping[str, Any]


def in_page_language(record: Document, name: str) -> str:
    """The text of a field in the language of the page, in the other one when there is none."""
    own, other = ("uk", "en") if get_language() == "uk" else ("en", "uk")
    return str(record[f"{name}_{own}"] or record[f"{name}_{other}"])


def municipality_label(municipality: Document) -> str:
    """The name in the language of the page, in the original spelling when there is none."""
    return str(municipality["name_uk" if get_language() == "uk" else "name_en"] or municipality["name"])


@dataclass(frozen=True)
class ShownAgreement:
    """The three separate facts of an agreement, and whether it is in force today."""

    document: Document
    checked: bool
    ended_on: date | None  # the last day of the partnership's cooperation

    @property
    def cleared(self) -> bool:
        """Whether the Ministry's order is there and holds."""
        day, status = self.order_date, self.document["registration"]["status"]
        return bool(day and day <= timezone.localdate() and status != "withdrawn")

    @property
    def order_number(self) -> str:
        """The number of that order."""
        return self.document["registration"]["order_number"] or ""

    @property
    def order_date(self) -> date | None:
        """The day of that order."""
        return parse_date(self.document["registration"]["order_date"] or "")

    @property
    def registered(self) -> bool:
        """Whether it is in the list of registered agreements."""
        day = self.registered_on
        return bool(day and day <= timezone.localdate())

    @property
    def number(self) -> str:
        """The registration number."""
        return self.document["registration"]["number"] or ""

    @property
    def registered_on(self) -> date | None:
        """The day of registration."""
        return parse_date(self.document["registration"]["registered_on"] or "")

    @property
    def corrected_on(self) -> date | None:
        """The day on which the entry was last corrected."""
        return parse_date(self.document["registration"].get("corrected_on") or "")

    @property
    def number_is_doubtful(self) -> bool:
        """Whether the number mixes alphabets."""
        return bool(self.document["registration"].get("number_is_doubtful"))

    @property
    def signed(self) -> bool:
        """Whether the day of signing is known."""
        return self.document["signed"] is not None

    @property
    def force(self) -> Force:
        """Whether it is in force today, in words; the document is made anew on the day on which this changes."""
        term, signed = self.document["term"], self.document["signed"] or {}
        end = parse_date(term["valid_until"] or "")
        precision = signed.get("precision", "") if term["kind"] == TermKind.YEARS else DatePrecision.DAY
        return Force(
            reason=self.document["in_force_reason"],
            registered=self.registered,
            term_kind=term["kind"],
            term_end=PartialDate.of(end, precision),
            ended_on=self.ended_on,
        )


@dataclass(frozen=True)
class ShownPartnership:
    """A row of a list."""

    document: Document

    @classmethod
    def read(cls, documents: Iterable[bytes]) -> list["ShownPartnership"]:
        """Read stored documents."""
        return [cls(json.loads(text)) for text in documents]

    @property
    def code(self) -> str:
        """The code, which is in the address of the page."""
        return str(self.document["code"])

    @property
    def status(self) -> str:
        """The code of the status with the Association."""
        return str(self.document["status"])

    @cached_property
    def ukrainian(self) -> str:
        """The Ukrainian parties by their short names."""
        return ", ".join(known_name_of(unit) for unit in self._units)

    @cached_property
    def foreign(self) -> str:
        """The foreign parties by their names."""
        return ", ".join(municipality_label(municipality) for municipality in self._municipalities)

    @property
    def oblasts(self) -> str:
        """The oblasts of the Ukrainian parties, each once."""
        found = (in_page_language(unit["oblast"], "full_name") for unit in self._units if unit["oblast"])
        return ", ".join(dict.fromkeys(found))

    @property
    def countries(self) -> str:
        """The countries of the foreign parties, each once."""
        return ", ".join(dict.fromkeys(in_page_language(one, "country_name") for one in self._municipalities))

    @property
    def agreements(self) -> list[ShownAgreement]:
        """The public agreements with their facts."""
        checked = bool(self.document["checked"])
        ended_on = parse_date(self.document["ended_on"] or "")
        return [ShownAgreement(agreement, checked, ended_on) for agreement in self.document["agreements"]]

    @property
    def _units(self) -> list[Document]:
        return [unit for party in self.document["parties"] if (unit := party["community"])]

    @property
    def _municipalities(self) -> list[Document]:
        return [one for party in self.document["parties"] if (one := party["municipality"])]
