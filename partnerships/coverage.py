"""How many communities have a partner, oblast by oblast."""

from dataclasses import dataclass

from django.db.models import F

from communities.choices import CommunityLevel
from communities.models import Community
from communities.partners import has_partner

UNITS = (CommunityLevel.HROMADA, CommunityLevel.CITY)


@dataclass
class Coverage:
    """One oblast (or a city that belongs to none) with its communities."""

    oblast: Community
    total: int = 0
    without: int = 0

    @property
    def having(self) -> int:
        """Communities with a partner."""
        return self.total - self.without

    @property
    def percent(self) -> int:
        """The share of those that have one."""
        return round(100 * self.having / self.total) if self.total else 0


def coverage_by_oblast() -> list[Coverage]:
    """All oblasts, by name; two queries."""
    units = Community.objects.filter(is_active=True, level__in=UNITS).order_by()
    rows = units.annotate(has=has_partner()).values_list("pk", F("oblast"), "has")
    owners = {pk: oblast or pk for pk, oblast, _has in rows}
    found = {
        unit.pk: Coverage(unit)
        for unit in Community.objects.filter(pk__in=set(owners.values())).order_by("name_sort", "pk")
    }
    for pk, _oblast, has in rows:
        found[owners[pk]].total += 1
        found[owners[pk]].without += not has
    return list(found.values())
