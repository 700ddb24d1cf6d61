"""Search of the gazetteer."""

from django.db.models import QuerySet

from common.search.query import QUESTION_NOISE, Query, parse
from common.search.wordlists import FOREIGN_NOISE
from common.text import fold
from communities.models import Place
from communities.search.candidates import MOST, Candidates, collect, in_order
from communities.search.engine import FEW, INFLECTED, SIMILAR, Found
from communities.search.readings import as_people_write, corrected
from communities.vocabulary import VocabularyScope

NOISE = QUESTION_NOISE | FOREIGN_NOISE


def find_places(text: str, queryset: QuerySet[Place] | None = None, most: int = MOST) -> Found[Place]:
    """Places by any of their names, best first, then the biggest; at most ``most`` of each rank are looked at."""
    places = Place.objects.all() if queryset is None else queryset
    bare = places.order_by()
    query = parse(text, NOISE)
    if not query:
        return Found(in_order(places, {}))
    if query.switched and query.mistyped:
        switched = collect(bare, query.switched, 0, most)
        if switched and min(switched) <= INFLECTED:
            return _taken_for(query.switched, text, in_order(places, switched))
    if plain := collect(bare, query, 0, most):
        return Found(in_order(places, _with_similar(bare, query, plain, most)))
    if query.switched and (switched := collect(bare, query.switched, 0, most)):
        return _taken_for(query.switched, text, in_order(places, switched))
    meant = corrected(query, VocabularyScope.PLACE) or corrected(query, VocabularyScope.PLACE, known_too=True)
    if meant is None:
        return Found(in_order(places, {}))
    return _taken_for(meant, text, in_order(places, collect(bare, meant, SIMILAR, most)))


def _with_similar(places: QuerySet[Place], query: Query, plain: Candidates, most: int) -> Candidates:
    """Add similar names when only few words begin so and no name is it."""
    if min(plain) <= INFLECTED or sum(map(len, plain.values())) >= FEW:
        return plain
    meant = corrected(query, VocabularyScope.PLACE, known_too=True)
    known = {key for keys in plain.values() for key in keys}
    more = collect(places, meant, SIMILAR, most) if meant else {}
    return plain | {rank: [key for key in keys if key not in known] for rank, keys in more.items()}


def _taken_for(reading: Query, text: str, rows: QuerySet[Place]) -> Found[Place]:
    first = rows[:1]
    shown = as_people_write(reading, text, f"{first[0].name} {first[0].name_uk}") if first else ""
    return Found(rows, shown if fold(shown) != fold(text) else None)
