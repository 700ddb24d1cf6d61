"""Understanding the rows of an outside list: which community, which partner. A shared name alone matches nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

from common.text import fold
from communities.choices import CommunityLevel
from communities.countries import CountryNames
from communities.models import Community, Country, ForeignMunicipality, Place
from communities.selectors import find_communities

KM_OF_A_DEGREE = 111.3
NEAR_KM = 25  # a list gives the centre of the town, the codifier's loader that of its place in the gazetteer
UNITS = (CommunityLevel.HROMADA, CommunityLevel.CITY)
Spot = tuple[float, float]


@dataclass(frozen=True)
class Partner:
    """What a partner's name was understood as."""

    municipality: ForeignMunicipality | None = None
    geonames_id: int | None = None


class Matcher:
    """Looks names up in reference data that is read once for a whole list."""

    def __init__(self) -> None:
        self._by_name: dict[str, set[int]] = defaultdict(set)
        units = Community.objects.filter(is_active=True, level__in=UNITS).select_related("oblast")
        self._units = {unit.pk: unit for unit in units}
        self._by_code = {unit.katottg: unit for unit in self._units.values()}
        for unit in self._units.values():
            for name in _names_of(unit):
                self._by_name[fold(name)].add(unit.pk)
        self._countries = CountryNames()

    def country(self, text: str) -> Country | None:
        """The state of this code or name."""
        return self._countries.find(text)

    def community(self, katottg: str, name: str, oblast: str, where: Spot | None) -> Community | None:
        """Return the single matching unit, or None if there is none or it is ambiguous."""
        if katottg:
            return self._by_code.get(katottg.upper())
        found = [self._units[pk] for pk in self._by_name.get(fold(name), ())] or self._searched(name)
        if oblast:
            found = [unit for unit in found if unit.oblast and fold(oblast) in _oblast_names(unit.oblast)]
        if where:
            found = [unit for unit in found if _is_near(unit, where)]
        return found[0] if len(found) == 1 else None

    def _searched(self, name: str) -> list[Community]:
        """Another spelling; only when the search knows one unit by it."""
        if not fold(name):
            return []
        units = Community.objects.filter(is_active=True, level__in=UNITS).select_related("oblast")
        found = find_communities(name, units, most=2)
        return [] if found.did_you_mean else list(found.first(2))

    @staticmethod
    def partner(name: str, country: Country, where: Spot | None) -> Partner:
        """A municipality of the registry of exactly this name, else a place of the gazetteer."""
        key = fold(name)
        known = [
            row
            for row in ForeignMunicipality.objects.filter(country=country)
            if key in {fold(row.name), fold(row.name_uk), fold(row.name_en)}
        ]
        if len(known) > 1 and where:
            known = [row for row in known if _is_near(row, where)]
        if len(known) == 1:
            return Partner(known[0], known[0].geonames_id)
        places = list(Place.objects.filter(country=country, name__iexact=name))
        if where:
            places = [place for place in places if _is_near(place, where)]
        return Partner(None, places[0].geonames_id if len(places) == 1 else None)


def _names_of(unit: Community) -> Iterable[str]:
    own = (unit.name_uk, unit.full_name_uk, unit.name_en, unit.centre_name_uk, unit.centre_name_en)
    return filter(None, (*own, *unit.former_names))


def _oblast_names(oblast: Community) -> set[str]:
    names = (oblast.name_uk, oblast.full_name_uk, oblast.name_en, oblast.full_name_en)
    return {fold(name) for name in names if name}


def _is_near(territory: Community | ForeignMunicipality | Place, where: Spot) -> bool:
    if territory.lat is None or territory.lon is None:
        return False
    north = (territory.lat - where[0]) * KM_OF_A_DEGREE
    east = (territory.lon - where[1]) * KM_OF_A_DEGREE * cos(radians(where[0]))
    return hypot(north, east) <= NEAR_KM
