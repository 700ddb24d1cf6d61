"""Territories that can be named as parties: found by any name, resolved from what a form carries.

A form carries a party as a reference: ``community:UA…``, ``municipality:12``, ``place:2643743`` (gazetteer)
or ``new`` (typed in freely).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.models import Community, ForeignMunicipality, Place
from communities.selectors import search_communities, search_municipalities, search_places
from partnerships.choices import Side

NEW = "new"
MOST_CANDIDATES = 8
SHORTEST_QUERY = 2


@dataclass(frozen=True)
class Territory:
    """What a person sees of a territory before choosing it."""

    reference: str
    name: str
    where: str = ""
    level: str = ""
    population: int | None = None
    in_registry: bool = False
    is_blocked: bool = False


def community_territory(unit: Community) -> Territory:
    """Show a Ukrainian unit with its oblast: 96 names are shared."""
    return Territory(
        reference=f"community:{unit.katottg}",
        name=unit.full_name,
        where=unit.oblast.full_name if unit.oblast else "",
        level=unit.get_level_display(),
        population=unit.population,
        in_registry=True,
    )


def municipality_territory(municipality: ForeignMunicipality) -> Territory:
    """Show a partner that the registry already has."""
    return Territory(
        reference=f"municipality:{municipality.pk}",
        name=_with_original(municipality.display_name, municipality.name),
        where=", ".join(filter(None, [municipality.region, municipality.country.name])),
        level=municipality.get_level_display(),
        in_registry=True,
        is_blocked=municipality.country_id in settings.BLOCKED_COUNTRIES,
    )


def place_territory(place: Place) -> Territory:
    """Show a place of the gazetteer with all that tells eight Rockfords apart."""
    name = place.name_uk if place.name_uk and get_language() == "uk" else place.name
    return Territory(
        reference=f"place:{place.geonames_id}",
        name=_with_original(name, place.name),
        where=", ".join(filter(None, [place.region, place.country.name])),
        population=place.population or None,
        is_blocked=place.country_id in settings.BLOCKED_COUNTRIES,
    )


def _with_original(name: str, original: str) -> str:
    return name if name == original else f"{name} ({original})"


def candidates(side: Side, query: str) -> list[Territory]:
    """Find territories by any name: the registry's own first, then the gazetteer."""
    query = query.strip()
    if len(query) < SHORTEST_QUERY:
        return []
    if side == Side.UKRAINIAN:
        units = search_communities(query, Community.objects.filter(is_active=True).select_related("oblast"))
        return [community_territory(unit) for unit in units[:MOST_CANDIDATES]]
    known = list(search_municipalities(query).select_related("country")[:MOST_CANDIDATES])
    taken = {municipality.geonames_id for municipality in known}
    places = search_places(query).select_related("country")[:MOST_CANDIDATES]
    return [
        *(municipality_territory(municipality) for municipality in known),
        *(place_territory(place) for place in places if place.geonames_id not in taken),
    ]


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
        found += [municipality_territory(row) for row in rows]
    if ids := _numbers(keys.get("place", [])):
        places = Place.objects.filter(pk__in=ids).select_related("country")
        found += [place_territory(place) for place in places]
    return {territory.reference: territory for territory in found}


def _numbers(keys: list[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal() and len(key) < 10]


def new_territory(name: str) -> Territory:
    """Show a party that is typed in freely."""
    return Territory(reference=NEW, name=name or _("Not in the list"))
