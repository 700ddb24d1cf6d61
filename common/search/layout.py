"""Words typed in the wrong keyboard layout: «,hjdfhb» for «бровари», «уклфтпут» for "erlangen"."""

import re

_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./\\"
_UKRAINIAN_KEYS = "'йцукенгшщзхїфівапролджєячсмитьбю.ґ"
_LATIN_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?|'
_UKRAINIAN_SHIFTED = "'ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,Ґ"
_TO_UKRAINIAN = str.maketrans(_LATIN_KEYS + _LATIN_SHIFTED, _UKRAINIAN_KEYS + _UKRAINIAN_SHIFTED)
_TO_LATIN = str.maketrans(
    _UKRAINIAN_KEYS[1:] + _UKRAINIAN_SHIFTED[1:] + "ыэъЫЭЪ", _LATIN_KEYS[1:] + _LATIN_SHIFTED[1:] + "s']S'}"
)
_LATIN_LETTER, _CYRILLIC_LETTER = re.compile("[A-Za-z]"), re.compile("[А-Яа-яЄєІіЇїҐґ]")
# Keys that are letters in Ukrainian, pressed where no punctuation would stand.
_LETTER_KEY_IN_WORD = re.compile(
    r"(?:^|\s)[,.;'\[\]]+[A-Za-z]|[A-Za-z][;\[\]][A-Za-z]|[A-Za-z][\[\]](?:\s|$)"
)


def other_layout(text: str) -> str | None:
    """Return what the same keys give in the other layout; None for a text of both scripts or of none."""
    latin, cyrillic = _LATIN_LETTER.search(text), _CYRILLIC_LETTER.search(text)
    if bool(latin) is bool(cyrillic):
        return None
    return text.translate(_TO_UKRAINIAN if latin else _TO_LATIN)


def looks_mistyped(text: str) -> bool:
    """Whether keys that are Ukrainian letters stand where Latin text has no punctuation: ``rb]d``."""
    return bool(_LETTER_KEY_IN_WORD.search(text))
