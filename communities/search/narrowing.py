"""The conditions of a queryset as SQL, to be joined to a statement of our own over the same table."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Part:
    """A condition with its parameters; empty when all rows meet it."""

    sql: str = ""
    params: tuple[Any, ...] = ()

    @property
    def where(self) -> str:
        """The condition as a clause."""
        return f"WHERE {self.sql}" if self.sql else ""

    def also(self, condition: str) -> str:
        """The clause with one more condition behind it."""
        return f"{self.where} AND {condition}" if self.sql else f"WHERE {condition}"


def condition_of(rows: QuerySet[Any]) -> Part:
    """What narrows the rows."""
    query = rows.query
    try:
        if query.is_sliced or query.combinator or query.distinct or set(query.alias_map) - {query.base_table}:
            return _among(rows)
        if not query.where:
            return Part()
        compiler = query.clone().get_compiler(rows.db)
        sql, params = compiler.compile(compiler.query.where)
    except EmptyResultSet:
        return Part("FALSE")
    except FullResultSet:
        return Part()
    return Part(f"({sql})", tuple(params))


def _among(rows: QuerySet[Any]) -> Part:
    """Conditions on other tables stay in a SELECT of their own."""
    ordered = rows if rows.query.is_sliced else rows.order_by()
    sql, params = ordered.values("pk").query.sql_with_params()
    meta = rows.model._meta
    return Part(f"{meta.db_table}.{meta.pk.column} IN ({sql})", tuple(params))
