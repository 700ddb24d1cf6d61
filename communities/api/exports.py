"""What there is of Ukrainian units to export."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from common.api.exports import Source, filters_of
from common.export_files import Block, blocks_of, csv_line, feature, joined
from communities.api.filters import COMMUNITY_LISTING, SEARCH
from communities.api.querysets import communities_with_counts
from communities.api.serializers import CommunitySerializer
from communities.models import Community
from communities.selectors import find_communities

OBLAST = ("katottg", "name_uk", "name_en")
UNIT = (
    "katottg", "level", "kind", "name_uk", "full_name_uk", "name_en", "full_name_en", "centre_name_uk",
    "centre_name_en",
)  # fmt: skip
FACTS = ("lat", "lon", "population", "successor", "partnership_count", "country_count")


class Communities(Source):
    """Units of the codifier with the counts of their public partnerships."""

    name = "communities"
    records = "Ukrainian territorial units with the counts of their public partnerships, by name"
    shapes = "a point where the centre of each unit lies"
    counted = "community_count"
    columns = (*UNIT, *(f"oblast_{name}" for name in OBLAST), *FACTS, "former_names", "is_active")
    numbers = ("lat", "lon", "population", "partnership_count", "country_count")
    filters = filters_of(COMMUNITY_LISTING)

    def csv_lines(self) -> Iterator[Block]:
        """Made from what the list shows."""
        return blocks_of(csv_line(cells(document)) for document in self._read())

    def documents(self) -> Iterator[Block]:
        """As the list shows them."""
        return blocks_of(json.dumps(document, ensure_ascii=False) for document in self._read())

    def features(self) -> Iterator[tuple[int, list[str]]]:
        """One record at a time."""
        return ((1, points_of(document)) for document in self._read())

    def count(self) -> int:
        """How many match."""
        return self._units().count()

    def _units(self) -> QuerySet[Community]:
        found = communities_with_counts()
        for condition in COMMUNITY_LISTING.conditions(self.asked).values():
            found = found.filter(condition)
        text = self.asked.get(SEARCH.name)
        if text:
            found = found.filter(pk__in=find_communities(text, found).ids)
        return found.order_by("name_sort", "pk")

    def _read(self) -> Iterator[Mapping[str, Any]]:
        """There are some 1,800 units, and their number does not grow."""
        serializer = CommunitySerializer()
        return (serializer.to_representation(unit) for unit in self._units().iterator(chunk_size=500))


def cells(document: Mapping[str, Any]) -> list[Any]:
    """The values of ``Communities.columns``."""
    oblast = document["oblast"] or {}
    return [
        *(document[name] for name in UNIT),
        *(oblast.get(name) for name in ("katottg", "full_name_uk", "full_name_en")),
        *(document[name] for name in FACTS),
        joined(document["former_names"]),
        str(document["is_active"]).lower(),
    ]


def points_of(document: Mapping[str, Any]) -> list[str]:
    """One point, when it is known where; everything else the list shows are its properties."""
    if document["lat"] is None or document["lon"] is None:
        return []
    properties = {name: value for name, value in document.items() if name not in {"lat", "lon"}}
    return [feature("Point", [document["lon"], document["lat"]], properties)]
