"""How many public partnerships each territory has."""

from typing import Any, Literal

from partnerships.records.audience import public
from partnerships.records.cursor import read_rows
from partnerships.records.facets import COMMUNITY, MUNICIPALITY
from partnerships.records.sums import sums
from partnerships.records.where import Where

Column = Literal["communities", "municipalities"]


def partner_counts(column: Column, where: Where) -> dict[Any, int]:
    """Territories of one side (KATOTTG codes or ids) with the number of their records, under the filters."""
    if not where.parts:
        return _of_all(column)
    source = public()
    part = source.where.also(where)
    sql = f"SELECT value, count(*) FROM {source.table}, unnest({column}) AS value WHERE {part.sql} GROUP BY value"
    return dict(read_rows(sql, part.params))


def _of_all(column: Column) -> dict[Any, int]:
    """The same without filters, from the sums."""
    if column == "communities":
        return dict(sums([COMMUNITY])[COMMUNITY])
    return {int(pk): number for pk, number in sums([MUNICIPALITY])[MUNICIPALITY].items()}
