"""From a query to tiers of PostgreSQL ``tsquery`` texts; cast them with ``%s::tsquery``.

AND between words, OR between the alternatives of a word. All lexemes are quoted; nothing that was typed is
ever read as an operator.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from common.search.analysis import quoted
from common.search.marks import BESIDE, LEMMA, LEMMA_NAME, NAME, joined
from common.search.query import MAX_WORDS, Query, Word

MOST_READINGS = 10  # of the words of a name together
_SHORT = 2  # letters of a word that is looked for whole: half of all words begin so
_MOST_CUT = 6  # words of a query that may be a name and something beside it
RARE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Tiers:
    """Queries from narrow to wide; an empty text finds nothing.

    ``steps`` are what each tier finds by itself. The named tiers contain those before them: ``whole``: the
    whole phrase is a name (a title, a number), or every word is. ``named``: some of the words are a name, the
    others occur beside it. ``inflected``: the same in another case. ``prefix``: names that begin so. ``word``:
    words that begin so. ``lemma``: any form of these words. ``exact`` is ``named``.
    """

    steps: tuple[str, str, str, str, str, str] = ("", "", "", "", "", "")

    @classmethod
    def of_words(cls, text: str) -> "Tiers":
        """Only the tier of words, with a query made elsewhere."""
        return cls(("", "", "", "", text, ""))

    @property
    def ranked(self) -> tuple[str, ...]:
        """All tiers, best first, each containing those before it."""
        return tuple(self._up_to(count) for count in range(1, len(self.steps) + 1))

    @property
    def whole(self) -> str:
        return self.steps[0]

    @property
    def named(self) -> str:
        return self._up_to(2)

    exact = named

    @property
    def inflected(self) -> str:
        return self._up_to(3)

    @property
    def prefix(self) -> str:
        return self._up_to(4)

    @property
    def word(self) -> str:
        return self._up_to(5)

    @property
    def lemma(self) -> str:
        return self._up_to(6)

    widest = lemma

    def _up_to(self, count: int) -> str:
        return _joined(self.steps[:count])


@lru_cache(maxsize=20_000)
def _joined(steps: tuple[str, ...]) -> str:
    return any_of(*steps)


@lru_cache(maxsize=5000)
def tier_queries(query: Query) -> Tiers:
    """Return the tiers of a query; of a long one, the hash of the title and all its words."""
    if not query:
        return Tiers()
    words = query.required[:MAX_WORDS]
    asked = query.typed if not query.is_long else ()
    placed = _splits(words, _names, _beside)
    inflected = _splits(words, _lemma_names, _lemmas_beside)
    return Tiers(
        (
            any_of(_title(query), *_names(asked), *_names_in_one(asked), _every_name(words, asked), *placed),
            any_of(*_names(words), *inflected, *_splits(words, _names, _each(exactly))),
            any_of(*_lemma_names(words), *_splits(words, _lemma_names, _each(in_any_form))),
            any_of(*_names_beginning(asked), *_names_beginning(words), *_first_begins(words)),
            all_of(map(beginning, words)),
            all_of(map(in_any_form, words)),
        )
    )


def soft_query(query: Query) -> str:
    """Return what the words that may be left out find: for ordering, never for finding."""
    return any_of(*map(in_any_form, query.soft))


def relaxed_query(query: Query, frequency: Callable[[str], int], most: int = RARE_WORDS) -> str:
    """Return a query by the rarest words only: for a pasted title with a word too many or too few.

    ``frequency`` tells in how many records a folded word occurs; words that occur nowhere are left out.
    """
    counted = [(frequency(word.typed), place, word) for place, word in enumerate(query.words)]
    rare = sorted(item for item in counted if item[0])[:most]
    return all_of(in_any_form(word) for _count, _place, word in rare)


def any_of(*queries: str) -> str:
    """Join by OR what is not empty, each once."""
    parts = list(dict.fromkeys(part for query in queries for part in _alternatives(query)))
    return " | ".join(parts) if len(parts) < 2 else "(" + " | ".join(parts) + ")"


def _alternatives(query: str) -> list[str]:
    """The parts of what ``any_of`` has joined, so that none is asked twice; lexemes hold no blank or bracket."""
    if query.startswith("('") and "(" not in query[1:] and "&" not in query:
        return query[1:-1].split(" | ")
    return [query] if query else []


def all_of(queries: Iterable[str]) -> str:
    """Join by AND; nothing when any part can find nothing."""
    parts = list(dict.fromkeys(queries))
    if not parts or not all(parts):
        return ""
    return " & ".join(parts) if len(parts) < 2 else "(" + " & ".join(parts) + ")"


def exactly(word: Word) -> str:
    """The word as it stands, in any spelling."""
    return any_of(*_numbers(word), *map(quoted, _single(word)))


def beginning(word: Word) -> str:
    """Words that begin so; very short ones are taken whole."""
    if word.whole:
        return exactly(word)
    forms = _single(word)
    whole = (quoted(form) for form in forms if len(form) <= _SHORT)
    begun = [f"{quoted(form)}:*" for form in forms if len(form) > _SHORT]
    if word.numbers and len(word.parts) == 1:
        begun.append(f"{quoted(word.typed)}:*")  # the beginning of a code
    return any_of(*_numbers(word), *whole, *begun)


def in_any_form(word: Word) -> str:
    """The word, words that begin so, and all forms of its dictionary forms."""
    forms = (form for lemma in word.lemmas for form in (quoted(LEMMA + lemma), quoted(lemma)))
    return any_of(beginning(word), *forms)


def _title(query: Query) -> str:
    return quoted(query.title) if query.title and len(query.typed) > 1 else ""


def _numbers(word: Word) -> list[str]:
    """A number by its keys, or by its groups as words of a text."""
    if not word.numbers:
        return []
    return [*map(quoted, word.numbers), all_of(quoted(part) for part in word.parts)]


def _single(word: Word) -> tuple[str, ...]:
    return () if word.numbers else word.forms


def _every_name(words: Sequence[Word], asked: Sequence[Word]) -> str:
    """«Бровари Єна». A single word among noise is no whole phrase: "Mexico City" is not "Mexico"."""
    if len(words) == 1 < len(asked):
        return ""
    return all_of(map(_is_name, words))


def _is_name(word: Word) -> str:
    """The word by itself is a name (or a number of a document)."""
    if word.numbers:
        return any_of(*map(quoted, word.numbers))
    return any_of(*(quoted(NAME + form) for form in word.forms))


def _readings(words: Sequence[Word]) -> list[tuple[str, ...]]:
    """The phrase in each spelling as a whole, then mixed spellings, not too many."""
    if not words or any(word.numbers for word in words):
        return []
    widest = max(len(word.forms) for word in words)
    aligned = [tuple(word.forms[min(n, len(word.forms) - 1)] for word in words) for n in range(widest)]
    mixed = islice(product(*(word.forms[:2] for word in words)), MOST_READINGS)
    return list(dict.fromkeys([*aligned, *mixed]))[:MOST_READINGS]


def _names(words: Sequence[Word]) -> list[str]:
    return [quoted(NAME + joined(reading)) for reading in _readings(words)]


def _names_in_one(words: Sequence[Word]) -> list[str]:
    """«Біло церква» may be one word of a name."""
    return [quoted(NAME + "".join(reading)[:100]) for reading in _readings(words)] if len(words) > 1 else []


def _lemma_names(words: Sequence[Word]) -> list[str]:
    both = [(LEMMA_NAME + joined(form), NAME + joined(form)) for form in _lemma_readings(words)]
    return [quoted(lexeme) for pair in both for lexeme in pair]


def _lemma_readings(words: Sequence[Word]) -> list[tuple[str, ...]]:
    if not any(word.lemmas for word in words):
        return []
    return list(islice(product(*(word.lemmas or word.forms[:1] for word in words)), MOST_READINGS))


def _names_beginning(words: Sequence[Word]) -> list[str]:
    if any(word.whole for word in words):
        return []
    return [f"{quoted(NAME + joined(reading))}:*" for reading in _readings(words)]


def _first_begins(words: Sequence[Word]) -> list[str]:
    """One word begins a name and the others occur: «Франківськ Івано», «Миколаївк Сумська»."""
    if len(words) < 2:
        return []
    return [
        all_of(
            [any_of(*_names_beginning([word])), *(beginning(other) for other in words if other is not word)]
        )
        for word in words
        if not word.numbers and len(word.typed) > _SHORT
    ]


def _beside(words: Sequence[Word]) -> str:
    """All the words are the oblast or the country as a whole."""
    return any_of(*(quoted(BESIDE + joined(reading)) for reading in _readings(words)))


def _lemmas_beside(words: Sequence[Word]) -> str:
    return any_of(*(quoted(BESIDE + joined(form)) for form in _lemma_readings(words)))


def _each(one: Callable[[Word], str]) -> Callable[[Sequence[Word]], str]:
    """Every word occurs beside the name, in whatever."""
    return lambda words: all_of(map(one, words))


def _splits(
    words: Sequence[Word],
    name: Callable[[Sequence[Word]], list[str]],
    beside: Callable[[Sequence[Word]], str],
) -> list[str]:
    """The words at the beginning, or at the end, are a name; the others occur beside it."""
    if len(words) > _MOST_CUT:
        return []
    cuts = [(words[:cut], words[cut:]) for cut in range(1, len(words))]
    cuts += [(others, named) for named, others in cuts]
    return [all_of([any_of(*name(named)), beside(others)]) for named, others in cuts]
