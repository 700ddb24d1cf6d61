"""Bringing ``Community`` in line with a codifier, without forgetting anything."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from common.text import transliterate
from communities.changes import territories_changed
from communities.choices import CommunityLevel
from communities.loaders.codifier import HROMADA, OBLAST, RAION, SPECIAL_CITY, Codifier, Unit
from communities.loaders.community_coordinates import Point
from communities.loaders.community_names import LEVEL_OF_CATEGORY, CommunityNames
from communities.loaders.errors import ReferenceDataError
from communities.loaders.former_names import merge_names
from communities.loaders.progress import Progress
from communities.models import Community
from communities.vocabulary import VocabularyScope, learn, recount

# Oblasts first: raions and hromadas point to them.
_ORDER = [OBLAST, SPECIAL_CITY, RAION, HROMADA]
# A reform abolishes some units; a file without a quarter of them is a damaged file.
_MOST_THAT_MAY_VANISH = 0.25
_FIELDS = [
    "level", "kind", "name_uk", "full_name_uk", "name_en", "full_name_en", "centre_name_uk", "centre_name_en",
    "centre_katottg", "oblast", "raion", "lat", "lon", "population", "former_names", "is_active",
    "abolished_on", "successor", "search_text", "search_vector",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A codifier with the facts it lacks."""

    codifier: Codifier
    points: Mapping[str, Point] = field(default_factory=dict)
    former_names: Mapping[str, list[str]] = field(default_factory=dict)
    successors: Mapping[str, str] = field(default_factory=dict)
    in_force_since: datetime.date | None = None


@dataclass(slots=True)
class Outcome:
    """What a load did, in codes."""

    created: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    abolished: list[str] = field(default_factory=list)
    total: int = 0


@transaction.atomic
def load_communities(source: Source, progress: Progress | None = None) -> Outcome:
    """Create, rename, revive and abolish units so that they are those of ``source``."""
    return _Loader(source, progress or Progress()).run()


