"""Django expressions that query a search vector."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import BigIntegerField, BooleanField, Func, IntegerField, Model, Q, QuerySet, Value

M = TypeVar("M", bound=Model)


class TsQuery(Func):
    """The text of a ``tsquery``, cast: what is in it was quoted by ``common.search.tsquery``."""

    template = "%(expressions)s::tsquery"

    def __init__(self, text: str, **extra: Any) -> None:
        super().__init__(Value(text), output_field=SearchVectorField(), **extra)


class Matches(Func):
    """``search_vector @@ tsquery``, the expression that the GIN index serves."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    conditional = True

    def __init__(self, query: str, column: str = "search_vector", **extra: Any) -> None:
        super().__init__(column, TsQuery(query), output_field=BooleanField(), **extra)


def matches(query: str) -> Q:
    """Rows that a tsquery text finds; an empty one finds none."""
    return Q(Matches(query)) if query else Q(pk__in=[])


def _array(values: Iterable[int]) -> Value:
    return Value(list(values), output_field=ArrayField(BigIntegerField()))


class Among(Func):
    """Whether a number is in a list. One parameter however long the list is; ``__in`` takes one for each."""

    conditional = True
    template = "%(expressions)s)"
    arg_joiner = " = ANY ("

    def __init__(self, column: str, values: Iterable[int], **extra: Any) -> None:
        super().__init__(column, _array(values), output_field=BooleanField(), **extra)


class _PlaceIn(Func):
    template = "array_position(%(expressions)s::bigint)"
    arg_joiner = ", "

    def __init__(self, values: Iterable[int], column: str, **extra: Any) -> None:
        super().__init__(_array(values), column, output_field=IntegerField(), **extra)


class _Element(Func):
    template = "(%(expressions)s]"
    arg_joiner = ")["

    def __init__(self, values: Iterable[int], place: _PlaceIn, **extra: Any) -> None:
        super().__init__(_array(values), place, output_field=IntegerField(), **extra)


def in_order(rows: QuerySet[M], ranks: Mapping[int, int]) -> QuerySet[M]:
    """The rows with these ids in this order, with ``search_rank``."""
    if not ranks:
        return cast("QuerySet[M]", rows.none().annotate(search_rank=Value(0)))
    place = _PlaceIn(ranks, "pk")
    found = rows.filter(Among("pk", ranks)).annotate(search_rank=_Element(ranks.values(), place))
    return cast("QuerySet[M]", found.order_by(place))
