"""From the texts of a record to the lexemes of its search vector.

The vector is built from plain lexemes (``array_to_tsvector`` or ``IndexTerms.vector``), never parsed by a
text search configuration: what a word is, is decided here, the same for what is stored and what is asked.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import islice, product, repeat

from common.search.latin import latin_forms
from common.search.lemmas import lemmas
from common.search.marks import BESIDE, LEMMA, LEMMA_NAME, LONGEST, NAME, TITLE, joined
from common.search.numbers import number_lexemes
from common.text import APOSTROPHES, fold, repair_homoglyphs

MOST_TEXT_WORDS = 4000  # of one record; a vector holds at most 1 MB
MOST_NAME_WORDS = 12
MOST_READINGS = 8  # of a name: different dictionary forms of its words
_LONGEST_JOINED = 3  # words of a name that people write as one
_TOKEN = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}]+[^\W_]+)*")
_UMLAUTS = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe",
})  # fmt: skip
_HAS_UMLAUT = re.compile("[äöüåøÄÖÜÅØ]")
_CYRILLIC = re.compile("[а-яєіїґ]")


@dataclass(frozen=True, slots=True)
class IndexTerms:
    """The lexemes of one record, and its plain words for the vocabulary of corrections."""

    lexemes: tuple[str, ...]
    words: frozenset[str]

    @property
    def vector(self) -> str:
        """The lexemes as the text of a ``tsvector`` (cast it with ``::tsvector``)."""
        return vector_text(self.lexemes)


def index_terms(
    names: Iterable[str],
    texts: Iterable[str] = (),
    context: Iterable[str] = (),
    numbers: Iterable[str] = (),
    spellings: Iterable[str] = (),
) -> IndexTerms:
    """Return the lexemes of a record.

    ``names`` are found as whole names, in Latin letters and in all forms; ``spellings`` (aliases, codes) as
    whole names just as they are; ``texts`` (titles, summaries) by their words and, pasted whole, by their
    hash; ``context`` (oblast, country, region) narrows a search by its words but is never the name itself;
    ``numbers`` are found in any punctuation.
    """
    lexemes: set[str] = set()
    words: set[str] = set()
    for name in names:
        _add_name(name, lexemes, words)
    for spelling in spellings:
        _add_spelling(spelling, lexemes, words)
    for text in texts:
        if folded := fold(text):
            lexemes.add(title_lexeme(folded))
            _add_words(text, lexemes, words)
    for text in context:
        _add_words(text, lexemes, words)
        lexemes.update(_beside(text))
    for number in numbers:
        lexemes.update(number_lexemes(number))
        lexemes.update(fold(number).split())
    return IndexTerms(tuple(sorted(lexemes)), frozenset(words))


def _add_name(name: str, lexemes: set[str], words: set[str]) -> None:
    folded = _add_spelling(name, lexemes, words)
    if not folded or not _CYRILLIC.search(name.casefold()):
        return
    for place, spelling in enumerate(latin_spellings(folded)):
        lexemes.update(name_lexemes(spelling))
        if place == 0:  # corrections are made to the official spelling
            words.update(spelling)
    lexemes.update(lemma_lexemes(name))


def _add_spelling(name: str, lexemes: set[str], words: set[str]) -> list[str]:
    folded = fold(name).split()[:MOST_NAME_WORDS]
    if folded:
        lexemes.update(name_lexemes(folded))
        words.update(folded)
    if _HAS_UMLAUT.search(name):
        lexemes.update(name_lexemes(fold(name.translate(_UMLAUTS)).split()))
    return folded


def name_lexemes(folded: list[str] | tuple[str, ...]) -> Iterator[str]:
    """The whole name, its words, and the name written as one word («ІваноФранківськ»)."""
    if not folded:
        return
    yield NAME + joined(folded)
    for word in folded:
        yield word[:LONGEST]
    if 1 < len(folded) <= _LONGEST_JOINED:
        one_word = "".join(folded)[:LONGEST]
        yield one_word
        yield NAME + one_word


def latin_spellings(folded: list[str]) -> Iterator[tuple[str, ...]]:
    """The name in Latin letters, in each system as a whole."""
    forms = [latin_forms(word) or repeat(word) for word in folded]
    yield from dict.fromkeys(tuple(filter(None, spelling)) for spelling in zip(*forms, strict=False))


def lemma_lexemes(name: str) -> Iterator[str]:
    """Dictionary forms of the words of a name, and of the name as a whole."""
    readings = [lemmas(token) or (fold(token),) for token in tokens(name)[:MOST_NAME_WORDS]]
    for reading in readings:
        for lemma in reading:
            yield LEMMA + lemma[:LONGEST]
    for combination in islice(product(*readings), MOST_READINGS):
        yield LEMMA_NAME + joined(combination)


def _beside(text: str) -> Iterator[str]:
    """The whole text: «Миколаїв Миколаївської області» is not just any Mykolaiv in an oblast."""
    if folded := fold(text).split()[:MOST_NAME_WORDS]:
        yield BESIDE + joined(folded)
        for lexeme in lemma_lexemes(text):
            if lexeme.startswith(LEMMA_NAME):
                yield BESIDE + lexeme.removeprefix(LEMMA_NAME)


def _add_words(text: str, lexemes: set[str], words: set[str]) -> None:
    for token in tokens(text)[:MOST_TEXT_WORDS]:
        folded = fold(token)[:LONGEST]
        if not folded:
            continue
        words.add(folded)
        lexemes.add(folded)
        lexemes.update(LEMMA + lemma[:LONGEST] for lemma in lemmas(token))


@lru_cache(maxsize=5000)
def context_lexemes(text: str) -> frozenset[str]:
    """The lexemes of a text that only narrows; kept, for a gazetteer repeats few thousand of them."""
    return frozenset(index_terms([], context=[text]).lexemes)


def tokens(text: str) -> list[str]:
    """Cut a text into words that keep their apostrophes, each in one script."""
    text = repair_homoglyphs(unicodedata.normalize("NFC", text))
    return [match[0] for match in _TOKEN.finditer(text) if fold(match[0])]


def title_lexeme(folded: str) -> str:
    """A short hash of a whole folded text: a pasted title is found at once, however long it is."""
    return TITLE + blake2b(folded.encode(), digest_size=8).hexdigest()


def vector_text(lexemes: Iterable[str]) -> str:
    """Write lexemes as the text of a ``tsvector``."""
    return " ".join(map(quoted, lexemes))


def quoted(lexeme: str) -> str:
    """Quote a lexeme for the text of a ``tsvector`` or ``tsquery``."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