class _Loader:
    def __init__(self, source: Source, progress: Progress) -> None:
        self.source = source
        self.progress = progress
        self.names = CommunityNames(source.codifier)
        # Locked: two loads at once would both create the new units.
        self.known = {
            unit.katottg: unit for unit in Community.objects.defer(None).select_for_update().order_by("id")
        }
        self.outcome = Outcome()
        self.words: set[str] = set()

    def run(self) -> Outcome:
        self._refuse_damaged_source()
        for category in _ORDER:
            units = self.source.codifier.of_category(category)
            self._write(self.progress.track(units, f"communities {LEVEL_OF_CATEGORY[category].value}"))
        self._abolish()
        self._tell_later_apps()
        learn(VocabularyScope.COMMUNITY, self.words)
        recount(VocabularyScope.COMMUNITY)
        with connection.cursor() as cursor:  # or the planner would not believe that a name is rare
            cursor.execute(f"ANALYZE {Community._meta.db_table}")
        self.outcome.total = len(self.known)
        return self.outcome

    def _tell_later_apps(self) -> None:
        changed = [self.known[code].pk for code in self.outcome.changed]
        if changed:
            territories_changed.send(Community, communities=changed)

    def _refuse_damaged_source(self) -> None:
        active = [code for code, unit in self.known.items() if unit.is_active]
        gone = [code for code in active if code not in self.source.codifier.units]
        if len(gone) > max(3, len(active) * _MOST_THAT_MAY_VANISH):
            raise ReferenceDataError(
                f"{len(gone)} of {len(active)} units are not in this codifier: it looks incomplete. "
                "Nothing was changed."
            )

    def _write(self, units: Iterable[Unit]) -> None:
        new, changed = [], []
        for unit in units:
            community = self.known.get(unit.code)
            if community is None:
                community = Community(katottg=unit.code)
                self._fill(community, unit)
                new.append(community)
            elif self._fill(community, unit):
                changed.append(community)
        for community in Community.objects.bulk_create(new, batch_size=1000):
            self.known[community.katottg] = community
        Community.objects.bulk_update(changed, _FIELDS, batch_size=500)
        self.outcome.created += [community.katottg for community in new]
        self.outcome.changed += [community.katottg for community in changed]

    def _fill(self, community: Community, unit: Unit) -> bool:
        """Set every field from the source; tell whether any of them is different now."""
        before = _state(community)
        old_names = [community.name_uk]
        centre = self.names.centre(unit)
        if centre and community.centre_katottg == centre.code and community.kind:
            old_names.append(community.centre_name_uk)
        if community.name_uk and community.name_uk != unit.name:
            self.outcome.renamed.append(unit.code)
        community.level = LEVEL_OF_CATEGORY[unit.category]
        community.kind = self.names.kind(unit)
        community.name_uk = unit.name
        community.name_en = transliterate(unit.name)
        community.full_name_uk = self.names.full_name_uk(unit)
        community.full_name_en = self.names.full_name_en(unit)
        community.centre_name_uk = centre.name if centre else ""
        community.centre_name_en = transliterate(community.centre_name_uk)
        community.centre_katottg = centre.code if centre else ""
        community.oblast = self._above(unit, CommunityLevel.OBLAST)
        community.raion = self._above(unit, CommunityLevel.RAION)
        community.is_active, community.abolished_on, community.successor = True, None, None
        self._locate(community, unit, centre)
        community.former_names = self._former_names(community, unit, centre, old_names)
        self.words |= community.prepare_search()
        return _state(community) != before

    def _above(self, unit: Unit, level: CommunityLevel) -> Community | None:
        above = (self.known.get(code) for code in unit.path)
        return next((community for community in above if community and community.level == level), None)

    def _locate(self, community: Community, unit: Unit, centre: Unit | None) -> None:
        """Oblasts and raions take the point of the hromada whose centre is theirs."""
        codes = [unit.code, *((centre.code, *reversed(centre.path)) if centre else ())]
        point = next((self.source.points[code] for code in codes if code in self.source.points), None)
        if point:
            community.lat, community.lon, community.population = point.lat, point.lon, point.population

    def _former_names(
        self, community: Community, unit: Unit, centre: Unit | None, old_names: list[str]
    ) -> list[str]:
        recorded = self.source.former_names.get(unit.code, [])
        of_centre = self.source.former_names.get(centre.code, []) if centre and community.kind else []
        borne_now = [unit.name, *([community.centre_name_uk] if community.kind else [])]
        return merge_names(borne_now, community.former_names, old_names, recorded, of_centre)

    def _abolish(self) -> None:
        """Units that the codifier dropped stay, marked, and point to who took their place."""
        gone = [
            unit
            for code, unit in self.known.items()
            if unit.is_active and code not in self.source.codifier.units
        ]
        for unit in gone:
            unit.is_active = False
            unit.abolished_on = self.source.in_force_since
            self.outcome.abolished.append(unit.katottg)
        for unit in self.known.values():
            if not unit.is_active and unit.successor is None and (successor := self._successor(unit)):
                unit.successor = successor
                gone.append(unit)
        Community.objects.bulk_update(gone, ["is_active", "abolished_on", "successor"], batch_size=500)

    def _successor(self, unit: Community) -> Community | None:
        """A recorded one; else the unit of the same level that now holds its centre."""
        recorded = self.known.get(self.source.successors.get(unit.katottg, ""))
        if recorded:
            return recorded
        centre = self.source.codifier.units.get(unit.centre_katottg)
        above = (self.known.get(code) for code in (centre.path if centre else ()))
        return next((other for other in above if other and other.level == unit.level and other != unit), None)


def _state(community: Community) -> dict[str, object]:
    return {
        name: getattr(community, f"{name}_id" if name in {"oblast", "raion", "successor"} else name)
        for name in _FIELDS
        if name != "search_vector"
    } | {"search_vector": frozenset(community.search_vector.split(" "))}  # PostgreSQL sorts its lexemes
