"""What a unit and a municipality are found by."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from common.search.analysis import IndexTerms, index_terms
from communities.search.facts import older_names, words_of_country

if TYPE_CHECKING:
    from communities.models import Community, ForeignMunicipality

_ENGLISH_LEVELS = {"oblast": ("Oblast", "Region"), "raion": ("Raion", "District"), "city": ("City",)}


def community_terms(unit: "Community") -> IndexTerms:
    """Its town, itself, its codes and former names; oblast and raion tell namesakes apart."""
    own_centre = [unit.centre_name_uk] if unit.kind else []
    full_names = [] if unit.level == "hromada" else [unit.full_name_uk]
    return index_terms(
        names=[
            *own_centre,
            unit.name_uk,
            *unit.former_names,
            *older_names().get(unit.katottg, ()),
            *full_names,
        ],
        spellings=[
            unit.full_name_uk,
            *_codes(unit),
            *_english(unit),
        ],
        context=_above(unit),
    )


def _codes(unit: "Community") -> Iterator[str]:
    """The code of the unit and of its centre, with and without the letters."""
    for code in (unit.katottg, unit.centre_katottg if unit.kind else ""):
        if code:
            yield from (code, code.removeprefix("UA"))


def _english(unit: "Community") -> Iterator[str]:
    """«Lviv Oblast», "Lviv Region", "Brovary hromada"."""
    yield from (unit.full_name_en, unit.name_en, unit.centre_name_en if unit.kind else "")
    short = unit.full_name_en.removesuffix(" Oblast").removesuffix(" Raion").removeprefix("City of ")
    for level in _ENGLISH_LEVELS.get(unit.level, ()):
        yield f"{short} {level}"
        yield f"{unit.name_en} {level}"


def _above(unit: "Community") -> Iterator[str]:
    for above in (unit.oblast, unit.raion):
        if above:
            yield from (above.full_name_uk, above.name_uk, *_english(above))
            yield from older_names().get(above.katottg, ())


def municipality_terms(row: "ForeignMunicipality") -> IndexTerms:
    """Names in every known spelling; region and country tell namesakes apart."""
    country = row.country
    return index_terms(
        names=[row.name, row.name_uk, row.name_en],
        spellings=[*readable(row.aliases.split("|")), row.wikidata_id],
        context=[row.region, country.name_uk, country.name_en, *words_of_country(country.code)],
    )


def readable(names: Iterable[str]) -> Iterator[str]:
    """Names in Latin or Cyrillic letters: nobody asks for the others here."""
    return (name for name in names if name and (name.isascii() or min(name) < "ԯ"))
