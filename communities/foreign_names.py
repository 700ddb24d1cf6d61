"""Names of territories abroad on the pages: in the language of the page, else as they are written there.

What stays in its own spelling carries its language where that is certain, so that it is not read by the rules of
the page's own.
"""

import csv
import re
from functools import cache
from pathlib import Path

from babel.core import get_global
from babel.languages import get_official_languages
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_REFERENCE = Path(__file__).parent / "reference"
_CYRILLIC = re.compile("[А-Яа-яІіЇїЄєҐґ]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def region_in_language(country: str, region: str) -> str:
    """The region in the language of the page; nothing rather than an English name in a Ukrainian text."""
    if get_language() != "uk" or _CYRILLIC.search(region):
        return region
    return _regions_in_ukrainian().get((country, region), "")


def region_shown(country: str, region: str) -> SafeString:
    """The region for a page: without a name in its language, it still tells namesakes apart."""
    return in_language(region_in_language(country, region) or region, language_of_region(country, region))


def language_of_region(country: str, region: str) -> str:
    """The language in which a page shows a region, where it is known and not that of the page."""
    if region_in_language(country, region) or not region:
        return ""
    return "en" if (country, region) in _regions_of_the_gazetteer() else language_of_original(country, region)


def original_shown(country: str, text: str) -> SafeString:
    """A name as it is written in its country; translators leave it alone."""
    language = language_of_original(country, text)
    return format_html('<span{} translate="no">{}</span>', _attribute(language), text)


def in_language(text: str, language: str) -> SafeString:
    """A text of a page in a language that may be another one; an unknown one is not said."""
    return (
        format_html("<span{}>{}</span>", _attribute(language), text) if language else format_html("{}", text)
    )


@cache
def language_of_original(country: str, text: str) -> str:
    """The only official language of a country, when a name is in its letters; "" when that is not certain."""
    languages = get_official_languages(country, de_facto=True)
    if len(languages) != 1:
        return ""
    language: str = languages[0]
    script = get_global("likely_subtags").get(language, "").split("_")[1:2]
    letters = "Latn" if _LATIN.search(text) else "Cyrl" if _CYRILLIC.search(text) else ""
    is_written_so = [letters] == script or (not letters and script not in (["Latn"], ["Cyrl"]))
    return language if is_written_so else ""


def _attribute(language: str) -> SafeString:
    return format_html(' lang="{}"', language) if language else SafeString("")


@cache
def _regions_in_ukrainian() -> dict[tuple[str, str], str]:
    """(country, region as GeoNames has it) → its Ukrainian name; see ``reference/README.md``."""
    with (_REFERENCE / "region_names_uk.csv").open(encoding="utf-8", newline="") as file:
        return {(row["country"], row["name"]): row["name_uk"] for row in csv.DictReader(file)}


@cache
def _regions_of_the_gazetteer() -> frozenset[tuple[str, str]]:
    """Regions as GeoNames names them, in English."""
    with (_REFERENCE / "admin1_names.csv").open(encoding="utf-8", newline="") as file:
        return frozenset((row["country"], row["name"]) for row in csv.DictReader(file))
