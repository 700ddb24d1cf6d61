"""Numbers of papers (letters, orders, acts, decisions, registrations): how they are stored and compared.

People type them with «№» or without, with any dash, with letters of the wrong alphabet. What is typed is
tidied and, where two alphabets are mixed, refused; what other lists hold is kept and flagged.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from common.errors import FieldProblem
from common.text import fold

_SIGN = re.compile(r"^(?:\s*[№#])+\s*|^\s*(?:no|nr|n)(?:\s*[.°º]|\s)\s*(?=\d)|^\s*номер\s+", re.IGNORECASE)
_DASH = re.compile("[‐‑‒–—―−﹘﹣－]")
_AROUND = re.compile(r"(?<=\w)\s*([-/])\s*(?=\w)")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _CYRILLIC = re.compile("[A-Za-zÀ-ɏ]"), re.compile("[Ѐ-ԯ]")
# Capitals decide: «в» is no "b", but a number is the same in small letters and in capitals.
_ALIKE_LATIN, _ALIKE_CYRILLIC = "ABCEHIKMOPTXYÏ", "АВСЕНІКМОРТХУЇ"
_TO_LATIN = str.maketrans(_ALIKE_CYRILLIC, _ALIKE_LATIN)
_LETTER_FOR_ZERO = re.compile(r"(?<![^\W\d_])[OoОо](?=\d)")


def tidy_number(number: str) -> str:
    """Return a typed number as it is stored: without its sign, with plain hyphens and single spaces."""
    text = _DASH.sub("-", _SIGN.sub("", unicodedata.normalize("NFC", number)))
    return " ".join(_AROUND.sub(r"\1", text).split())


def plain_number(number: str) -> str:
    """Return the form in which numbers are compared: «№ 2026 — О17» and "2026-O17" are one.

    The groups of a number stay apart: 12-34 and 123-4 are two numbers.
    """
    return fold(tidy_number(number).upper().translate(_TO_LATIN))


def mixes_scripts(number: str) -> bool:
    """Whether somebody who reads the number cannot tell in which alphabet its letters are typed."""
    words = _WORD.findall(number)
    latin = [word for word in words if _LATIN.search(word)]
    cyrillic = [word for word in words if _CYRILLIC.search(word)]
    if set(latin) & set(cyrillic):
        return True
    doubtful = any(_all_in(word, _ALIKE_LATIN + _ALIKE_CYRILLIC) for word in (*latin, *cyrillic))
    return bool(latin and cyrillic and doubtful)


def has_letter_for_zero(number: str) -> bool:
    """Whether a letter O stands where only a zero makes sense (2026-О001)."""
    return bool(_LETTER_FOR_ZERO.search(number))


def is_doubtful_number(number: str) -> bool:
    """Whether a number would be refused if it were typed; other lists hold such numbers."""
    return mixes_scripts(number) or has_letter_for_zero(number)


def number_problems(path: str, number: str) -> list[FieldProblem]:
    """Refuse a typed number that would be taken for another one; an empty one is somebody else's question."""
    if mixes_scripts(number):
        detail = _("The number mixes Latin and Cyrillic letters. Type all its letters in one alphabet.")
        return [FieldProblem(path, "mixed_scripts", detail)]
    if has_letter_for_zero(number):
        detail = _(
            "The number has the letter O before a digit. Type a zero, or put a hyphen after the letter."
        )
        return [FieldProblem(path, "mixed_scripts", detail)]
    return []


def _all_in(word: str, letters: str) -> bool:
    return all(char in letters for char in word.upper())
