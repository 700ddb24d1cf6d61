"""The lines of a partnership on a map: GeoJSON features made from its public document and where its parties lie."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from common.export_files import feature

Places = Mapping[Any, Any]  # KATOTTG code or id of a municipality → longitude, latitude


def places_of(units: Sequence[Mapping[str, Any]], partners: Sequence[Mapping[str, Any]]) -> Places:
    """Where the parties lie, from the columns of the same names; those without coordinates are left out."""
    found = [*((unit["k"], unit.get("p")) for unit in units), *((one["m"], one.get("p")) for one in partners)]
    return {key: place for key, place in found if place}


def features(document: Mapping[str, Any], places: Places) -> list[str]:
    """One LineString from each Ukrainian to each foreign party with coordinates."""
    units = [unit for party in document["parties"] if (unit := party["community"])]
    partners = [one for party in document["parties"] if (one := party["municipality"])]
    shared = {name: document[name] for name in ("id", "code", "status")}
    return [
        feature(
            "LineString",
            [places[unit["katottg"]], places[partner["id"]]],
            {**shared, **between(unit, partner)},
        )
        for unit, partner in product(units, partners)
        if unit["katottg"] in places and partner["id"] in places
    ]


def between(unit: Mapping[str, Any], partner: Mapping[str, Any]) -> dict[str, Any]:
    """What tells the two ends of a line."""
    return {
        "katottg": unit["katottg"],
        "community_uk": unit["centre_name_uk"] or unit["name_uk"],
        "community_en": unit["centre_name_en"] or unit["name_en"],
        "municipality": partner["id"],
        "municipality_uk": partner["name_uk"] or partner["name"],
        "municipality_en": partner["name_en"] or partner["name"],
        "country": partner["country"],
    }
