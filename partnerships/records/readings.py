"""What a text may mean: as it stands, in the other keyboard layout, with its misspelled words corrected.

The first reading that finds something is taken; all but the first are told to the reader («did you mean»).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from common.search.query import Query, parse, with_spellings
from common.search.tsquery import Tiers, relaxed_query, tier_queries
from common.search.wordlists import FOREIGN_NOISE, QUESTION_NOISE, UNIT_NOISE
from communities.search.readings import as_people_write
from communities.vocabulary import VocabularyScope, corrections, frequencies

NOISE = QUESTION_NOISE | UNIT_NOISE | FOREIGN_NOISE
MOST_TIERS = 6
PLAIN, SWITCHED, CORRECTED, RELAXED = "plain", "switched", "corrected", "relaxed"


@dataclass(frozen=True)
class Reading:
    """One way to understand a text: its name (kept in cursors), what it asks, and how it is told."""

    name: str
    tiers: Tiers
    did_you_mean: str | None = None
    query: Query | None = None  # of a reading that is told

    @property
    def ranked(self) -> tuple[str, ...]:
        """Different tiers from best to widest, none of them empty."""
        return tuple(dict.fromkeys(text for text in self.tiers.ranked if text))


def readings(text: str) -> Iterator[Reading]:
    """Readings of a text, likeliest first; each is worked out only when those before it found nothing."""
    query = parse(text, NOISE)
    if not query:
        return
    switched = query.switched
    if switched and query.mistyped:
        yield Reading(SWITCHED, tier_queries(switched), told(switched), switched)
    yield Reading(PLAIN, tier_queries(query))
    if switched and not query.mistyped:
        yield Reading(SWITCHED, tier_queries(switched), told(switched), switched)
    yield from _corrected(query)
    yield from _relaxed(query)


def reading_named(text: str, name: str) -> Reading | None:
    """The reading of that name: a cursor goes on with the one that its list began with."""
    return next((reading for reading in readings(text) if reading.name == name), None)


def _corrected(query: Query) -> Iterator[Reading]:
    words = [word.typed for word in query.required if not word.numbers]
    for known_too in (False, True):
        if better := corrections(VocabularyScope.RECORD, words, known_too=known_too):
            meant = with_spellings(query, better)
            yield Reading(
                CORRECTED if not known_too else f"{CORRECTED}-2", tier_queries(meant), told(meant), meant
            )


def _relaxed(query: Query) -> Iterator[Reading]:
    """A pasted title with a word too many or too few: its rarest words decide."""
    if not query.is_long:
        return
    known = frequencies(VocabularyScope.RECORD, [word.typed for word in query.words])
    if text := relaxed_query(query, lambda word: known.get(word, 0)):
        yield Reading(RELAXED, Tiers.of_words(text))


def told_by(reading: Reading, text: str, document: bytes | None) -> Reading:
    """The reading, told in the spelling that stands in a record it found: "Erlangen", not the alias Erlanga."""
    if reading.query is None or not document:
        return reading
    return replace(reading, did_you_mean=as_people_write(reading.query, text, " ".join(_names(document))))


def _names(document: bytes) -> Iterator[str]:
    for party in json.loads(document)["parties"]:
        territory = party["community"] or party["municipality"]
        yield from (territory["name_uk"], territory["name_en"], territory.get("name", ""))
        yield from (territory.get("centre_name_uk", ""), territory.get("centre_name_en", ""))


def told(query: Query) -> str:
    """The reading as people would write it."""
    return " ".join(word.typed for word in query.typed).capitalize()
