"""Correcting misspelled words against a vocabulary (the symmetric-delete idea).

A word and a misspelling of it share a form with some letters deleted: these forms are indexed, so the
candidates are looked up, not searched for. Then the real distance decides.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations

from rapidfuzz.distance import OSA

SHORTEST = 3  # letters of a word that can be misspelled
_TWO_MISTAKES_FROM = 8  # letters
_PREFIX = 7  # deletions are made in the first letters of a long word only: fewer forms, checked afterwards


def tolerance(word: str) -> int:
    """How many mistakes a word of this length may have."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= _TWO_MISTAKES_FROM else 1


def deletes(word: str) -> list[str]:
    """Return the forms under which a word is looked up: itself and itself with letters left out."""
    head = word[:_PREFIX]
    forms = {head}
    for count in range(1, tolerance(word) + 1):
        for kept in combinations(head, len(head) - count):
            forms.add("".join(kept))
    forms.discard("")
    return sorted(forms)


def distance(one: str, other: str, most: int = 2) -> int:
    """Damerau-Levenshtein (neighbours may be swapped); ``most + 1`` when it is more than ``most``."""
    return int(OSA.distance(one, other, score_cutoff=most))


def best(word: str, candidates: Mapping[str, int], most: int = 5) -> list[str]:
    """Choose the likeliest of candidates (word → frequency): nearest, same first letter, most frequent."""
    allowed = tolerance(word)
    near = [(distance(word, other, allowed), other) for other in candidates]
    # Two mistakes and another first letter: that is another word.
    near = [(far, other) for far, other in near if far < 2 or other[:1] == word[:1]]
    ranked = sorted(
        (far, other[:1] != word[:1], -candidates[other], other) for far, other in near if 0 < far <= allowed
    )
    if not ranked:
        return []
    nearest = ranked[0][0]
    return [other for far, _first, _frequency, other in ranked if far == nearest][:most]


def all_deletes(words: Iterable[str]) -> list[str]:
    """Return the forms of several words together."""
    return sorted({form for word in words for form in deletes(word)})
