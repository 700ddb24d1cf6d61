"""Finding units, municipalities and places by whatever people type.

Every word must occur; then the name itself comes before the name beside its oblast or country, a name in
another case, a name that begins so, words that begin so, and other forms of the words. When nothing is found
as it was typed, the other keyboard layout and misspellings are tried, and the answer says so.
"""

import re
from dataclasses import replace
from functools import partial

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from common.search.query import MAX_QUERY_LENGTH, Query
from common.search.wordlists import FOREIGN_NOISE, QUESTION_NOISE, UNIT_NOISE
from communities.choices import CommunityLevel
from communities.models import Community, ForeignMunicipality, Place
from communities.search.candidates import MOST, collect_all, collect_biggest
from communities.search.engine import SIMILAR, Found, Source, find
from communities.search.vectors import Order
from communities.vocabulary import VocabularyScope

__all__ = [
    "COMMUNITY_NOISE", "MAX_QUERY_LENGTH", "SIMILAR", "Found", "find_communities", "find_municipalities",
    "find_places", "search_communities", "search_municipalities", "search_places",
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


def search_communities(query: str, queryset: QuerySet[Community] | None = None) -> QuerySet[Community]:
    """Units for a query: «Броварська МТГ», "Brovary", a former name or a KATOTTG code; best first.

    A query without letters or digits finds nothing. The result carries ``search_rank``.
    """
    return find_communities(query, queryset).rows


def find_communities(query: str, queryset: QuerySet[Community] | None = None) -> Found[Community]:
    """The same, with what the query was taken for."""
    units = Community.objects.all() if queryset is None else queryset
    return find(_COMMUNITIES, query, units)


def search_municipalities(
    query: str, queryset: QuerySet[ForeignMunicipality] | None = None
) -> QuerySet[ForeignMunicipality]:
    """Foreign municipalities by any of their names, region or country; best first."""
    return find_municipalities(query, queryset).rows


def find_municipalities(
    query: str, queryset: QuerySet[ForeignMunicipality] | None = None
) -> Found[ForeignMunicipality]:
    """The same, with what the query was taken for."""
    rows = ForeignMunicipality.objects.all() if queryset is None else queryset
    return find(_MUNICIPALITIES, query, rows)


def search_places(query: str, queryset: QuerySet[Place] | None = None) -> QuerySet[Place]:
    """Places of the gazetteer by any of their names; best first, then the biggest."""
    return find_places(query, queryset).rows


def find_places(query: str, queryset: QuerySet[Place] | None = None, most: int = MOST) -> Found[Place]:
    """The same, with what the query was taken for; at most ``most`` of each rank are looked at."""
    places = Place.objects.all() if queryset is None else queryset
    return find(replace(_PLACES, collect=partial(collect_biggest, most=most)), query, places)


def _community_order(query: Query) -> Order:
    """Existing units first; of namesakes the hromada, unless a code or the query names another level."""
    words = [word.typed for word in query.typed]
    if len(words) == 1 and _CODE.match(words[0]):
        return ("katottg",)  # codes begin with those of the units above, which end in zeros
    asked = [_LEVEL_WORDS[word] for word in words if word in _LEVEL_WORDS][-1:]
    places = {level: place for place, level in enumerate([*asked, *(x for x in _LEVELS if x not in asked)])}
    level = Case(
        *(When(level=level, then=Value(place)) for level, place in places.items()),
        output_field=IntegerField(),
    )
    return (F("is_active").desc(), level, F("population").desc(nulls_last=True), "id")


def _municipality_order(_query: Query) -> Order:
    """The bigger place first, by the gazetteer; counties and what was typed in have no population."""
    place = Place.objects.filter(geonames_id=OuterRef("geonames_id"))
    return (Subquery(place.values("population")[:1]).desc(nulls_last=True), "name_sort", "id")


_COMMUNITIES = Source(
    scope=VocabularyScope.COMMUNITY,
    noise=COMMUNITY_NOISE,
    collect=collect_all,
    order=_community_order,
    names=lambda unit: f"{unit.centre_name_uk} {unit.name_uk} {unit.centre_name_en} {unit.name_en}",
)
_MUNICIPALITIES = Source(
    scope=VocabularyScope.MUNICIPALITY,
    noise=_FOREIGN_NOISE,
    collect=collect_all,
    order=_municipality_order,
    names=lambda row: f"{row.name} {row.name_uk} {row.name_en}",
)
_PLACES = Source(
    scope=VocabularyScope.PLACE,
    noise=_FOREIGN_NOISE,
    collect=collect_biggest,
    order=lambda _query: ("-population", "geonames_id"),
    names=lambda place: f"{place.name} {place.name_uk}",
)
