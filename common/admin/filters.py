"""Filters of the desks' lists: drop-down lists, named by what they filter."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from unfold.contrib.filters.admin import DropdownFilter

from common.errors import Text


class ListedFilter(DropdownFilter):
    """A drop-down list whose label is its title; unfold would write «By status»."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            choice["form"].fields[self.parameter_name].label = capfirst(self.title)
            yield choice


class ColumnFilter(ListedFilter):
    """Filters by one column with few values; an unknown value finds nothing rather than everything."""

    values: ClassVar[Iterable[tuple[str, Any]]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.values)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if not wanted:
            return queryset
        if wanted not in dict(self.values):
            return queryset.none()
        return queryset.filter(**{str(self.parameter_name): wanted})


def by_column(column: str, title: Text, values: Iterable[tuple[str, Any]]) -> type[ColumnFilter]:
    """Make the filter of a column."""
    attributes = {"parameter_name": column, "title": title, "values": tuple(values)}
    return type(f"{column.title()}Filter", (ColumnFilter,), attributes)
