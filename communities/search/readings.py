"""What a text was meant to be, when it finds nothing as it stands."""

from common.search.query import Query, Word, with_spellings
from common.text import fold
from communities.vocabulary import corrections


def corrected(query: Query, scope: str, *, known_too: bool = False) -> Query | None:
    """Return the query with its misspelled words corrected by a vocabulary; None when none can be."""
    words = [word.typed for word in query.required if not word.numbers]
    found = corrections(scope, words, known_too=known_too)
    return with_spellings(query, found) if found else None


def as_people_write(query: Query, text: str, seen: str) -> str:
    """Write a reading for «Did you mean»: of several spellings the one that occurs in ``seen``, a found name."""
    known = set(fold(seen).split())
    words = [_spelling(word, known) for word in query.words]
    capitals = text[:1].isupper() or len(words) == 1
    return " ".join(word.capitalize() if capitals else word for word in words)


def _spelling(word: Word, known: set[str]) -> str:
    return next((form for form in word.forms if form in known), word.forms[0])
