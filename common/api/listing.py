"""Lists: which filters, which orders, which page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable

from common.api.kinds import BOOLEAN, Kind, one_of, pattern
from common.api.parameters import Asked, Parameter, ParameterSet

DEFAULT_PAGE_SIZE = 50
MOST_PAGE_SIZE = 500

_page_size = pattern("(?:[1-9][0-9]?|[1-4][0-9]{2}|500)", "1 – 500", upper=False)
PAGE_SIZE = Kind(
    lambda text: int(_page_size.read(text)),
    "1 – 500",
    {"type": "integer", "minimum": 1, "maximum": MOST_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE},
)
CURSOR = Kind(str, "", {"type": "string"})

PAGING = (
    Parameter("page_size", PAGE_SIZE, "Number of records per page."),
    Parameter("cursor", CURSOR, "Position in the list, from `next` or `previous`; do not build it yourself."),
    Parameter("count", BOOLEAN, "With `true`, the response includes the total number of matching records."),
)


@dataclass(frozen=True)
class Filter:
    """A parameter that narrows a list. ``on`` names the related record on which the condition is put.

    Conditions on the same related record must hold for one and the same record.
    """

    parameter: Parameter
    where: Callable[[Any], Q]
    on: str = ""


@dataclass(frozen=True)
class Order:
    """An order of a list: one expression, then the id, both in one direction. Empty means by relevance."""

    name: str
    key: Combinable | None
    descending: bool = False

    @property
    def is_ranked(self) -> bool:
        """Whether the queryset comes in an order of its own, of which only places can be counted."""
        return self.key is None


RELEVANCE = Order("relevance", None)
AS_GIVEN = Order("as given", None)


class Rows:
    """A list that is already in memory, to be leafed through like a queryset."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def __getitem__(self, part: slice) -> Sequence[Any]:
        return self._rows[part]

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)


class Listing(ParameterSet):
    """Parameters of a list: its filters, ``ordering`` and paging."""

    def __init__(
        self,
        filters: Sequence[Filter],
        *,
        orderings: Mapping[str, Combinable | str],
        default: str,
        more: Sequence[Parameter] = (),
    ) -> None:
        names = [name for plain in orderings for name in (plain, f"-{plain}")]
        ordering = Parameter(
            "ordering",
            one_of(*names),
            f"Sort order; a minus sign reverses it. Default: `{default}` (with `search`: best match first). "
            "Equal records are sorted by id.",
        )
        super().__init__([*(f.parameter for f in filters), *more, ordering, *PAGING])
        self.filters = tuple(filters)
        self.orderings = orderings
        self.default = default

    def conditions(self, asked: Asked) -> dict[str, Q]:
        """Return the conditions to be met, by the related record on which they are put."""
        found: dict[str, Q] = {}
        for item in self.filters:
            if item.parameter.name in asked:
                condition = item.where(asked[item.parameter.name])
                found[item.on] = found.get(item.on, Q()) & condition
        return found

    def order(self, asked: Asked, *, ranked: bool = False) -> Order:
        """Return the order that was asked for; ``ranked`` when the list comes best match first."""
        if ranked and "ordering" not in asked:
            return RELEVANCE
        name: str = asked.get("ordering", self.default)
        key = self.orderings[name.removeprefix("-")]
        return Order(name, F(key) if isinstance(key, str) else key, descending=name.startswith("-"))


def ordered(queryset: QuerySet, order: Order, *, reverse: bool = False) -> QuerySet:
    """Put a list into an order that ends in the id."""
    if order.key is None:
        return queryset
    minus = "-" if order.descending is not reverse else ""
    in_order: QuerySet = queryset.annotate(sort_key=order.key).order_by(f"{minus}sort_key", f"{minus}pk")
    return in_order
