"""Rows of a page as the API shows them, by one prepared statement: no models, no serializer at work.

What is read follows from the serializer's fields, so that a list and a single record never differ.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Expression, F, Func, QuerySet, TextField
from rest_framework import serializers

from common.reading import read_rows
from communities.api.counts import PartnerCounts
from communities.search.vectors import Among

Row = dict[str, Any]
_ANY = [0]  # stands for the ids while the statement is made


class _AsJson(Func):
    """A list as text: read the same with and without the driver's own decoding of JSON."""

    template = "to_json(%(expressions)s)::text"
    output_field = TextField()


class Shown:
    """How rows of a model are read for a serializer; ``counts`` fills the fields that no column holds."""

    def __init__(
        self,
        serializer: type[serializers.Serializer],
        rows: QuerySet[Any],
        counts: PartnerCounts | None = None,
    ) -> None:
        self.serializer, self.rows, self.counts = serializer, rows, counts

    def read(self, ids: Sequence[int]) -> list[Row]:
        """The rows with these ids, in their order."""
        if not ids:
            return []
        found = {
            key: self._row(values)
            for key, *values in read_rows(self.rows.db, self._sql, [list(ids)], prepare=True)
        }
        if self.counts:
            for key, counted in self.counts.of(list(found)).items():
                found[key] |= counted
        return [found[key] for key in ids if key in found]

    def _row(self, values: Sequence[Any]) -> Row:
        row: Row = {}
        for (parent, name, is_list), value in zip(self._fields, values, strict=True):
            into = row.setdefault(parent, {}) if parent else row
            into[name] = json.loads(value) if is_list else value
        for parent in self._parents:
            if all(value is None for value in row[parent].values()):
                row[parent] = None
        return row

    @cached_property
    def _fields(self) -> list[tuple[str, str, bool]]:
        """(parent, name, whether it is a list) of each column."""
        return [
            (parent, name, isinstance(field, serializers.ListField)) for parent, name, field in self._leaves()
        ]

    @cached_property
    def _parents(self) -> set[str]:
        return {parent for parent, _name, _is_list in self._fields if parent}

    @cached_property
    def _sql(self) -> str:
        columns = [_column(parent, field) for parent, _name, field in self._leaves()]
        named = {f"shown_{place}": column for place, column in enumerate(columns)}
        rows = self.rows.filter(Among("pk", _ANY)).order_by().values_list("pk").annotate(**named)
        sql, params = rows.values_list("pk", *named).query.sql_with_params()
        if list(params) != [_ANY]:
            raise ValueError(f"Only the ids may vary: {params}")
        return str(sql)

    def _leaves(self) -> Iterator[tuple[str, str, serializers.Field]]:
        """The fields that columns hold, in the order of the serializer; those of related rows by their parent."""
        counted: Mapping[str, Any] = self.counts.empty if self.counts else {}
        for name, field in self.serializer().fields.items():
            if isinstance(field, serializers.Serializer):
                yield from ((name, inner, leaf) for inner, leaf in field.fields.items())
            elif name not in counted:
                yield "", name, field


def _column(parent: str, field: serializers.Field) -> Expression | F:
    path = "__".join(filter(None, [parent, str(field.source).replace(".", "__")]))
    return _AsJson(path) if isinstance(field, serializers.ListField) else F(path)


class ShownRows:
    """Lazily paginated results: rows are read when their page is requested."""

    def __init__(self, ids: Sequence[int], shown: Shown) -> None:
        self._ids, self._shown = ids, shown

    def __getitem__(self, part: slice) -> list[Row]:
        return self._shown.read(self._ids[part])

    def count(self) -> int:
        """How many were found."""
        return len(self._ids)


class AsRead(serializers.BaseSerializer):
    """Rows that are ready."""

    def to_representation(self, instance: Row) -> Row:
        """Nothing is left to do."""
        return instance
