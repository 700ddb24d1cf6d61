"""Asking a search vector from Django."""

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Func, Q, Value
from django.db.models.expressions import Combinable

Order = tuple[str | Combinable, ...]


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
