"""Coordinates and population of the centres of hromadas, from GeoNames.

A wrong point on the map is worse than none, so a place is taken only when it can be no other:

1. the only place of its name in the oblast, and the only settlement of that name in the codifier;
   or, among homonyms, the only city (the biggest place), or the only settlement beside villages;
2. among homonyms, the only place whose nearest centres found in step 1 are of the same raion,
   when no other settlement of that name lies in that raion.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from common.text import fold, transliterate
from communities.loaders.codifier import (
    CITY,
    SETTLEMENT,
    SETTLEMENTS,
    SPECIAL_CITY,
    URBAN_SETTLEMENT,
    VILLAGE,
    Codifier,
    Unit,
)
from communities.loaders.geonames import City

# GeoNames' first-level code (FIPS) → the two digits after UA in a KATOTTG code.
OBLAST_OF_FIPS = {
    "01": "71", "02": "74", "03": "73", "04": "12", "05": "14", "06": "26", "07": "63", "08": "65", "09": "68",
    "10": "35", "11": "01", "12": "80", "13": "32", "14": "44", "15": "46", "16": "48", "17": "51", "18": "53",
    "19": "56", "20": "85", "21": "59", "22": "61", "23": "05", "24": "07", "25": "21", "26": "23", "27": "18",
}  # fmt: skip
_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Point:
    """Where a centre lies, and how many live there when GeoNames knows."""

    lat: float
    lon: float
    population: int | None

    @classmethod
    def of(cls, city: City) -> "Point":
        return cls(city["latitude"], city["longitude"], city["population"] or None)


class _Gazetteer:
    """Ukrainian places by oblast and by every name they have."""

    def __init__(self, cities: Iterable[City]) -> None:
        self._by_name: dict[tuple[str, str], dict[int, City]] = defaultdict(dict)
        for city in cities:
            oblast = OBLAST_OF_FIPS.get(city["admin1code"])
            if city["countrycode"] == "UA" and oblast:
                for name in {fold(name) for name in [city["name"], *city["alternatenames"]]}:
                    self._by_name[oblast, name][city["geonameid"]] = city

    def find(self, oblast: str, names: Iterable[str]) -> list[City]:
        """Places of this name; those that bear it as their main name push out the others."""
        found: dict[int, City] = {}
        skeletons = set()
        for name in names:
            latin = transliterate(name)
            skeletons.add(_skeleton(latin))
            found |= self._by_name.get((oblast, fold(name)), {})
            found |= self._by_name.get((oblast, fold(latin)), {})
        cities = list(found.values())
        return [city for city in cities if _skeleton(city["name"]) in skeletons] or cities


def _skeleton(latin: str) -> str:
    """One form for the transliterations in use: Sofiivka, Sofiyivka; Samar, Samar’."""
    return re.sub(r"[iyj]+", "i", fold(latin)).replace("g", "h").replace("w", "v")


def locate_centres(
    codifier: Codifier, cities: Iterable[City], former_names: Mapping[str, Iterable[str]]
) -> dict[str, Point]:
    """KATOTTG code of a hromada or special city → point of its centre, where that is certain.

    ``former_names`` are those of settlements by code: GeoNames may still use one.
    """
    gazetteer = _Gazetteer(cities)
    centres = dict(codifier.centres)
    centres.update({city.code: city for city in codifier.of_category(SPECIAL_CITY)})
    homonyms: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in codifier.of_category(*SETTLEMENTS):
        homonyms[_oblast(unit), fold(unit.name)].append(unit)
    candidates = {code: _candidates(gazetteer, unit, former_names) for code, unit in centres.items()}
    points: dict[str, Point] = {}
    for code, unit in centres.items():
        if city := _certain(unit, candidates[code], homonyms[_oblast(unit), fold(unit.name)]):
            points[code] = Point.of(city)
    points |= _by_neighbours(codifier, centres, candidates, homonyms, points)
    return points


def _oblast(unit: Unit) -> str:
    return unit.code[2:4]


def _candidates(gazetteer: _Gazetteer, unit: Unit, former_names: Mapping[str, Iterable[str]]) -> list[City]:
    oblast = _oblast(unit)
    return gazetteer.find(oblast, [unit.name]) or gazetteer.find(oblast, former_names.get(unit.code, ()))


def _certain(unit: Unit, cities: list[City], homonyms: list[Unit]) -> City | None:
    """Step 1 of the module's rule."""
    if not cities:
        return None
    alone = len(homonyms) <= 1
    rivals = [other.category for other in homonyms if other.code != unit.code]
    if unit.category in {CITY, SPECIAL_CITY} and (alone or CITY not in rivals):
        return max(cities, key=lambda city: city["population"])
    if len(cities) > 1:
        return None
    settlement = unit.category in {SETTLEMENT, URBAN_SETTLEMENT}
    return cities[0] if alone or (settlement and set(rivals) == {VILLAGE}) else None


def _by_neighbours(
    codifier: Codifier,
    centres: Mapping[str, Unit],
    candidates: Mapping[str, list[City]],
    homonyms: Mapping[tuple[str, str], list[Unit]],
    certain: Mapping[str, Point],
) -> dict[str, Point]:
    """Step 2 of the module's rule."""
    known: dict[str, list[tuple[Point, str]]] = defaultdict(list)
    for code, point in certain.items():
        known[code[2:4]].append((point, _raion(codifier.units[code])))
    points = {}
    for code, unit in centres.items():
        raion = _raion(codifier.units[code])
        same_raion = [u for u in homonyms[_oblast(unit), fold(unit.name)] if raion in u.path]
        if code in certain or len(same_raion) != 1:
            continue
        fitting = [city for city in candidates[code] if _lies_in(city, raion, known[_oblast(unit)])]
        if len(fitting) == 1:
            points[code] = Point.of(fitting[0])
    return points


def _raion(unit: Unit) -> str:
    return unit.path[-1] if unit.path else unit.code


def _lies_in(city: City, raion: str, known: list[tuple[Point, str]]) -> bool:
    here = Point.of(city)
    nearest = sorted(known, key=lambda item: distance_km(here, item[0]))[:_NEIGHBOURS]
    return bool(nearest) and all(other == raion for _, other in nearest)


def distance_km(first: Point, second: Point) -> float:
    """Great-circle distance."""
    lat1, lat2 = math.radians(first.lat), math.radians(second.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(second.lon - first.lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))
