"""Latin spellings of Ukrainian words beside the official one, and the way back.

Rules, not lists: how Russian maps, German, Polish or scholarly books and older passports would write the
word. Diacritics are left out, since folding drops them anyway.
"""

import re
from functools import lru_cache

from common.text import fold, transliterate

_VOWELS = "аеєиіїоуюяыэё"
# Systems differ from the first in the letters named; all are written as folded text.
_BASE = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ь": "", "ю": "iu", "я": "ia", "ы": "y", "э": "e", "ё": "e", "ъ": "", "ў": "u",
}  # fmt: skip
_SYSTEMS: dict[str, dict[str, str]] = {
    # British and American maps, passports before 2010
    "maps": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
    # Ukrainian names read as Russian ones
    "russian": {"г": "g", "и": "i", "є": "e", "ї": "i", "й": "y", "ю": "yu", "я": "ya"},
    "russian, y": {"г": "g", "є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
    "foreign names": {"г": "g"},
    "german": {
        "в": "w", "є": "je", "ж": "sch", "з": "s", "ї": "ji", "й": "j", "х": "ch", "ц": "z", "ч": "tsch",
        "ш": "sch", "щ": "schtsch", "ю": "ju", "я": "ja",
    },
    "polish": {
        "в": "w", "є": "je", "ж": "z", "ї": "ji", "й": "j", "х": "ch", "ц": "c", "ч": "cz", "ш": "sz",
        "щ": "szcz", "ю": "ju", "я": "ja",
    },
    "scholarly": {
        "є": "je", "ж": "z", "ї": "ji", "й": "j", "х": "ch", "ц": "c", "ч": "c", "ш": "s", "щ": "sc", "ю": "ju",
        "я": "ja",
    },
}  # fmt: skip
_TABLES = {name: str.maketrans({**_BASE, **changes}) for name, changes in _SYSTEMS.items()}
_CYRILLIC = re.compile("[а-яєіїґыэёъў]")
_RUSSIAN_LETTERS = str.maketrans({"ы": "и", "э": "е", "ъ": "", "ё": "е"})


@lru_cache(maxsize=100_000)
def latin_forms(word: str) -> tuple[str, ...]:
    """Return the Latin spellings of a folded Cyrillic word, one for each system, the official one first."""
    if not _CYRILLIC.search(word):
        return ()
    forms = [fold(transliterate(word)), *(word.translate(table) for table in _TABLES.values())]
    forms.append(_ending_as_in_russian(word))
    return tuple(forms)


def _ending_as_in_russian(word: str) -> str:
    """«-ів» is "-ov", «-ськ» "-sk", «-ий» "-y" in Russian: Pereiaslav, Boguslav, Chuguev, Belgorod."""
    ending = re.sub("ів$", "ов", re.sub("їв$", "ев", word))
    ending = re.sub("(?<=[ксг])ий$", "ий", ending).replace("білa", "бела").replace("біл", "бел")
    return ending.translate(_TABLES["russian"])


@lru_cache(maxsize=20_000)
def asked_latin_forms(word: str) -> tuple[str, ...]:
    """Return the Latin spellings to look for when a Cyrillic word is asked: «Ерланген» is no "Erlanhen"."""
    if not _CYRILLIC.search(word):
        return ()
    forms = [fold(transliterate(word))]
    forms += [
        word.translate(_TABLES[name]) for name in ("maps", "foreign names", "russian", "german", "polish")
    ]
    return tuple(forms) if all(forms) else ()


def as_ukrainian(word: str) -> str:
    """Write a Russian-looking Cyrillic word with Ukrainian letters: «бровары» → «бровари»."""
    return word.translate(_RUSSIAN_LETTERS)


# Longest first; what each Latin group is in the official system, and in older ones.
_BACK_OFFICIAL = {
    "shch": "щ", "zgh": "зг", "kh": "х", "zh": "ж", "ts": "ц", "ch": "ч", "sh": "ш", "ie": "є", "iu": "ю",
    "ia": "я", "ye": "є", "yi": "ї", "yu": "ю", "ya": "я", "a": "а", "b": "б", "v": "в", "h": "г", "g": "ґ",
    "d": "д", "e": "е", "z": "з", "y": "и", "i": "і", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п",
    "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф", "c": "к", "j": "й", "w": "в", "x": "кс", "q": "к",
}  # fmt: skip
_BACK_OLDER = {
    **_BACK_OFFICIAL, "g": "г", "tsch": "ч", "sch": "ш", "sz": "ш", "cz": "ч", "ch": "х", "je": "є", "ja": "я",
    "ju": "ю", "ji": "ї", "c": "ц", "rz": "р", "ck": "к",
}  # fmt: skip
_LATIN_ONLY = re.compile("[a-z]+")


def _reader(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(table, key=len, reverse=True)))


_READ_OFFICIAL, _READ_OLDER = _reader(_BACK_OFFICIAL), _reader(_BACK_OLDER)


@lru_cache(maxsize=20_000)
def cyrillic_forms(word: str) -> tuple[str, ...]:
    """Return likely Ukrainian spellings of a folded Latin word: "brovary" → «бровари»."""
    if not _LATIN_ONLY.fullmatch(word):
        return ()
    official = _final(_READ_OFFICIAL.sub(lambda match: _BACK_OFFICIAL[match[0]], word))
    older = _final(_READ_OLDER.sub(lambda match: _BACK_OLDER[match[0]], word))
    return (official, official.replace("ґ", "г"), older)


def _final(word: str) -> str:
    """«-yi» at the end is «-ий», "-sk" is «-ськ», "-ai" is «-ай»."""
    word = re.sub("иі$|ї$", "ий", word)
    word = re.sub(f"(?<=[{_VOWELS}])і(?=$|[бвгґджзклмнпрстфхцчшщ])", "й", word) if word[-1:] == "і" else word
    return re.sub("([сцз])к", r"\1ьк", word)
