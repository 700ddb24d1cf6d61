"""One vocabulary of states: what they are called in lists and searches, which of them are blocked, in which order.

Lists name states as people do: «Російська Федерація», «РФ», «Республіки Польща», "Scotland", «CША» with a Latin C. A
name that is not understood is no country: whoever asks must not take it for an allowed one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.errors import FieldProblem
from common.search.lemmas import lemmas
from common.sorting import in_order_of
from common.text import fold
from communities.models import Country
from communities.search.facts import codes_of_country, words_of_country

UKRAINE = "UA"
# What stands beside a name: «США (штат Іллінойс)», "Germany / Deutschland", «Краснік, Польща».
_PARTS = re.compile(r"[()\[\]/,;]+")


def is_blocked(code: str) -> bool:
    """Whether the law forbids partners in this state (``BLOCKED_COUNTRIES``, law 3668-IX)."""
    return code in settings.BLOCKED_COUNTRIES


def blocked_problems(path: str, code: str) -> list[FieldProblem]:
    """Refuse a party from a blocked state: the one check and the one wording of all doors."""
    if not is_blocked(code):
        return []
    name = next((str(country) for country in Country.objects.filter(pk=code)), code)
    detail = _("The law forbids cooperation with communities in this country (%(country)s).") % {
        "country": name
    }
    return [FieldProblem(path, "blocked_country", detail)]


def choices_of(countries: Iterable[Country]) -> list[tuple[str, str]]:
    """Countries to choose from, by the alphabet of the page's language."""
    return in_order_of(((country.code, country.name) for country in countries), lambda choice: choice[1])


class CountryNames:
    """Understands names of states; reads the table once, for a whole list."""

    def __init__(self) -> None:
        self._countries = {country.code: country for country in Country.objects.all()}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for code, country in self._countries.items():
            names = (country.name_uk, country.name_en, *codes_of_country(code), *words_of_country(code))
            for name in names:
                for key in (fold(name), _in_dictionary_form(name)):
                    self._by_name[key].add(code)

    def find(self, text: str) -> Country | None:
        """The state that is meant; None when none is understood, or several are."""
        whole = self._meant_by(text)
        found = whole or set().union(*map(self._meant_by, _PARTS.split(text)))
        return self._countries[found.pop()] if len(found) == 1 else None

    def _meant_by(self, text: str) -> set[str]:
        """Codes of a name: as it stands, else in another case; a name of two states means neither."""
        for key in (fold(text), _in_dictionary_form(text)):
            if key and key in self._by_name:
                return set(self._by_name[key])
        return set()


def _in_dictionary_form(text: str) -> str:
    """«Республіки Польща», «Республіці Польща» as one key; no name, but the same for all cases of one."""
    return " ".join(min(lemmas(word), default=word) for word in fold(text).split())
