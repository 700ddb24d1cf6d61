"""JSON for the pickers of forms: what a typed name may mean, best first, at most twenty rows."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from communities.choices import MunicipalityLevel
from communities.countries import is_blocked
from communities.foreign_names import language_of_original, language_of_region, region_in_language
from communities.models import Community, ForeignMunicipality, Place
from communities.namesakes import told_apart_by
from communities.selectors import (
    MAX_QUERY_LENGTH,
    find_communities,
    find_partners,
)

MOST_ROWS = 20


@require_safe
def pick_communities(request: HttpRequest) -> JsonResponse:
    """Ukrainian units that exist, for ``q``."""
    units = Community.objects.filter(is_active=True).select_related("oblast", "raion")
    found = find_communities(_query(request), units, most=MOST_ROWS)
    results = [_community(unit) for unit in found.first(MOST_ROWS)]
    return JsonResponse({"results": results, "did_you_mean": found.did_you_mean})


@require_safe
def pick_municipalities(request: HttpRequest) -> JsonResponse:
    """The registry's own municipalities and places of the gazetteer for ``q``."""
    country = request.GET.get("country", "")[:2].upper().replace("\x00", "")
    found = find_partners(_query(request), most=MOST_ROWS, country=country)
    results = [
        _place(row) if isinstance(row, Place) else _municipality(row, found.people.get(row.geonames_id or 0))
        for row in found.rows
    ]
    return JsonResponse({"results": results, "did_you_mean": found.did_you_mean})


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:MAX_QUERY_LENGTH].replace("\x00", " ")


def _community(unit: Community) -> dict[str, Any]:
    return {
        "katottg": unit.katottg,
        "name": unit.name,
        "full_name": unit.full_name,
        "level": unit.level,
        "level_label": unit.get_level_display(),
        "oblast": unit.oblast.full_name if unit.oblast else "",
        "told_apart_by": told_apart_by(unit),
        "raion": unit.raion.full_name if unit.raion else "",
        "population": unit.population,
        "former_names": unit.former_names,
    }


def _municipality(row: ForeignMunicipality, population: int | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "geonames_id": row.geonames_id,
        "name": row.display_name,
        "original_name": row.name,
        "country": row.country_id,
        "country_name": row.country.name,
        "original_language": language_of_original(row.country_id, row.name),
        **_region(row.country_id, row.region),
        "level": row.level,
        "level_label": row.get_level_display(),
        "population": population,
        "blocked": is_blocked(row.country_id),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "id": None,
        "geonames_id": place.geonames_id,
        "name": (place.name_uk if get_language() == "uk" else "") or place.name,
        "original_name": place.name,
        "country": place.country_id,
        "country_name": place.country.name,
        "original_language": language_of_original(place.country_id, place.name),
        **_region(place.country_id, place.region),
        "level": MunicipalityLevel.MUNICIPALITY,
        "level_label": MunicipalityLevel.MUNICIPALITY.label,
        "population": place.population,
        "blocked": is_blocked(place.country_id),
    }


def _region(country: str, region: str) -> dict[str, str]:
    """The region in the language of the page, else as it is called there, with its language."""
    return {
        "region": region_in_language(country, region) or region,
        "region_language": language_of_region(country, region),
    }
