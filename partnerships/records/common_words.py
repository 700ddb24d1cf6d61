"""Which words are common: known beforehand, so that nobody waits for their hits to be counted.

From the frequencies of the vocabulary as counted last (``check_records``). They choose the way of a search,
never its hits.
"""

import re
import time
from bisect import bisect_left
from functools import lru_cache

from common.search.marks import MARKS
from communities.vocabulary import VocabularyScope, frequent_words

SURELY_COMMON = 4000  # records; twice as many as are ranked, since the count may be old
SECONDS = 600
_LEXEME = re.compile(r"'((?:[^']|'')+)'(:\*)?")


class FrequentWords:
    """The frequent words in their order, read again after a while."""

    def __init__(self) -> None:
        self.read_at: float | None = None
        self.words: list[str] = []

    def has(self, text: str, *, begins: bool) -> bool:
        """Whether one of them is (or begins) so."""
        place = bisect_left(self.words, text)
        found = self.words[place] if place < len(self.words) else ""
        return found.startswith(text) if begins else found == text

    def read(self) -> float:
        """Read the words when that is long ago; return when it was."""
        now = time.monotonic()
        if self.read_at is None or now - self.read_at > SECONDS:
            found = frequent_words(VocabularyScope.RECORD, SURELY_COMMON)
            self.words = sorted(word for word, _count in found)
            self.read_at = now
        return self.read_at


_frequent = FrequentWords()


def is_common(step: str) -> bool:
    """Whether a tier is known to find too much to be ranked; several words together may find anything."""
    return " & " not in step and _is_common(step, _frequent.read())


@lru_cache(maxsize=5000)
def _is_common(step: str, _read_at: float) -> bool:
    forms = {(lexeme.lstrip(MARKS), bool(begins)) for lexeme, begins in _LEXEME.findall(step)}
    return any(_frequent.has(form, begins=begins) for form, begins in forms if form)
