"""Names of units that tell them apart: 96 names of hromadas are shared by 245 of them, some within one oblast."""

from django.core.cache import caches
from django.db.models import Count

from communities.models import Community

_KEY, _REMEMBERED_SECONDS = "shared-unit-names", 600


def placed_name(unit: Community) -> str:
    """The full name with what tells the unit apart; the unit's ``oblast`` should be loaded with it."""
    return ", ".join(filter(None, [unit.full_name, told_apart_by(unit)]))


def told_apart_by(unit: Community) -> str:
    """The oblast, with the code where another unit of the oblast bears the name, too."""
    parts = [unit.oblast.full_name] if unit.oblast else []
    if [unit.full_name_uk, unit.oblast_id] in _shared_within_an_oblast():
        parts.append(unit.katottg)
    return ", ".join(parts)


def _shared_within_an_oblast() -> list[list[str | int | None]]:
    """Names with the oblast that has several of them; the codifier changes a few times a year."""
    remembered = caches["process"]
    found: list[list[str | int | None]] | None = remembered.get(_KEY)
    if found is None:
        rows = Community.objects.order_by().values_list("full_name_uk", "oblast").annotate(units=Count("pk"))
        found = [[name, oblast] for name, oblast, _units in rows.filter(units__gt=1)]
        remembered.set(_KEY, found, _REMEMBERED_SECONDS)
    return found
