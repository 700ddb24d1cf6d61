"""Ukrainian alphabetical order as a sort key, the same in PostgreSQL and in Python.

The embedded server has no ICU collations, and code points put ґ, є, і, ї after я. So the key replaces each
letter by a character whose code point has the right place; the column is compared with COLLATE "C".
Both sides use one character-by-character table and never ``lower()``, so no server locale can change it.
"""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable
from django.utils.translation import get_language

from common.text import APOSTROPHES

UKRAINIAN_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_OTHER_CYRILLIC = "ёўъыэј"  # after я: they occur in foreign names only
_LATIN_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_FIRST_CYRILLIC = 0x0430
_FIRST_LATIN = 0x0561  # any block above Cyrillic
_LATIN_SPECIAL = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "æ": "a",
    "œ": "o",
    "þ": "t",
    "ħ": "h",
    "ı": "i",
    "ß": "s",
}
_SPACES_AND_DASHES = {"\u00a0": " ", "‐": "-", "‑": "-", "–": "-", "—": "-"}
# Deleted: they never change the place of a word.
IGNORED = APOSTROPHES + '\u0301«»"“”„'


def _sort_table() -> dict[str, str]:
    """Character → character of the sort key, one to one as PostgreSQL's ``translate()`` needs."""
    table = dict(_SPACES_AND_DASHES)
    for place, letter in enumerate(UKRAINIAN_ALPHABET + _OTHER_CYRILLIC):
        table[letter] = table[letter.upper()] = chr(_FIRST_CYRILLIC + place)
    for place, letter in enumerate(_LATIN_ALPHABET):
        table[letter] = table[letter.upper()] = chr(_FIRST_LATIN + place)
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        base = _LATIN_SPECIAL.get(base, base)
        if base in _LATIN_ALPHABET:
            table[char] = table[base]
    return table


_TABLE = _sort_table()
_FROM = "".join(_TABLE) + IGNORED  # characters of FROM without a partner in TO are deleted
_TO = "".join(_TABLE.values())
_PYTHON_TABLE: dict[int, str | None] = {
    **{ord(char): key for char, key in _TABLE.items()},
    **{ord(char): None for char in IGNORED},
}


def ukrainian_sort_key(text: str) -> str:
    """Return the key by which ``sorted(..., key=ukrainian_sort_key)`` gives the Ukrainian order."""
    return text.translate(_PYTHON_TABLE)


T = TypeVar("T")


def in_order_of(rows: Iterable[T], name: Callable[[T], Any]) -> list[T]:
    """Sort by what is shown: Ukrainian names by the Ukrainian alphabet, others by the English one."""
    return sorted(rows, key=lambda row: ukrainian_sort_key(str(name(row))))


class UkrainianSortKey(Func):
    """The same key computed by PostgreSQL, for a generated column with ``db_collation="C"``."""

    function = "translate"
    arity = 3

    def __init__(self, expression: Combinable | str, **extra: Any) -> None:
        extra.setdefault("output_field", TextField(db_collation="C"))
        super().__init__(expression, Value(_FROM), Value(_TO), **extra)


def by_shown_name(ukrainian_key: str, english_name: str) -> Any:
    """What a list for people is ordered by: the stored Ukrainian key, or the English names by their alphabet."""
    return ukrainian_key if get_language() == "uk" else UkrainianSortKey(english_name)
