"""Numbers of orders, cases, agreements and registrations, however they are written.

«№ 2026–0017», "2026/17" and "20260017" are compared by two keys: all characters without punctuation, and
the groups without their leading zeros.
"""

import re
from collections.abc import Iterator

from common.paper_numbers import plain_number
from common.search.marks import LONGEST, NUMBER

_SEPARATOR = r"\s*[-‐‑–—―/\\._]\s*"
_GROUP = r"[0-9]+[A-Za-zА-Яа-яІіЇїЄєҐґ]?(?![A-Za-zА-Яа-яІіЇїЄєҐґ0-9])"
_PREFIX = r"(?:(?<![\w])[A-Za-zА-Яа-яІіЇїЄєҐґ]{1,5}" + _SEPARATOR + ")?"
# «№2026 17», "2026-0017", "PB-2026-17", "№ 879"; plain digits count from five on (20260017).
_NUMBER = re.compile(
    rf"(?:№|\bno\.?\s*(?=[0-9])|\bN\s*(?=[0-9])|\#)\s*{_PREFIX}{_GROUP}(?:(?:{_SEPARATOR}|\s+){_GROUP})*"
    rf"|(?<![\w]){_PREFIX}{_GROUP}(?:{_SEPARATOR}{_GROUP})+"
    rf"|(?<![\w])[A-Za-zА-Яа-яІіЇїЄєҐґ]{{1,5}}{_SEPARATOR}{_GROUP}"
    r"|(?<![\w])[0-9]{5,}(?![\w])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]+|[^\W\d_]+")
_LABEL = re.compile(r"^(?:no|n)\b", re.IGNORECASE)


def number_lexemes(number: str) -> tuple[str, ...]:
    """Return the lexemes of one number: joined as it is, and in groups without leading zeros."""
    groups = _DIGITS.findall(plain_number(_LABEL.sub("", number.strip(" №#"))))
    if not any(group.isdigit() for group in groups):
        return ()
    plain = [group.lstrip("0") or "0" if group.isdigit() else group for group in groups]
    lexemes = dict.fromkeys([NUMBER + "".join(groups), NUMBER + ".".join(plain)])
    return tuple(lexeme[:LONGEST] for lexeme in lexemes)


def find_numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield the places of a text that are written like numbers of documents."""
    return _NUMBER.finditer(text)
