"""From a query to tiers of PostgreSQL ``tsquery`` texts; cast them with ``%s::tsquery``.

AND between words, OR between the alternatives of a word. All lexemes are quoted; nothing that was typed is
ever read as an operator.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from common.search.analysis import quoted
from common.search.marks import LEMMA, LEMMA_NAME, NAME, joined
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
        return any_of(*self.steps[:count])


def tier_queries(query: Query) -> Tiers:
    """Return the tiers of a query; of a long one, the hash of the title and all its words."""
    if not query:
        return Tiers()
    words = query.required[:MAX_WORDS]
    asked = query.typed if not query.is_long else ()
    return Tiers(
        (
            any_of(_title(query), *_names(asked), *_names_in_one(asked), all_of(map(_is_name, words))),
            any_of(*_splits(words, _names, exactly)),
            any_of(*_splits(words, _lemma_names, in_any_form)),
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
    parts = list(dict.fromkeys(query for query in queries if query))
    return " | ".join(parts) if len(parts) < 2 else "(" + " | ".join(parts) + ")"


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
    forms = _single(word)
    whole = (quoted(form) for form in forms if len(form) <= _SHORT)
    begun = (f"{quoted(form)}:*" for form in forms if len(form) > _SHORT)
    return any_of(*_numbers(word), *whole, *begun)


def in_any_form(word: Word) -> str:
    """The word, words that begin so, and all forms of its dictionary forms."""
    forms = (form for lemma in word.lemmas for form in (quoted(LEMMA + lemma), quoted(lemma)))
    return any_of(beginning(word), *forms)


def _title(query: Query) -> str:
    return quoted(query.title) if query.title else ""


def _numbers(word: Word) -> list[str]:
    """A number by its keys, or by its groups as words of a text."""
    if not word.numbers:
        return []
    return [*map(quoted, word.numbers), all_of(quoted(part) for part in word.parts)]


def _single(word: Word) -> tuple[str, ...]:
    return () if word.numbers else word.forms


def _is_name(word: Word) -> str:
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
    forms = islice(product(*(word.lemmas or word.forms[:1] for word in words)), MOST_READINGS)
    if not any(word.lemmas for word in words):
        return []
    both = [(LEMMA_NAME + joined(form), NAME + joined(form)) for form in forms]
    return [quoted(lexeme) for pair in both for lexeme in pair]


def _names_beginning(words: Sequence[Word]) -> list[str]:
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


def _splits(
    words: Sequence[Word], name: Callable[[Sequence[Word]], list[str]], beside: Callable[[Word], str]
) -> list[str]:
    """The words at the beginning, or at the end, are a name; the others occur beside it."""
    if len(words) > _MOST_CUT:
        return [any_of(*name(words))]
    cuts = [(words[:cut], words[cut:]) for cut in range(len(words), 0, -1)]
    cuts += [(words[cut:], words[:cut]) for cut in range(1, len(words))]
    found = []
    for named, others in cuts:
        names = any_of(*name(named))
        found.append(all_of([names, *map(beside, others)]) if names else "")
    return found
