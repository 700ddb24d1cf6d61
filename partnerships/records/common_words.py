"""Which words are common: known beforehand, so that nobody waits for their hits to be counted.

From the frequencies of the vocabulary as counted last (``check_records``). They choose the way of a search,
never its hits.
"""

import re
import time
from bisect import bisect_left
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from itertools import takewhile

from common.search.marks import MARKS
from communities.vocabulary import VocabularyScope, frequent_words

LEAST_FREQUENT = 400  # records with a word that counts here at all
SURELY_COMMON = 4000  # records; twice as many as are ranked, since the count may be old
SECONDS = 600
_LEXEME = re.compile(r"'((?:[^']|'')+)'(:\*)?")


class Commonness(Enum):
    """What is known of a query before it is asked."""

    RARE = "rare"
    COMMON = "common"
    UNKNOWN = "unknown"


class FrequentWords:
    """The frequent words in their order, read again after a while."""

    def __init__(self) -> None:
        self.read_at: float | None = None
        self.words: list[str] = []
        self.counts: list[int] = []

    def count(self, text: str, *, begins: bool) -> tuple[int, int]:
        """The frequency of the most frequent word that is (or begins) so, and of all of them together."""
        start = bisect_left(self.words, text)
        meant: Callable[[str], bool] = lambda word: word.startswith(text) if begins else word == text  # noqa: E731
        size = sum(1 for _word in takewhile(meant, self.words[start:]))
        counts = self.counts[start : start + size]
        return max(counts, default=0), sum(counts)

    def read(self) -> float:
        """Read the words when that is long ago; return when it was."""
        now = time.monotonic()
        if self.read_at is None or now - self.read_at > SECONDS:
            found = sorted(frequent_words(VocabularyScope.RECORD, LEAST_FREQUENT))
            self.words, self.counts = [word for word, _ in found], [count for _, count in found]
            self.read_at = now
        return self.read_at


_frequent = FrequentWords()


def commonness(step: str) -> Commonness:
    """How common the words of a tier are; several words together may be anything."""
    return Commonness.UNKNOWN if " & " in step else _commonness(step, _frequent.read())


@lru_cache(maxsize=5000)
def _commonness(step: str, _read_at: float) -> Commonness:
    forms = {(lexeme.lstrip(MARKS), bool(begins)) for lexeme, begins in _LEXEME.findall(step)}
    counts = [_frequent.count(form, begins=begins) for form, begins in forms if form]
    if any(most >= SURELY_COMMON for most, _all in counts):
        return Commonness.COMMON
    return Commonness.UNKNOWN if any(together for _most, together in counts) else Commonness.RARE
