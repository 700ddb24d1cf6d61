"""What a place of the gazetteer is found by, made fast: 167,000 places have 900,000 names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from common.search.analysis import context_lexemes, index_terms, lemma_lexemes
from common.search.marks import NAME, SHORT
from common.search.spelling import SHORTEST, deletes
from common.text import fold
from communities.search.facts import words_of_country
from communities.search.terms import readable

if TYPE_CHECKING:
    from communities.models import Country, Place

SHORTEST_BEGINNING = 2  # so many letters and less are answered by the biggest places only
MOST_OF_A_BEGINNING = 40  # places of one country that one or two letters suggest
_LONGEST_WORD = 40


class PlaceTerms:
    """Makes the vectors of places, given biggest first, and counts their words for corrections."""

    def __init__(self, countries: Mapping[str, "Country"]) -> None:
        self._countries = countries
        self._beginnings: Counter[tuple[str, str]] = Counter()
        self.frequency: Counter[str] = Counter()

    def vector(self, name: str, name_uk: str, others: Iterable[str], region: str, country: str) -> str:
        """The vector of one place, as text."""
        lexemes = set(self._context(country, region))
        main: set[str] = set()
        for text in filter(None, (name, name_uk)):
            terms = index_terms([], spellings=[text])
            lexemes.update(terms.lexemes)
            main |= terms.words
            lexemes.update(self._short(country, fold(text)))
        if name_uk:
            lexemes.update(lemma_lexemes(name_uk))
        for other in readable(others):
            folded = fold(other)
            lexemes.add(NAME + folded.replace(" ", "_")[:100])
            lexemes.update(folded.split())
        lexemes.discard(NAME)
        self.frequency.update(word for word in main if _is_correctable(word))
        return "'" + "' '".join(lexemes) + "'"

    def _context(self, country: str, region: str) -> frozenset[str]:
        names = self._countries[country]
        return _context_of(region, names.name_uk, names.name_en, *words_of_country(country))

    def _short(self, country: str, folded: str) -> Iterator[str]:
        """One and two first letters find the biggest places of each country, or they would find all."""
        for length in range(1, SHORTEST_BEGINNING + 1):
            beginning = folded[:length]
            if len(beginning) == length and self._beginnings[country, beginning] < MOST_OF_A_BEGINNING:
                self._beginnings[country, beginning] += 1
                yield SHORT + beginning.replace(" ", "_")

    def vocabulary(self) -> Iterator[tuple[str, list[str], int]]:
        """Words, their forms with letters left out, and in how many places they occur."""
        for word, count in sorted(self.frequency.items()):
            yield word, deletes(word), count


def place_vector(place: "Place") -> str:
    """The vector of a single place."""
    terms = PlaceTerms({place.country_id: place.country})
    return terms.vector(place.name, place.name_uk, place.alternative_names, place.region, place.country_id)


@lru_cache(maxsize=10_000)
def _context_of(*texts: str) -> frozenset[str]:
    return frozenset().union(*map(context_lexemes, texts))


def _is_correctable(word: str) -> bool:
    return SHORTEST <= len(word) <= _LONGEST_WORD and word.isalpha()
