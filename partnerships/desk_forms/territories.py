"""Territories that can be named as parties: found by any name, resolved from what a form carries.

A form carries a party as a reference: ``community:UA…``, ``municipality:12``, ``place:2643743`` (gazetteer)
or ``new`` (typed in freely).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.choices import MunicipalityLevel
from communities.countries import is_blocked
from communities.foreign_names import original_shown, region_in_language, region_shown
from communities.models import Community, ForeignMunicipality, Place
from communities.namesakes import told_apart_by
from communities.selectors import find_communities, find_partners, populations
from partnerships.choices import Side

NEW = "new"
MOST_CANDIDATES = 8
SHORTEST_QUERY = 2


@dataclass(frozen=True)
class Territory:
    """What a person sees of a territory before choosing it."""

    reference: str
    short: str
    original: str = ""  # the name as it is written there
    place: str = ""  # the oblast or the country
    region: str = ""
    level: str = ""
    population: int | None = None
    in_registry: bool = False
    is_blocked: bool = False
    country: str = "UA"
    borders_ukraine: bool = False
    pk: int | None = None  # of the community or the municipality; a place of the gazetteer has none

    @property
    def name(self) -> str:
        """The name, with the original one where it is another."""
        return f"{self.short} ({self.original})" if self._has_another_name else self.short

    @property
    def name_shown(self) -> str:
        """The name for a page, where an original one carries its language."""
        if not self._has_another_name:
            return self.short
        return format_html("{} ({})", self.short, original_shown(self.country, self.original))

    @property
    def where(self) -> str:
        """What tells it apart from others of this name."""
        region = region_in_language(self.country, self.region) or self.region
        return ", ".join(filter(None, [self.place, region]))

    @property
    def where_shown(self) -> str:
        """The same for a page, where a region in another language carries it."""
        if not self.region:
            return self.place
        return format_html("{}, {}", self.place, region_shown(self.country, self.region))

    @property
    def _has_another_name(self) -> bool:
        return self.original not in {"", self.short}


def community_territory(unit: Community) -> Territory:
    """Show a Ukrainian unit with its oblast: names are shared."""
    return Territory(
        reference=f"community:{unit.katottg}",
        short=unit.full_name,
        place=told_apart_by(unit),
        level=unit.get_level_display(),
        population=unit.population,
        in_registry=True,
        pk=unit.pk,
    )


def municipality_territory(municipality: ForeignMunicipality, population: int | None = None) -> Territory:
    """Show a partner that the registry already has; its population is that of its place in the gazetteer."""
    return Territory(
        reference=f"municipality:{municipality.pk}",
        short=municipality.display_name,
        original=municipality.name,
        place=municipality.country.name,
        region=municipality.region,
        level=municipality.get_level_display(),
        population=population,
        in_registry=True,
        is_blocked=is_blocked(municipality.country_id),
        country=municipality.country_id,
        borders_ukraine=municipality.country.borders_ukraine,
        pk=municipality.pk,
    )


def place_territory(place: Place) -> Territory:
    """Show a place of the gazetteer with all that tells eight Rockfords apart."""
    name = place.name_uk if place.name_uk and get_language() == "uk" else place.name
    return Territory(
        reference=f"place:{place.geonames_id}",
        short=name,
        original=place.name,
        place=place.country.name,
        region=place.region,
        level=str(MunicipalityLevel.MUNICIPALITY.label),
        population=place.population or None,
        is_blocked=is_blocked(place.country_id),
        country=place.country_id,
        borders_ukraine=place.country.borders_ukraine,
    )


@dataclass(frozen=True)
class Candidates:
    """What a search has found; and what the query was taken for when not as it was typed."""

    rows: Sequence[Territory] = ()
    did_you_mean: str | None = None


def candidates(side: Side, query: str) -> Candidates:
    """Find territories by any name."""
    query = query.strip()
    if len(query) < SHORTEST_QUERY:
        return Candidates()
    if side == Side.UKRAINIAN:
        active = Community.objects.filter(is_active=True).select_related("oblast")
        units = find_communities(query, active, most=MOST_CANDIDATES)
        rows = [community_territory(unit) for unit in units.first(MOST_CANDIDATES)]
        return Candidates(rows, units.did_you_mean)
    found = find_partners(query, most=2 * MOST_CANDIDATES)
    rows = [
        place_territory(row)
        if isinstance(row, Place)
        else municipality_territory(row, found.people.get(row.geonames_id or 0))
        for row in found.rows
    ]
    return Candidates(rows, found.did_you_mean)


def municipality_territories(rows: Sequence[ForeignMunicipality]) -> list[Territory]:
    """Show partners that the registry has, with their populations in one query."""
    people = populations(rows)
    return [municipality_territory(row, people.get(row.geonames_id or 0)) for row in rows]


def resolve(references: Iterable[str]) -> dict[str, Territory]:
    """Look up what forms carry, in at most one query per kind; unknown references are left out."""
    keys: dict[str, list[str]] = {}
    for reference in references:
        kind, _colon, key = reference.partition(":")
        keys.setdefault(kind, []).append(key)
    found: list[Territory] = []
    if codes := keys.get("community"):
        units = Community.objects.filter(katottg__in=codes).select_related("oblast")
        found += [community_territory(unit) for unit in units]
    if ids := _numbers(keys.get("municipality", [])):
        rows = ForeignMunicipality.objects.filter(pk__in=ids).select_related("country")
        found += municipality_territories(list(rows))
    if ids := _numbers(keys.get("place", [])):
        places = Place.objects.filter(pk__in=ids).select_related("country")
        found += [place_territory(place) for place in places]
    return {territory.reference: territory for territory in found}


def _numbers(keys: list[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal() and len(key) < 10]


def new_territory(name: str) -> Territory:
    """Show a party that is typed in freely."""
    return Territory(reference=NEW, short=name or _("Not in the list"))
