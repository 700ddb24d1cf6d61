"""Languages in which drafts are written: the partner's own first, then all that have a two-letter code."""

from collections.abc import Iterable
from functools import cache
from operator import itemgetter

from babel import Locale
from babel.languages import get_official_languages
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.sorting import in_order_of
from common.text import with_one_apostrophe

TEXT_CODES = 2  # ISO 639-1: languages in which towns write to one another


@cache
def language_names(interface: str) -> dict[str, str]:
    """Names of the languages by code, in the language of the page."""
    names = Locale(interface).languages
    return {code: with_one_apostrophe(name) for code, name in names.items() if len(code) == TEXT_CODES}


def language_name(code: str) -> str:
    """The name of a language; the code itself when it has none."""
    interface = get_language() or "uk"
    return language_names(interface).get(code, code)


def languages_of(country_codes: Iterable[str]) -> list[str]:
    """Official languages of countries, each once, in order."""
    found: dict[str, None] = {}
    for country in country_codes:
        for language in get_official_languages(country, de_facto=True):
            code = language.partition("_")[0]
            if code in language_names("en"):
                found.setdefault(code)
    return list(found)


def language_choices(country_codes: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups for a list to choose from: likely languages, then all others by name."""
    names = language_names(get_language() or "uk")
    likely = list(dict.fromkeys([*languages_of(country_codes), "uk", "en"]))
    others = in_order_of(((code, name) for code, name in names.items() if code not in likely), itemgetter(1))
    return [
        (_("Languages of the parties"), [(code, names.get(code, code)) for code in likely]),
        (_("Other languages"), others),
    ]
