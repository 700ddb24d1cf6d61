"""Folding for search and comparison, and the official transliteration of Ukrainian.

One folding is used when text is stored and when it is asked for, so that the three apostrophes of
«Кам'янець», "Sillamae" for "Sillamäe" and Latin letters typed inside Cyrillic words never hide a record.
"""

import re
import unicodedata

from common.cleaning import drop_invisible

APOSTROPHES = "'’ʼ‘`´ʹʻ′‛＇"
_CYRILLIC = "А-Яа-яЁёЄєІіЇїҐґЎўЂ-ЏҐ-ӿ"
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"

# Letters that look alike: upper and lower case differ (H looks like Н, h does not look like н).
_LATIN_LOOKALIKES = "ABCEHIKMOPTXYaceiopxyïÏ"
_CYRILLIC_LOOKALIKES = "АВСЕНІКМОРТХУасеіорхуїЇ"
_TO_CYRILLIC = str.maketrans(_LATIN_LOOKALIKES, _CYRILLIC_LOOKALIKES)
_TO_LATIN = str.maketrans(_CYRILLIC_LOOKALIKES, _LATIN_LOOKALIKES)
_MIXED_SCRIPTS = re.compile(f"[{_LATIN}][{_CYRILLIC}]|[{_CYRILLIC}][{_LATIN}]")
_WORD = re.compile(f"[{_LATIN}{_CYRILLIC}{APOSTROPHES}]+")

# Latin letters that NFKD does not take apart.
_LATIN_SPECIAL = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŋ": "n",
    "ŧ": "t", "ı": "i", "ĸ": "k", "ƶ": "z", "ə": "e", "ß": "ss", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɨ": "i",
}  # fmt: skip
_COMBINING = range(0x300, 0x370)


def _fold_table() -> dict[int, str | None]:
    """Map every (casefolded) Latin letter to its base; apostrophes and accents to nothing."""
    table: dict[int, str | None] = {ord(char): None for char in APOSTROPHES}
    table.update(dict.fromkeys(_COMBINING))
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        parts = unicodedata.normalize("NFKD", chr(code).casefold())
        base = "".join(_LATIN_SPECIAL.get(char, char) for char in parts)
        base = "".join(char for char in base if not unicodedata.combining(char))
        if base.isalnum():
            table[code] = base
    table.update({ord(char): base for char, base in _LATIN_SPECIAL.items()})
    return table


_FOLD = _fold_table()
_NOT_TEXT = re.compile(r"[\W_№]+")
_ASCII_APOSTROPHES = re.compile("['`\x00-\x08\x0e-\x1b\x7f]")  # and control characters
# In scripts such as Devanagari a combining vowel is no punctuation; \W would cut the word there.
_ASCII_LATIN_CYRILLIC = re.compile(r"[\x00-ͯЀ-ԯḀ-ỿ‐-⁯№]*\Z")


def has_mixed_scripts(text: str) -> bool:
    """Whether a Latin and a Cyrillic letter stand side by side."""
    return bool(_MIXED_SCRIPTS.search(text))


def repair_homoglyphs(text: str) -> str:
    """Give every word one script when its foreign letters are mere look-alikes (``paйоннa``)."""
    if not _MIXED_SCRIPTS.search(text):
        return text
    return _WORD.sub(lambda match: _repair_word(match[0]), text)


def _repair_word(word: str) -> str:
    """Prefer Cyrillic; take Latin only when some letter of the word can be nothing else."""
    if not _MIXED_SCRIPTS.search(word):
        return word
    cyrillic = word.translate(_TO_CYRILLIC)
    if not re.search(f"[{_LATIN}]", cyrillic):
        return cyrillic
    latin = word.translate(_TO_LATIN)
    return word if re.search(f"[{_CYRILLIC}]", latin) else latin


