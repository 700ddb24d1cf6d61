"""Names of units that tell them apart: 96 names of hromadas are shared by 245 of them, some within one oblast.

Where the full name stands, the oblast always stands with it. The short name, by which people know a unit, has its
oblast where another unit is known by it, too. Where the oblast is not enough, the code follows.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language

from communities.choices import CommunityLevel
from communities.models import Community

REMEMBERED_SECONDS = 600
Unit = Mapping[str, Any]  # level, code and names of a unit, as its public document has them
_LANGUAGES = ("uk", "en")
_NAMES = [f"{name}_{language}" for name in ("name", "full_name", "centre_name") for language in _LANGUAGES]
_OBLASTS = [f"full_name_{language}" for language in _LANGUAGES]
# The one answer, with the moment until which it holds; asked for each name of a list, so not unpickled each time.
_remembered: dict[str, tuple[float, frozenset[Any]]] = {}


def placed_name(unit: Community) -> str:
    """The full name with what tells the unit apart; the unit's ``oblast`` should be loaded with it."""
    return ", ".join(filter(None, [unit.full_name, told_apart_by(unit)]))


def told_apart_by(unit: Community) -> str:
    """The oblast, with the code where another unit of the oblast bears the name, too."""
    return _place_of(unit.full_name, unit.oblast.full_name if unit.oblast else "", unit.katottg)


def known_name(unit: Community) -> str:
    """The short name by which people know a unit, with what tells it apart where others are known by it."""
    oblast = {name: getattr(unit.oblast, name) for name in _OBLASTS} if unit.oblast else None
    return known_name_of({**names_of(unit), "oblast": oblast})


def names_of(unit: Community) -> dict[str, Any]:
    """The names of a unit as its public document has them, without the oblast."""
    return {name: getattr(unit, name) for name in ("level", "katottg", *_NAMES)}


def known_name_of(unit: Unit) -> str:
    """The same of the public document of a unit."""
    language = "uk" if get_language() == "uk" else "en"
    short = short_name(unit, language)
    if short not in _shared_names():
        return short
    place = _place_of(short, (unit["oblast"] or {}).get(f"full_name_{language}", ""), unit["katottg"])
    return f"{short} ({place})" if place else short


def short_name(unit: Unit, language: str) -> str:
    """A hromada goes by its town: people say «Бровари», not «Броварська»; oblasts and raions by their full names."""
    if unit["level"] == CommunityLevel.HROMADA:
        return str(unit[f"centre_name_{language}"] or unit[f"name_{language}"])
    name = "name" if unit["level"] == CommunityLevel.CITY else "full_name"
    return str(unit[f"{name}_{language}"])


def forget_shared_names() -> None:
    """Look again who shares a name: a unit has got one."""
    _remembered.clear()


def _place_of(name: str, oblast: str, code: str) -> str:
    parts = [oblast, code if (name, oblast) in _shared_names() else ""]
    return ", ".join(filter(None, parts))


def _shared_names() -> frozenset[Any]:
    """Names that several units bear, alone and with the oblast; the codifier changes a few times a year."""
    until, found = _remembered.get("shared", (0.0, frozenset()))
    if until < time.monotonic():
        uses = Counter(_names_in_use())
        found = frozenset(name for name, number in uses.items() if number > 1)
        _remembered["shared"] = (time.monotonic() + REMEMBERED_SECONDS, found)
    return found


def _names_in_use() -> Iterator[Any]:
    """Short and full names of all units in both languages, and each with its oblast."""
    columns = ("level", *_NAMES, *(f"oblast__{name}" for name in _OBLASTS))
    for unit in Community.objects.order_by().values(*columns):
        for language in _LANGUAGES:
            names = {short_name(unit, language), unit[f"full_name_{language}"]}
            oblast = unit[f"oblast__full_name_{language}"] or ""
            yield from names
            yield from ((name, oblast) for name in names)
