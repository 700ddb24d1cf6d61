"""In which proportions everything is invented: those of the statutory list and of the sector's maps."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """A choice whose items come in proportion to their weights."""

    def __init__(self, items: Sequence[tuple[T, float]]) -> None:
        self.items = [item for item, _weight in items]
        self.cumulated = list(accumulate(weight for _item, weight in items))

    def choose(self, random: Random) -> T:
        """Take one."""
        return random.choices(self.items, cum_weights=self.cumulated)[0]

    def several(self, random: Random, count: int) -> list[T]:
        """Take a number of different ones, fewer when it is hard to find others."""
        found: dict[T, None] = {}
        for _try in range(count * 4):
            found[self.choose(random)] = None
            if len(found) == count:
                break
        return list(found)


# 164 of the 312 rows of the list are with PL, 52 with RO, 27 with MD; the sector's map adds the others.
COUNTRIES = Weighted[str]([
    ("PL", 43), ("RO", 12), ("MD", 7), ("DE", 8), ("LT", 4), ("CZ", 3.5), ("SK", 3), ("HU", 2.5), ("FR", 2.5),
    ("LV", 2), ("EE", 1.6), ("IT", 1.6), ("US", 1.6), ("GE", 1.2), ("BG", 1), ("TR", 0.9), ("GB", 0.8),
    ("CN", 0.7), ("ES", 0.6), ("AT", 0.5), ("SE", 0.5), ("DK", 0.4), ("FI", 0.4), ("NO", 0.3), ("NL", 0.4),
    ("HR", 0.3), ("SI", 0.2), ("RS", 0.2), ("PT", 0.2), ("IL", 0.3), ("JP", 0.3), ("CA", 0.3), ("MX", 0.1),
    ("AZ", 0.1), ("KZ", 0.1), ("GR", 0.2), ("BE", 0.2), ("CH", 0.2), ("IE", 0.1), ("KR", 0.1),
])  # fmt: skip
NEIGHBOURS = frozenset({"PL", "RO", "MD", "SK", "HU"})
# Status with the Association; drafts and returned ones are in no public list.
STATUSES = Weighted[str]([
    ("approved", 60), ("transferred", 23), ("submitted", 5), ("draft", 4), ("ended", 3), ("returned", 2),
    ("rejected", 1.5), ("withdrawn", 1.5),
])  # fmt: skip
# Status of the case with the Ministry of a filed and approved agreement; "" for none.
CASES = Weighted[str]([
    ("registered", 38), ("", 24), ("cleared", 8), ("in_review", 7), ("filed", 5), ("registration_filed", 5),
    ("terminated", 4), ("returned", 3), ("refused", 2), ("withdrawn", 2), ("registration_returned", 1),
    ("registration_refused", 1),
])  # fmt: skip
DOCUMENT_TYPES = Weighted[str]([
    ("agreement", 62), ("memorandum", 15), ("treaty", 8), ("protocol_of_intent", 4), ("protocol", 3),
    ("framework_agreement", 2), ("declaration", 2), ("letter_of_intent", 2), ("solidarity_agreement", 1.5),
    ("other", 0.5),
])  # fmt: skip
TERMS = Weighted[str]([
    ("open_ended", 38), ("years", 27), ("unknown", 15), ("auto_renewal", 14), ("until", 6),
])  # fmt: skip
YEARS = Weighted[int]([(5, 50), (3, 20), (10, 15), (1, 5), (2, 5), (15, 3), (20, 2)])
PRECISIONS = Weighted[str]([("day", 92), ("month", 4), ("year", 4)])
SPHERES = Weighted[str]([
    ("culture", 20), ("education", 18), ("sport", 12), ("tourism", 12), ("youth", 9), ("governance", 9),
    ("investment", 8), ("social", 8), ("health", 7), ("environment", 6), ("science", 5), ("trade", 5),
    ("agriculture", 4), ("cross_border", 4), ("energy", 3), ("planning", 3), ("industry", 3), ("transport", 2),
    ("emergencies", 2), ("digital", 2), ("waste", 1.5),
])  # fmt: skip
LEVELS = Weighted[str]([
    ("municipality", 83), ("county", 11), ("region", 3), ("district", 2), ("association", 1),
])  # fmt: skip
# 210 of the 312 rows of the list carry two kinds, most of those across a shared border.
TWO_KINDS_NEAR, TWO_KINDS_FAR = 0.87, 0.27
SEVERAL_PARTIES = 0.025
SECOND_AGREEMENT = 0.08
WITH_ACTIVITIES = 0.25
WITH_ENGLISH = 0.6
