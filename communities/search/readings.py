"""What a text was meant to be, when it finds nothing as it stands."""

from collections.abc import Iterator

from common.search.query import Query, Word, with_spellings
from common.search.spelling import distance, tolerance
from common.text import fold
from communities.vocabulary import graded_corrections


def corrected(query: Query, scope: str, *, known_too: bool = False) -> Iterator[Query]:
    """The query with its misspelled words corrected by a vocabulary, the likeliest corrections first."""
    words = [word.typed for word in query.required if not word.numbers]
    for found in graded_corrections(scope, words, known_too=known_too):
        yield with_spellings(query, found)


def as_people_write(query: Query, text: str, seen: str) -> str:
    """Write a reading for «Did you mean»: of several spellings the one that occurs in ``seen``, a found name."""
    known = set(fold(seen).split())
    words = [_spelling(word, known) for word in query.words]
    capitals = text[:1].isupper() or len(words) == 1
    return " ".join(word.capitalize() if capitals else word for word in words)


def _spelling(word: Word, known: set[str]) -> str:
    """The form that is seen, else the seen word nearest to it.

    A gazetteer knows a town by names of other languages too: what was found by «Тюбинген» is suggested as
    «Тюбінген», the way the page writes it.
    """
    form = next((form for form in word.forms if form in known), None)
    if form is not None:
        return form
    typed = word.forms[0]
    allowed = tolerance(typed)
    near = [(distance(typed, seen, allowed), seen) for seen in known]
    return min(((far, seen) for far, seen in near if far <= allowed), default=(0, typed))[1]
