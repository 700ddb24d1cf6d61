"""Finding units, municipalities and places by whatever people type.

Every word must occur; then the name itself comes before the name beside its oblast or country, a name in
another case, a name that begins so, words that begin so, and other forms of the words. When nothing is found
as it was typed, the other keyboard layout and misspellings are tried, and the answer says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet

from common.search.query import MAX_QUERY_LENGTH, Query
from common.search.wordlists import FOREIGN_NOISE, QUESTION_NOISE, UNIT_NOISE
from common.text import fold
from communities.choices import CommunityLevel
from communities.models import Community, ForeignMunicipality, Place
from communities.search.candidates import MOST, MOST_OF_ALL, Order, collect_all, collect_biggest
from communities.search.engine import FEW, Found, Source, find
from communities.search.ranks import SIMILAR
from communities.vocabulary import VocabularyScope

__all__ = [
    "COMMUNITY_NOISE", "MAX_QUERY_LENGTH", "SIMILAR", "Found", "Partners", "find_communities", "find_municipalities",
    "find_partners",
    "find_places", "populations", "search_communities", "search_municipalities", "search_places",
]  # fmt: skip

COMMUNITY_NOISE = QUESTION_NOISE | UNIT_NOISE
_FOREIGN_NOISE = QUESTION_NOISE | FOREIGN_NOISE
_CODE = re.compile(r"(ua)?[0-9]{2,}\Z")
_LEVELS = (CommunityLevel.HROMADA, CommunityLevel.CITY, CommunityLevel.RAION, CommunityLevel.OBLAST)
# A word of the query that says which level is meant, when a hromada, its raion and oblast share a name.
_LEVEL_WORDS = {
    "область": CommunityLevel.OBLAST, "oblast": CommunityLevel.OBLAST, "region": CommunityLevel.OBLAST,
    "район": CommunityLevel.RAION, "raion": CommunityLevel.RAION, "district": CommunityLevel.RAION,
}  # fmt: skip

_UNIT_NAMES = ("centre_name_uk", "name_uk", "centre_name_en", "name_en")


def search_communities(query: str, queryset: QuerySet[Community] | None = None) -> QuerySet[Community]:
    """Units for a query: «Броварська МТГ», "Brovary", a former name or a KATOTTG code; best first.

    A query without letters or digits finds nothing. The result carries ``search_rank``.
    """
    return find_communities(query, queryset).rows


def find_communities(
    query: str, queryset: QuerySet[Community] | None = None, most: int = MOST_OF_ALL
) -> Found[Community]:
    """The best of them, with what the query was taken for."""
    units = Community.objects.all() if queryset is None else queryset
    collect = partial(collect_all, _community_order, most=most)
    return find(Source(VocabularyScope.COMMUNITY, COMMUNITY_NOISE, collect, _UNIT_NAMES), query, units)


def search_municipalities(
    query: str, queryset: QuerySet[ForeignMunicipality] | None = None
) -> QuerySet[ForeignMunicipality]:
    """Foreign municipalities by any of their names, region or country; best first."""
    return find_municipalities(query, queryset).rows


def find_municipalities(
    query: str, queryset: QuerySet[ForeignMunicipality] | None = None, most: int = MOST_OF_ALL
) -> Found[ForeignMunicipality]:
    """The best of them, with what the query was taken for."""
    rows = ForeignMunicipality.objects.all() if queryset is None else queryset
    collect = partial(collect_all, _municipality_order, most=most)
    names = ("name", "name_uk", "name_en")
    return find(Source(VocabularyScope.MUNICIPALITY, _FOREIGN_NOISE, collect, names), query, rows)


def search_places(query: str, queryset: QuerySet[Place] | None = None) -> QuerySet[Place]:
    """Places of the gazetteer by any of their names; best first, then the biggest."""
    return find_places(query, queryset).rows


def find_places(query: str, queryset: QuerySet[Place] | None = None, most: int = MOST) -> Found[Place]:
    """The same, with what the query was taken for; at most ``most`` of each rank are looked at."""
    places = Place.objects.all() if queryset is None else queryset
    collect = partial(collect_biggest, most=min(most, MOST))
    names = ("name", "name_uk")
    return find(Source(VocabularyScope.PLACE, _FOREIGN_NOISE, collect, names, begun=FEW), query, places)


@dataclass(frozen=True)
class Partners:
    """Municipalities and places that may be meant, best first, with their populations."""

    rows: list[ForeignMunicipality | Place]
    people: dict[int, int]  # of municipalities, by GeoNames id
    did_you_mean: str | None = None


def find_partners(query: str, *, most: int, country: str = "") -> Partners:
    """What a typed name of a partner may mean: exactly so named first, the biggest before its namesakes.

    Of all others, which some further name or a mere beginning has found, the registry's own come first.
    """
    own = ForeignMunicipality.objects.select_related("country")
    places = Place.objects.select_related("country")
    if country:
        own, places = own.filter(country=country), places.filter(country=country)
    known = find_municipalities(query, own, most=most)
    ours = list(known.first(most))
    taken = {row.geonames_id for row in ours}
    # More than enough: those that the registry has already are left out.
    found = find_places(query, places, most=most + len(taken))
    fresh = [place for place in found.first(most + len(taken)) if place.geonames_id not in taken]
    people = populations(ours)
    rows: list[ForeignMunicipality | Place] = [*ours, *fresh]
    exact = [row for row in rows if _is_named(row, query)]
    exact.sort(key=lambda row: _inhabitants(row, people), reverse=True)
    rows = [*exact, *(row for row in rows if row not in exact)]
    # When one of the registry's own was meant as typed, there is nothing to ask.
    return Partners(rows[:most], people, known.did_you_mean if ours else found.did_you_mean)


def _is_named(row: ForeignMunicipality | Place, query: str) -> bool:
    names = {fold(row.name), fold(row.name_uk), fold(getattr(row, "name_en", ""))}
    return fold(query) in names


def _inhabitants(row: ForeignMunicipality | Place, people: dict[int, int]) -> float:
    """Counties and what was typed in have no population: they are few, and somebody's partners already."""
    if isinstance(row, Place):
        return row.population
    return people.get(row.geonames_id or 0, float("inf"))


def populations(rows: Iterable[ForeignMunicipality]) -> dict[int, int]:
    """Inhabitants of municipalities that are places of the gazetteer, by GeoNames id."""
    ids = [row.geonames_id for row in rows if row.geonames_id]
    places = Place.objects.filter(pk__in=ids, population__gt=0)
    return dict(places.values_list("geonames_id", "population")) if ids else {}


def _community_order(query: Query) -> Order:
    """Existing units first; of namesakes the hromada, unless a code or the query names another level."""
    words = [word.typed for word in query.typed]
    if len(words) == 1 and _CODE.match(words[0]):
        return Order("katottg", "katottg")  # codes begin with those of the units above, which end in zeros
    asked = [_LEVEL_WORDS[word] for word in words if word in _LEVEL_WORDS][-1:]
    levels = [level.value for level in (*asked, *(x for x in _LEVELS if x not in asked))]
    return Order(
        "is_active, level, population",
        "is_active DESC, array_position(%s::text[], level::text), population DESC NULLS LAST, id",
        (levels,),
    )


def _municipality_order(_query: Query) -> Order:
    """The bigger place first, by the gazetteer; counties and what was typed in have no population."""
    population = (
        "(SELECT population FROM communities_place AS place WHERE place.geonames_id = step.geonames_id)"
    )
    return Order("geonames_id, name_sort", f"{population} DESC NULLS LAST, name_sort, id")
