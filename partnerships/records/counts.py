"""Counting the public records: statistics by one property, facets of a list, totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partnerships.records.audience import public
from partnerships.records.cursor import read_rows
from partnerships.records.facets import FACETS, TOTAL
from partnerships.records.search import matching, reading_for
from partnerships.records.sums import sums
from partnerships.records.where import Where, element_conditions, where_of

Counts = dict[str, int]
# Property → what one agreement (``one``, see ``records.columns``) counts under.
_OF_AGREEMENTS: Mapping[str, str] = {
    "year": "SELECT left(one->>'d', 4)",
    "sphere": "SELECT jsonb_array_elements_text(one->'s')",
    "kind": "SELECT jsonb_array_elements_text(one->'i')",
    "document_type": "SELECT one->>'t'",
}
COUNTED_BY = ("country", "oblast", "year", "sphere", "status", "kind", "document_type")


@dataclass(frozen=True)
class Facets:
    """For each facet how many records have each value, under all filters but its own."""

    total: int
    counts: dict[str, Counts]
    did_you_mean: str | None = None


@dataclass(frozen=True)
class Statement:
    """A SELECT with its parameters."""

    sql: str
    params: list[Any]


def where_asked(asked: Mapping[str, Any], text: str = "") -> tuple[Where, str | None]:
    """Filters and search as conditions, and what the text was taken for."""
    where = where_of(asked)
    if not text:
        return where, None
    reading = reading_for(text, [public()], where)
    if reading is None:
        return where.also(Where(["FALSE"])), None
    return where.also(matching(reading)), reading.did_you_mean


def facet_counts(asked: Mapping[str, Any], text: str = "") -> Facets:
    """Count all facets of a list; those that are filtered by count the choices beside the one made, too."""
    where, told = where_asked(asked, text)
    chosen = [name for name in FACETS if name in asked]
    total, counts = _counted([name for name in FACETS if name not in chosen], where)
    for name in chosen:
        others = {key: value for key, value in asked.items() if key != name}
        counts |= _counted([name], where_asked(others, text)[0])[1]
    return Facets(total, {name: counts[name] for name in FACETS}, told)


def _counted(names: Sequence[str], where: Where) -> tuple[int, dict[str, Counts]]:
    """Several facets in one reading of the records; also how many records there are. All: from the sums."""
    if not where.parts:
        found = sums([TOTAL, *names])
        return found.pop(TOTAL).get("", 0), found
    source = public()
    part = source.where.also(where)
    columns = ", ".join(f"{FACETS[name]} AS {name}" for name in names) or "1 AS one"
    counted = [
        f"SELECT '{name}', value, count(*) FROM hit, unnest({name}) AS value GROUP BY value" for name in names
    ]
    sql = (
        f"WITH hit AS MATERIALIZED (SELECT {columns} FROM {source.table} WHERE {part.sql}) "
        + " UNION ALL ".join(["SELECT '', '', count(*) FROM hit", *counted])
    )
    counts: dict[str, Counts] = {name: {} for name in ("", *names)}
    for name, value, count in read_rows(sql, part.params):
        counts[name][value] = count
    return counts.pop("").get("", 0), counts


def counts_by(name: str, asked: Mapping[str, Any], where: Where) -> Counts:
    """Count by one property: partnerships by country, oblast and status, agreements by the others."""
    if name not in _OF_AGREEMENTS:
        return _counted([name], where)[1][name]
    agreements = _agreements(asked, where)
    sql = (
        f"SELECT item, count(*) FROM ({agreements.sql}) AS found, LATERAL ({_OF_AGREEMENTS[name]}) AS counted(item) "
        "WHERE item IS NOT NULL GROUP BY item"
    )
    return dict(read_rows(sql, agreements.params))


def totals(asked: Mapping[str, Any], where: Where) -> dict[str, int]:
    """How many partnerships, agreements, Ukrainian units, foreign territories and countries in all."""
    source = public()
    part = source.where.also(where)
    columns = ("communities", "municipalities", "countries")
    different = ", ".join(
        f"(SELECT count(DISTINCT value) FROM hit, unnest({column}) AS value)" for column in columns
    )
    sql = (
        f"WITH hit AS MATERIALIZED (SELECT {', '.join(columns)} FROM {source.table} WHERE {part.sql}) "
        f"SELECT (SELECT count(*) FROM hit), {different}"
    )
    partnerships, *found = read_rows(sql, part.params)[0]
    agreements = _agreements(asked, where)
    counted = f"SELECT count(*) FROM ({agreements.sql}) AS found"
    return {
        "partnerships": partnerships,
        "agreements": read_rows(counted, agreements.params)[0][0],
        **dict(zip(columns, found, strict=True)),
    }


def _agreements(asked: Mapping[str, Any], where: Where) -> Statement:
    """Public agreements, each as ``one``, that meet the conditions on agreements themselves."""
    source = public()
    part = source.where.also(where)
    one = element_conditions("facts", asked)
    sql = (
        f"SELECT one FROM (SELECT facts FROM {source.table} WHERE {part.sql}) AS hit, "
        f"jsonb_array_elements(hit.facts) AS one WHERE {one.sql}"
    )
    return Statement(sql, [*part.params, *one.params])
