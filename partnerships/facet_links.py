"""Facets and chosen filters as links: each adds a value to the address or takes it away. Works without scripts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.errors import FieldProblem, RuleViolated, Text
from common.sorting import in_order_of
from communities.choices import MunicipalityLevel
from communities.models import Community, ForeignMunicipality
from communities.namesakes import known_name
from partnerships.choices import Origin
from partnerships.list_parameters import ListRequest
from partnerships.public_list import Counted

SHOWN = 7  # values of a facet that are seen at once
FACETS: Mapping[str, Text] = {
    "status": gettext_lazy("Status with the Association"),
    "registration_status": gettext_lazy("Status with the Ministry"),
    "country": gettext_lazy("Country"),
    "oblast": gettext_lazy("Oblast"),
    "sphere": gettext_lazy("Sphere of cooperation"),
    "kind": gettext_lazy("Kind of cooperation"),
    "document_type": gettext_lazy("Type of document"),
    "year": gettext_lazy("Year of signing"),
}
FACT_LABELS: Mapping[str, Text] = {
    "checked": gettext_lazy("Checked by the Association"),
    "not_checked": gettext_lazy("Not checked by the Association"),
    "cleared": gettext_lazy("Cleared by the Ministry"),
    "registered": gettext_lazy("Registered"),
    "not_registered": gettext_lazy("Not registered"),
}
IN_FORCE_LABELS: Mapping[str, Text] = {
    "true": gettext_lazy("In force today"),
    "false": gettext_lazy("Not in force today"),
    "unknown": gettext_lazy("Not known whether in force today"),
}


@dataclass(frozen=True)
class Link:
    """One value with the address that adds it, or takes it away when it is chosen."""

    label: str
    url: str
    count: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A property with its values: those seen at once, and the rest."""

    name: str
    label: Text
    links: list[Link]
    more: list[Link]


class Address:
    """The address of the list without its page, with single filters exchanged."""

    def __init__(self, path: str, asked: ListRequest) -> None:
        self._path = path
        extra = (("q", asked.text), ("sort", asked.sort))
        self._pairs = [(name, value) for name, values in asked.chosen.items() for value in values]
        self._extra = [(name, value) for name, value in extra if value]

    def toggled(self, name: str, value: str) -> str:
        """With the value added, or without it when it is there."""
        pair = (name, value)
        pairs = [one for one in self._pairs if one != pair]
        return self._joined(pairs if pair in self._pairs else [*self._pairs, pair], self._extra)

    def with_text(self, text: str) -> str:
        """With another text."""
        return self._joined(self._pairs, [("q", text), *(pair for pair in self._extra if pair[0] != "q")])

    def kept_by(self, *names: str) -> list[tuple[str, str]]:
        """The chosen filters that a form without these fields has to carry along."""
        return [pair for pair in self._pairs if pair[0] not in names]

    def narrowed(self, name: str, value: str) -> str:
        """With this value alone for its filter."""
        return self._joined([*(pair for pair in self._pairs if pair[0] != name), (name, value)], self._extra)

    @property
    def whole(self) -> str:
        """As it was asked for, without its page."""
        return self._joined(self._pairs, self._extra)

    def _joined(self, pairs: list[tuple[str, str]], extra: list[tuple[str, str]]) -> str:
        query = urlencode([*extra, *pairs])
        return f"{self._path}?{query}" if query else self._path


def facets_of(counted: Counted, asked: ListRequest, address: Address) -> list[Facet]:
    """The facets that have anything to choose from."""
    found = [_facet(name, counted.facets[name], asked, address) for name in FACETS]
    return [facet for facet in found if facet.links]


def _facet(name: str, rows: list[dict[str, Any]], asked: ListRequest, address: Address) -> Facet:
    chosen = asked.chosen.get(name, [])
    label = "label_uk" if get_language() == "uk" else "label_en"
    # The most frequent first; of these with the same count, by what the reader sees.
    by_count = sorted(in_order_of(rows, itemgetter(label)), key=lambda row: -row["count"])
    links = [
        Link(row[label], address.toggled(name, row["key"]), row["count"], row["key"] in chosen)
        for row in (reversed(rows) if name == "year" else by_count)
        if row["count"] or row["key"] in chosen
    ]
    at_once = SHOWN if len(links) > SHOWN + 1 else len(links)  # nobody opens a list for one more
    late = [link for link in links[at_once:] if link.is_chosen]
    return Facet(
        name, FACETS[name], links[:at_once] + late, [link for link in links[at_once:] if not link.is_chosen]
    )


def chosen_filters(counted: Counted, asked: ListRequest, address: Address) -> list[Link]:
    """Every filter in words, to be taken away; raises ``RuleViolated`` for codes of nothing."""
    pairs = address.kept_by()
    problems, links = [], []
    for name, group in groupby(pairs, key=lambda pair: pair[0]):
        values = [value for _name, value in group]
        labels = _labels(name, values, counted)
        for value in values:
            if value in labels:
                links.append(Link(labels[value], address.toggled(name, value), is_chosen=True))
            else:
                detail = _("%(name)s has no value “%(value)s” to filter by.") % {
                    "value": value,
                    "name": name,
                }
                problems.append(FieldProblem(name, "invalid", detail))
    if problems:
        raise RuleViolated(problems)
    return links


def _labels(name: str, values: list[str], counted: Counted) -> dict[str, str]:
    if name in FACETS:
        label = "label_uk" if get_language() == "uk" else "label_en"
        return {row["key"]: row[label] for row in counted.facets[name]}
    if name in LABELLED:
        return LABELLED[name](values)
    return {value: _named(name, value) for value in values}


def _named(name: str, value: str) -> str:
    dates: Mapping[str, Text] = {
        "signed_after": _("Signed on or after %(day)s"),
        "signed_before": _("Signed on or before %(day)s"),
        "expires_before": _("Term ends before %(day)s"),
        "updated_after": _("Changed after %(day)s"),
    }
    day = parse_date(value) or parse_datetime(value)
    return str(dates[name]) % {"day": date_format(day, "DATE_FORMAT") if day else value}


def _units(codes: list[str]) -> dict[str, str]:
    units = Community.objects.filter(katottg__in=codes).select_related("oblast")
    return {unit.katottg: known_name(unit) for unit in units}


def _municipalities(ids: list[str]) -> dict[str, str]:
    found = ForeignMunicipality.objects.filter(pk__in=ids)
    return {str(municipality.pk): municipality.display_name for municipality in found}


def _words(known: Mapping[str, Text]) -> Callable[[list[str]], dict[str, str]]:
    return lambda values: {value: str(known[value]) for value in values}


LABELLED: Mapping[str, Callable[[list[str]], dict[str, str]]] = {
    "community": _units,
    "municipality": _municipalities,
    "fact": _words(FACT_LABELS),
    "in_force": _words(IN_FORCE_LABELS),
    "level": _words(dict(MunicipalityLevel.choices)),
    "origin": _words(dict(Origin.choices)),
}
