"""How many communities have a partner, oblast by oblast."""

from dataclasses import dataclass
from typing import Any

from common.sorting import by_shown_name
from communities.models import HROMADAS, Community
from communities.partners import has_partner


@dataclass
class Coverage:
    """One oblast with its hromadas."""

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
    """All oblasts, by name; three queries."""
    hromadas = Community.objects.filter(HROMADAS).order_by()
    having = set(hromadas.filter(has_partner()).values_list("pk", flat=True))
    rows: list[tuple[int, Any]] = list(hromadas.values_list("pk", "oblast"))  # hromadas have an oblast
    oblasts = Community.objects.filter(pk__in={oblast for _pk, oblast in rows}).order_by(
        by_shown_name("name_sort", "full_name_en"), "pk"
    )
    found = {unit.pk: Coverage(unit) for unit in oblasts}
    for pk, oblast in rows:
        if oblast is None:  # every hromada has one; the column also serves units that have none
            continue
        found[oblast].total += 1
        found[oblast].without += pk not in having
    return list(found.values())