def fold(text: str) -> str:
    """Return the form in which texts are searched and compared.

    Case, Latin diacritics, apostrophes and invisible signs disappear, punctuation becomes one space. The Ukrainian
    letters й, ї, і and ґ stay what they are: they are letters, not decorated ones.
    """
    if text.isascii() and (
        text.isprintable() or "\x02" not in text
    ):  # most of the gazetteer's 900,000 names: half the time of loading it
        return _NOT_TEXT.sub(" ", _ASCII_APOSTROPHES.sub("", text.lower())).strip()
    seen = unicodedata.normalize("NFC", drop_invisible(text))
    folded = repair_homoglyphs(seen).casefold().translate(_FOLD)
    if _ASCII_LATIN_CYRILLIC.match(folded):
        return _NOT_TEXT.sub(" ", folded).strip()
    return " ".join("".join(c if _is_word_char(c) else " " for c in folded).split())


def _is_word_char(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" and char != "№"


# Cabinet of Ministers resolution 55 of 27.01.2010: letter → (at the beginning of a word, elsewhere).
_TRANSLITERATION = {
    "а": ("a", "a"), "б": ("b", "b"), "в": ("v", "v"), "г": ("h", "h"), "ґ": ("g", "g"), "д": ("d", "d"),
    "е": ("e", "e"), "є": ("ye", "ie"), "ж": ("zh", "zh"), "з": ("z", "z"), "и": ("y", "y"), "і": ("i", "i"),
    "ї": ("yi", "i"), "й": ("y", "i"), "к": ("k", "k"), "л": ("l", "l"), "м": ("m", "m"), "н": ("n", "n"),
    "о": ("o", "o"), "п": ("p", "p"), "р": ("r", "r"), "с": ("s", "s"), "т": ("t", "t"), "у": ("u", "u"),
    "ф": ("f", "f"), "х": ("kh", "kh"), "ц": ("ts", "ts"), "ч": ("ch", "ch"), "ш": ("sh", "sh"),
    "щ": ("shch", "shch"), "ь": ("", ""), "ю": ("yu", "iu"), "я": ("ya", "ia"),
    # Not in the resolution; they occur in names quoted from Russian or Belarusian.
    "ё": ("yo", "io"), "ъ": ("", ""), "ы": ("y", "y"), "э": ("e", "e"), "ў": ("u", "u"),
}  # fmt: skip


def transliterate(text: str) -> str:
    """Write Ukrainian in Latin letters by Cabinet resolution 55 of 2010; other characters stay."""
    text = unicodedata.normalize("NFC", text)
    return "".join(_transliterate_char(text, index) for index in range(len(text)))


def _transliterate_char(text: str, index: int) -> str:
    char = text[index]
    if char in APOSTROPHES:
        return "" if _touches_cyrillic(text, index) else char
    forms = _TRANSLITERATION.get(char.lower())
    if forms is None:
        return char
    before = text[index - 1] if index else ""
    initial = not (before.isalpha() or (before and before in APOSTROPHES))
    latin = forms[0] if initial else forms[1]
    if char.lower() == "г" and before.lower() == "з":
        latin = "gh"  # зг → zgh, because "zh" is taken by ж
    return _in_case_of(char, latin, text, index)


def _touches_cyrillic(text: str, index: int) -> bool:
    neighbours = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
    return any(char.lower() in _TRANSLITERATION for char in neighbours)


def _in_case_of(char: str, latin: str, text: str, index: int) -> str:
    """A capital gives "Shch" in «Щербухи» and "SHCH" among other capitals."""
    if char.islower() or not latin:
        return latin
    following, before = text[index + 1 : index + 2], text[max(index - 1, 0) : index]
    all_capitals = following.isupper() or (not following.isalpha() and before.isupper())
    return latin.upper() if all_capitals else latin.capitalize()


def with_one_apostrophe(text: str) -> str:
    """Write the names of Unicode CLDR, which has U+02BC, with the apostrophe of all other texts: U+2019."""
    return text.replace("\u02bc", "\u2019")
