"""Who has public partnerships and where: one point for each community and each foreign municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from common.sorting import in_order_of
from communities.models import Community, ForeignMunicipality
from communities.namesakes import names_of, short_name
from partnerships.records.points import partner_counts
from partnerships.records.where import Where

COMMUNITY, MUNICIPALITY = "community", "municipality"
UKRAINE = "UA"


@dataclass(frozen=True)
class MapPoint:
    """A territory with the number of its public partnerships; it may lie nobody knows where."""

    kind: str
    key: Any  # KATOTTG code or id
    name_uk: str
    name_en: str
    country: str
    area_uk: str  # oblast or country
    area_en: str
    lat: float | None
    lon: float | None
    count: int

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_uk if get_language() == "uk" else self.name_en

    @property
    def area(self) -> str:
        """Its oblast or country in the language of the page."""
        return self.area_uk if get_language() == "uk" else self.area_en

    @property
    def feature(self) -> dict[str, Any]:
        """The point in GeoJSON; without a geometry when nobody knows where it lies."""
        known = self.lat is not None and self.lon is not None
        geometry = {"type": "Point", "coordinates": [self.lon, self.lat]} if known else None
        properties = {
            "kind": self.kind,
            ("katottg" if self.kind == COMMUNITY else "id"): self.key,
            "name_uk": self.name_uk,
            "name_en": self.name_en,
            "country": self.country,
            "partnership_count": self.count,
        }
        return {"type": "Feature", "geometry": geometry, "properties": properties}


def map_points(where: Where) -> list[MapPoint]:
    """All territories of the records that meet the conditions, those with most partnerships first."""
    points = [
        *_communities(partner_counts("communities", where)),
        *_municipalities(partner_counts("municipalities", where)),
    ]
    english = get_language() != "uk"
    points = in_order_of(points, lambda point: point.name_en if english else point.name_uk)
    return sorted(points, key=lambda point: (point.kind, -point.count))


def _communities(counts: Mapping[Any, int]) -> list[MapPoint]:
    units = Community.objects.filter(katottg__in=list(counts)).select_related("oblast")
    return [_community(unit, counts[unit.katottg]) for unit in units]


def _community(unit: Community, count: int) -> MapPoint:
    names = names_of(unit)
    uk, en = short_name(names, "uk"), short_name(names, "en")
    oblast = unit.oblast
    areas = (oblast.full_name_uk, oblast.full_name_en) if oblast else ("", "")
    return MapPoint(COMMUNITY, unit.katottg, uk, en, UKRAINE, *areas, unit.lat, unit.lon, count)


def _municipalities(counts: Mapping[Any, int]) -> list[MapPoint]:
    found = ForeignMunicipality.objects.filter(pk__in=list(counts)).select_related("country")
    return [
        MapPoint(
            MUNICIPALITY,
            one.pk,
            one.name_uk or one.name,
            one.name_en or one.name,
            one.country_id,
            one.country.name_uk,
            one.country.name_en,
            one.lat,
            one.lon,
            counts[one.pk],
        )
        for one in found
    ]
