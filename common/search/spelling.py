"""Correcting misspelled words against a vocabulary (the symmetric-delete idea).

A word and a misspelling of it share a form with some letters deleted: these forms are indexed, so the
candidates are looked up, not searched for. Then the real distance decides.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations

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


@lru_cache(maxsize=20_000)
def distance(one: str, other: str, most: int = 2) -> int:
    """Damerau-Levenshtein (neighbours may be swapped); ``most + 1`` when it is more than ``most``.

    Remembered: the same pair is compared for each grade of corrections, and again while somebody types on.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _where_they_differ(one, other)
    if not one or not other:
        return len(one) + len(other)
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            left_out, added, changed = before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)
            cost = min(left_out, added, changed)
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _where_they_differ(one: str, other: str) -> tuple[str, str]:
    """Both without the letters at the beginning and the end that are the same: mostly little is left."""
    start, shorter = 0, min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


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
