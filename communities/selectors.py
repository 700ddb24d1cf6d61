"""Finding units, municipalities and places by whatever people type.

Every word must occur; then the exact name comes before a name that begins so, before words that begin
so, before mere occurrence. Only when nothing is found does similarity decide, for typing mistakes.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TypeVar, cast

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, Func, IntegerField, Model, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable

from common.text import fold
from communities.choices import CommunityLevel
from communities.models import Community, ForeignMunicipality, Place
from communities.search_text import CONTEXT_MARK, NAME_MARK

MAX_QUERY_LENGTH = 200
MAX_WORDS = 12
_SHORT = 2  # words so short are looked for at the beginning of words only: elsewhere they are noise
_MIN_FUZZY_LENGTH, _MAX_FUZZY_LENGTH = 4, 60
_SMALL_TABLE_BAR = 0.42

# What people write around the name of a community: council, hromada, kind of settlement.
COMMUNITY_NOISE = frozenset(
    [
        *("мтг", "стг", "тг", "отг", "громада", "громади", "територіальна", "рада", "м", "с", "смт", "сщ"),
        *("місто", "село", "селище", "р", "н", "hromada", "tg", "otg", "community", "territorial", "council"),
        *("city", "town", "village", "settlement", "of", "the"),
    ]
)

EXACT, PREFIX, WORDS, CONTAINS, SIMILAR = range(5)
M = TypeVar("M", bound=Model)
Order = tuple[str | Combinable, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A folded query: its words, and the words as one phrase."""

    words: tuple[str, ...]

    @property
    def phrase(self) -> str:
        return " ".join(self.words)

    @classmethod
    def parse(cls, text: str, noise: frozenset[str] = frozenset()) -> "Query":
        """Fold, cut to a sane length and drop noise, unless the noise is all there is."""
        words = list(dict.fromkeys(fold(text[:MAX_QUERY_LENGTH].replace("\x00", " ")).split()))[:MAX_WORDS]
        return cls(tuple(word for word in words if word not in noise) or tuple(words))


def search_communities(query: str, queryset: QuerySet[Community] | None = None) -> QuerySet[Community]:
    """Units for a query: «Броварська МТГ», "Brovary", a former name or a KATOTTG code; best first.

    A query without letters or digits finds nothing. The result carries ``search_rank``.
    """
    units = Community.objects.all() if queryset is None else queryset
    levels = {CommunityLevel.HROMADA: 0, CommunityLevel.CITY: 0, CommunityLevel.RAION: 1}
    level_order = Case(
        *(When(level=level, then=Value(place)) for level, place in levels.items()),
        default=Value(2),
        output_field=IntegerField(),
    )
    order = (F("is_active").desc(), level_order, F("population").desc(nulls_last=True), "id")
    return _search(units, Query.parse(query, COMMUNITY_NOISE), order)


def search_municipalities(
    query: str, queryset: QuerySet[ForeignMunicipality] | None = None
) -> QuerySet[ForeignMunicipality]:
    """Foreign municipalities by any of their names, region or country; best first."""
    municipalities = ForeignMunicipality.objects.all() if queryset is None else queryset
    return _search(municipalities, Query.parse(query), ("name_sort", "id"))


def search_places(query: str, queryset: QuerySet[Place] | None = None) -> QuerySet[Place]:
    """Places of the gazetteer by any of their names; best first, then the biggest."""
    places = Place.objects.all() if queryset is None else queryset
    return _search(places, Query.parse(query), ("-population", "geonames_id"), big_table=True)


def _search(queryset: QuerySet[M], query: Query, order: Order, *, big_table: bool = False) -> QuerySet[M]:
    if not query.words:
        return cast("QuerySet[M]", queryset.annotate(search_rank=Value(CONTAINS)).none())
    found = queryset.filter(reduce(and_, map(_occurs, query.words)))
    if found.exists():
        return cast("QuerySet[M]", found.annotate(search_rank=_rank(query)).order_by("search_rank", *order))
    return _similar(queryset, query.phrase, order, big_table=big_table)


def _occurs(word: str) -> Q:
    return Q(search_text__contains=word if len(word) > _SHORT else f" {word}")


def _rank(query: Query) -> Case:
    """See ``communities.search_text`` for the marks."""
    words_begin = reduce(and_, (Q(search_text__contains=f" {word}") for word in query.words))
    name = f"{NAME_MARK} {query.phrase}"
    return Case(
        When(search_text__contains=f"{name} {NAME_MARK}", then=Value(EXACT)),
        When(search_text__contains=name, then=Value(PREFIX)),
        When(words_begin, then=Value(WORDS)),
        default=Value(CONTAINS),
        output_field=IntegerField(),
    )


def _similar(queryset: QuerySet[M], phrase: str, order: Order, *, big_table: bool) -> QuerySet[M]:
    """Names that share enough trigrams with the phrase, for mistypings; context does not count.

    The index can only tell 0.6 or more, PostgreSQL's default; the small tables afford a lower bar, so
    that «Бравари» (0.45) finds «Бровари».
    """
    names = Func(
        F("search_text"), Value(CONTEXT_MARK), Value(1), function="split_part", output_field=TextField()
    )
    ranked = queryset.annotate(
        search_rank=Value(SIMILAR, output_field=IntegerField()),
        similarity=TrigramWordSimilarity(phrase, names),
    )
    if not _MIN_FUZZY_LENGTH <= len(phrase) <= _MAX_FUZZY_LENGTH:
        return cast("QuerySet[M]", ranked.none())
    enough = Q(search_text__trigram_word_similar=phrase) if big_table else Q(similarity__gte=_SMALL_TABLE_BAR)
    return cast("QuerySet[M]", ranked.filter(enough).order_by("-similarity", *order))
