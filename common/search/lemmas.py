"""Dictionary forms of Ukrainian words: «Броварів» is a form of «Бровари», «Єною» of «Єна»."""

import re
from functools import cache, lru_cache
from typing import Any

import pymorphy3

from common.text import APOSTROPHES, fold

MOST_LEMMAS = 6
_LEAST_SCORE = 0.03  # of guesses for words that are in no dictionary
_UNLIKELY_GUESSES = frozenset(
    ["VERB", "ADVB", "GRND", "INTJ", "PREP", "CONJ", "PRCL"]
)  # names are none of these
_UKRAINIAN_WORD = re.compile(r"[а-щьюяєіїґ'-]{3,60}\Z")
_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
# Where Ukrainian writes an apostrophe that people leave out: «Камянець», «Вячеслав».
_LOST_APOSTROPHE = re.compile("(?<=[бпвмфкр])(?=[яюєї])")


@cache
def _analyzer() -> Any:
    """Loaded on first use (60 ms), shared by all threads: parsing only reads."""
    return pymorphy3.MorphAnalyzer(lang="uk")


@lru_cache(maxsize=200_000)
def lemmas(word: str) -> tuple[str, ...]:
    """Return the folded dictionary forms that a word (with its apostrophes) may have, likeliest first.

    Nothing for words that are not Ukrainian letters. Of words in no dictionary, endings are guessed.
    """
    word = word.casefold().translate(_APOSTROPHE).strip("'-")
    if not _UKRAINIAN_WORD.match(word):
        return ()
    parses = _parses(word)
    if "'" not in word and (repaired := _LOST_APOSTROPHE.sub("'", word)) != word:
        parses = _parses(repaired) + parses
    return tuple(dict.fromkeys(parses))[:MOST_LEMMAS]


def _parses(word: str) -> list[str]:
    parses = _analyzer().parse(word)
    if _analyzer().word_is_known(word):
        return [fold(parse.normal_form).replace(" ", "") for parse in parses]
    likely = [
        parse for parse in parses if parse.score >= _LEAST_SCORE and parse.tag.POS not in _UNLIKELY_GUESSES
    ]
    return [fold(parse.normal_form).replace(" ", "") for parse in likely]
