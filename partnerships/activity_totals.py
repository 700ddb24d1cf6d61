"""What partners did together, in sums."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from partnerships.choices import ActivityType
from partnerships.models import Activity


@dataclass(frozen=True)
class Totals:
    """Sums over the cooperation log; values are never added up across currencies."""

    count: int
    people: int
    types: list[tuple[str, int]]  # what in words, how often; the most frequent first
    values: list[tuple[str, Decimal]]  # currency, sum; the largest sum first
    years: list[tuple[int, int]]  # year, how often; the latest first

    @property
    def most_of_a_year(self) -> int:
        """The longest bar."""
        return max((number for _year, number in self.years), default=0)


def totals_of(activities: Iterable[Activity]) -> Totals:
    """Sum up a cooperation log."""
    rows = list(activities)
    types = Counter(row.type for row in rows)
    years = Counter(row.happened_on.year for row in rows)
    values: dict[str, Decimal] = {}
    for row in rows:
        if row.value is not None:
            values[row.currency] = values.get(row.currency, Decimal()) + row.value
    return Totals(
        count=len(rows),
        people=sum(row.people or 0 for row in rows),
        types=[(str(ActivityType(kind).label), number) for kind, number in types.most_common()],
        values=sorted(values.items(), key=lambda item: (-item[1], item[0])),
        years=sorted(years.items(), reverse=True),
    )
