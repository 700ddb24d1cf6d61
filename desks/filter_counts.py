"""How many rows of a list each choice of a filter would leave; counted while people can leaf through them."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet

from common.admin.counting import MOST_LISTED


def count_choices(changelist: Any) -> None:
    """Write the numbers behind the choices of all filters that are not chosen, from one query.

    Of a list that is too long to be leafed through nothing is counted: numbers of a million rows cost more
    than anybody reads from them.
    """
    specs = [spec for spec in changelist.filter_specs if getattr(spec, "counted_by", "") and not spec.value()]
    if not specs or changelist.paginator.found > MOST_LISTED:
        return
    paths = [spec.counted_by for spec in specs]
    rows = _listed(changelist).order_by().values_list("pk", *paths)[:MOST_LISTED]
    found = {row[0]: row[1:] for row in rows}
    for place, spec in enumerate(specs):
        numbers = Counter(value for values in found.values() for value in _each(values[place]))
        spec.show_counts(numbers)


def _listed(changelist: Any) -> QuerySet[Any]:
    """The rows of the list; where one page has them all, by their keys.

    PostgreSQL takes a few among many for many, since it cannot know how often two columns of a row differ,
    and would look through all again.
    """
    rows: QuerySet[Any] = changelist.queryset
    if changelist.multi_page:
        return rows
    return rows.filter(pk__in=[row.pk for row in changelist.result_list])


def _each(value: Any) -> set[str]:
    """An array counts once under each of its values, anything else under itself."""
    values = value if isinstance(value, list) else [value]
    return {"" if each is None else str(each) for each in values}
