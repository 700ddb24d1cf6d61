"""From the filters of a list to conditions on the read model, as SQL with parameters.

Both read models have the same columns, so one condition serves everybody; which table is read, is decided by
``partnerships.records.audience``. Conditions on parties of one side hold for one and the same party, those
on agreements for one and the same agreement: with several of them, the arrays find candidates by the index
and the list of parties or agreements decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

Values = Any
Condition = tuple[str, list[Any]]


@dataclass
class Where:
    """Conditions that all must hold."""

    parts: list[str] = field(default_factory=list)
    params: list[Any] = field(default_factory=list)

    def add(self, sql: str, *params: Any) -> "Where":
        """Add one more."""
        self.parts.append(sql)
        self.params.extend(params)
        return self

    def also(self, other: "Where") -> "Where":
        """Both together, as a new one."""
        return Where([*self.parts, *other.parts], [*self.params, *other.params])

    @property
    def sql(self) -> str:
        """The text behind WHERE."""
        return " AND ".join(self.parts) or "TRUE"


def _any_of(column: str, kind: str = "text") -> Callable[[Values], Condition]:
    return lambda values: (f"{column} && %s::{kind}[]", [list(values)])


def _one_of(column: str) -> Callable[[Values], Condition]:
    """One value is written as equality, so that an index in order can be used."""

    def condition(values: Values) -> Condition:
        wanted = list(values)
        return (f"{column} = %s", wanted) if len(wanted) == 1 else (f"{column} = ANY(%s)", [wanted])

    return condition


def _compared(sql: str) -> Callable[[Values], Condition]:
    return lambda value: (sql, [value])


# Answer → condition on the days of all agreements, and on those of one.
FORCE_COLUMNS = {"true": "in_force", "false": "out_of_force", "unknown": "force_unknown"}
FORCE_OF_ONE = {
    "true": "(one->>'f')::datemultirange @> %s::date",
    "false": "(one->>'n')::datemultirange @> %s::date",
    "unknown": "NOT ((one->>'f')::datemultirange + (one->>'n')::datemultirange) @> %s::date",
}


def _in_force(wanted: Values) -> Condition:
    return f"{FORCE_COLUMNS[wanted]} @> %s::date", [timezone.localdate()]


def _flag(column: str) -> Callable[[Values], Condition]:
    return lambda wanted: (column if wanted else f"NOT {column}", [])


COLUMNS: Mapping[str, Callable[[Values], Condition]] = {
    "status": _one_of("status"),
    "origin": _one_of("origin"),
    "updated_after": _compared("updated_at > %s"),
    "community": _any_of("communities"),
    "oblast": _any_of("oblasts"),
    "country": _any_of("countries"),
    "municipality": _any_of("municipalities", "bigint"),
    "level": _any_of("levels"),
    "registration_status": _any_of("case_statuses"),
    "sphere": _any_of("spheres"),
    "kind": _any_of("kinds"),
    "document_type": _any_of("document_types"),
    "year": _any_of("years", "smallint"),
    "checked": _flag("is_checked"),
    "cleared": _flag("is_cleared"),
    "registered": _flag("is_registered"),
    "signed_after": _compared("signed_last >= %s"),
    "signed_before": _compared("signed_first <= %s"),
    "in_force": _in_force,
    "expires_before": _compared("expires_first < %s"),
}


def _force_of_one(wanted: Values) -> Condition:
    return FORCE_OF_ONE[wanted], [timezone.localdate()]


def _listed(key: str) -> Callable[[Values], Condition]:
    return lambda values: (f"one->'{key}' ?| %s::text[]", [list(values)])


def _equal(key: str) -> Callable[[Values], Condition]:
    return lambda values: (f"one->>'{key}' = ANY(%s::text[])", [[str(value) for value in values]])


def _years(values: Values) -> Condition:
    return "left(one->>'d', 4) = ANY(%s::text[])", [[str(value) for value in values]]


# The same conditions on one element; by the column of the elements.
ELEMENTS: Mapping[str, Mapping[str, Callable[[Values], Condition]]] = {
    "units": {"community": _equal("k"), "oblast": _equal("o")},
    "partners": {"country": _equal("c"), "municipality": _equal("m"), "level": _equal("l")},
    "facts": {
        "registration_status": _listed("r"),
        "sphere": _listed("s"),
        "kind": _listed("i"),
        "document_type": _equal("t"),
        "year": _years,
        "signed_after": _compared("(one->>'d')::date >= %s"),
        "signed_before": _compared("(one->>'d')::date <= %s"),
        "in_force": _force_of_one,
        "expires_before": _compared("(one->>'e')::date < %s"),
    },
}


def where_of(asked: Mapping[str, Any]) -> Where:
    """Conditions for the filters that were asked for; other names are not looked at."""
    where = Where()
    for name, condition in COLUMNS.items():
        if name in asked:
            sql, params = condition(asked[name])
            where.add(sql, *params)
    for column in ELEMENTS:
        element = element_conditions(column, asked)
        if len(element.parts) > 1:
            where.add(
                f"(jsonb_array_length({column}) < 2 OR EXISTS "
                f"(SELECT 1 FROM jsonb_array_elements({column}) AS one WHERE {element.sql}))",
                *element.params,
            )
    return where


def element_conditions(column: str, asked: Mapping[str, Any]) -> Where:
    """Conditions on one party or one agreement, called ``one``."""
    where = Where()
    for name, condition in ELEMENTS[column].items():
        if name in asked:
            sql, params = condition(asked[name])
            where.add(sql, *params)
    return where
