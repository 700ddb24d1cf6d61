"""Names that no package knows: older names of units, and words that mean a country."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

REFERENCE_DIR = Path(__file__).resolve().parent.parent / "reference"
OLDER_NAMES = REFERENCE_DIR / "older_names.csv"
COUNTRY_WORDS = REFERENCE_DIR / "country_words.csv"
COUNTRY_NAMES = REFERENCE_DIR / "country_names.csv"


@cache
def older_names() -> Mapping[str, tuple[str, ...]]:
    """KATOTTG code → names in older use or in other languages: Kiev, Lwów, Czernowitz, Закарпаття."""
    names: dict[str, list[str]] = defaultdict(list)
    with OLDER_NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["katottg"]].append(row["name"])
    return {code: tuple(found) for code, found in names.items()}


@cache
def country_words() -> Mapping[str, tuple[str, ...]]:
    """ISO code → adjectives and other names in both languages: «німецький», «ФРН», "German"."""
    with COUNTRY_WORDS.open(encoding="utf-8", newline="") as file:
        return {
            row["country"]: tuple(
                word for text in (row["words_uk"], row["words_en"]) for word in text.split("|")
            )
            for row in csv.DictReader(file)
        }


@cache
def country_names() -> Mapping[str, dict[str, str]]:
    """ISO code → its row of names: alpha-3 code, official names in both languages, former and other ones."""
    with COUNTRY_NAMES.open(encoding="utf-8", newline="") as file:
        return {row["country"]: row for row in csv.DictReader(file)}


def codes_of_country(code: str) -> tuple[str, ...]:
    """The codes of ISO 3166-1."""
    row = country_names().get(code)
    return (code, row["alpha3"]) if row else (code,)


@cache
def words_of_country(code: str) -> tuple[str, ...]:
    """What people write for a country beside its usual names: official ones, former ones, adjectives."""
    row = country_names().get(code, {})
    names = [row.get("official_uk", ""), row.get("official_en", ""), *row.get("others", "").split("|")]
    return tuple(dict.fromkeys(name for name in (*country_words().get(code, ()), *names) if name))
