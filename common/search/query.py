"""From what people type to words with their alternatives.

Nothing typed is an error: null bytes, emoji, SQL and pattern signs disappear, and where nothing remains the
query is empty.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from common.search.analysis import title_lexeme, tokens
from common.search.latin import as_ukrainian, asked_latin_forms, cyrillic_forms
from common.search.layout import looks_mistyped, other_layout
from common.search.lemmas import lemmas
from common.search.marks import LONGEST
from common.search.numbers import find_numbers, number_lexemes
from common.search.wordlists import QUESTION_NOISE, SAME_WORD, SOFT
from common.text import fold, has_mixed_scripts

MAX_QUERY_LENGTH = 200  # of a query by names
MAX_TITLE_LENGTH = 1000  # of a pasted title
MAX_WORDS = 12
MAX_TITLE_WORDS = 60
_CODE = re.compile(r"\b[uу][aа]\s?(?=\d)", re.IGNORECASE)  # a KATOTTG code, in letters of either script
_RAION = re.compile(r"\bр\s?[-–./]\s?н(?:у|і|ом)?\b", re.IGNORECASE)  # an abbreviation of two words
_NUMBER_SIGNS = re.compile("[№#]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: as it was typed and folded, and all it may stand for.

    ``forms`` are spellings (the typed one first), ``lemmas`` dictionary forms, ``numbers`` the lexemes of a
    document's number. A ``soft`` word may be left out when others remain; of a ``whole`` one (a correction)
    the forms are not beginnings of longer words.
    """

    typed: str
    forms: tuple[str, ...]
    lemmas: tuple[str, ...] = ()
    soft: bool = False
    numbers: tuple[str, ...] = ()
    whole: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """A number may have been typed in several groups."""
        return tuple(self.typed.split())


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. ``typed`` are all words, ``words`` those that matter (noise left out)."""

    text: str = ""
    typed: tuple[Word, ...] = ()
    words: tuple[Word, ...] = ()
    title: str = ""  # the lexeme of the whole text as a title
    mistyped: bool = False  # the other keyboard layout is likelier than this reading
    switched: "Query | None" = field(default=None, compare=False)  # the same keys in the other layout

    def __bool__(self) -> bool:
        return bool(self.typed)

    @property
    def required(self) -> tuple[Word, ...]:
        """The words that must be found: the soft ones only when there are no others."""
        return tuple(word for word in self.words if not word.soft) or self.words

    @property
    def soft(self) -> tuple[Word, ...]:
        """The words that may be left out and only make a hit better."""
        required = self.required
        return tuple(word for word in self.words if word not in required)

    @property
    def is_long(self) -> bool:
        """More words than a name has: a pasted title or a sentence."""
        return len(self.typed) > MAX_WORDS


def parse(text: str, noise: frozenset[str] = QUESTION_NOISE) -> Query:
    """Read a query; ``noise`` are folded words that are left out when others remain."""
    text = text[:MAX_TITLE_LENGTH].replace("\x00", " ")
    # Capitals mean nothing, but they decide which letters look alike.
    return _read(text if has_mixed_scripts(text) else text.lower(), noise)


@lru_cache(maxsize=5000)  # of a few kB: the same words are asked for again and again
def _read(text: str, noise: frozenset[str]) -> Query:
    plain = _parse(text, noise)
    if len(text) > MAX_QUERY_LENGTH or (switched := other_layout(text)) is None:
        return plain
    other = _parse(switched, noise)
    if not other:
        return plain
    return replace(plain, switched=other, mistyped=looks_mistyped(text) or not plain)


def _parse(text: str, noise: frozenset[str]) -> Query:
    text = _RAION.sub("район", _CODE.sub("ua", text))
    typed = tuple(islice(_words(text), MAX_TITLE_WORDS))
    if not typed:
        return Query()
    words = tuple(word for word in typed if word.typed not in noise or word.numbers) or typed
    return Query(text=fold(text), typed=typed, words=words, title=title_lexeme(fold(text)))


def _words(text: str) -> Iterator[Word]:
    """The words of a text in their order; a document's number is one word."""
    start = 0
    for match in find_numbers(text):
        yield from map(_word, tokens(text[start : match.start()]))
        if lexemes := number_lexemes(match[0]):
            yield _number(match[0], lexemes)
        start = match.end()
    yield from map(_word, tokens(_NUMBER_SIGNS.sub(" ", text[start:])))


def _number(text: str, lexemes: tuple[str, ...]) -> Word:
    typed = fold(text).removeprefix("no ").strip()[:LONGEST]
    return Word(typed=typed, forms=(typed,), numbers=lexemes)


def _word(token: str) -> Word:
    folded = fold(token)[:LONGEST]
    folded = SAME_WORD.get(folded, folded)
    respelled = as_ukrainian(folded)
    # Not made distinct: at one place of all words stands one system of spelling.
    forms = (folded, respelled, *asked_latin_forms(folded), *cyrillic_forms(folded))
    forms = tuple(form[:LONGEST] for form in forms)
    known = lemmas(token) or (lemmas(respelled) if respelled != folded else ())
    return Word(typed=folded, forms=forms, lemmas=known, soft=folded in SOFT)


def with_spellings(query: Query, corrections: dict[str, list[str]]) -> Query:
    """Return the query with misspelled words replaced by what they may have been meant to be."""
    return replace(
        query,
        typed=tuple(_respelled(word, corrections) for word in query.typed),
        words=tuple(_respelled(word, corrections) for word in query.words),
        title="",
        switched=None,
    )


def _respelled(word: Word, corrections: dict[str, list[str]]) -> Word:
    if not (better := corrections.get(word.typed)):
        return word
    # The word as typed stays: among several words it may be another one that is wrong.
    return Word(typed=better[0], forms=(*better, word.typed), soft=word.soft, whole=True)
