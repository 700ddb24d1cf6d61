"""Filters of the desks' lists: drop-down lists, named by what they filter."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from common.errors import Text


class ListedFilter(DropdownFilter):
    """A drop-down list whose label is its title; unfold would write «By status».

    ``counted_by`` is the path to what its choices are counted by; empty when they are not counted.
    """

    counted_by: ClassVar[str] = ""
    lookup_choices: list[tuple[Any, Any]]

    def known_values(self) -> list[str]:
        """What the address may ask for; all else is an error, not another list."""
        return [str(value) for value, _label in self.lookup_choices]

    def show_counts(self, numbers: Mapping[str, int]) -> None:
        """Append the number of matching rows to each choice's label."""
        self.lookup_choices = [
            (value, f"{label} ({number_format(numbers.get(str(value), 0), force_grouping=True)})")
            for value, label in self.lookup_choices
        ]

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
    attributes = {"parameter_name": column, "title": title, "values": tuple(values), "counted_by": column}
    return type(f"{column.title()}Filter", (ColumnFilter,), attributes)


def by_related(column: str, model: type[Model]) -> type[ListedFilter]:
    """Make the filter of a column that leads to few rows of another model."""

    class RelatedFilter(ListedFilter):
        title = model._meta.verbose_name
        parameter_name = column

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
            return [(str(row.pk), str(row)) for row in model._default_manager.all()]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            return queryset.filter(**{column: self.value()}) if self.value() else queryset

    return RelatedFilter


class TimeLeftFilter(ListedFilter, ABC):
    """Rows by how much time is left until their deadline; ``conditions`` says which are overdue and soon."""

    title = _("due date")
    parameter_name = "deadline"

    @abstractmethod
    def conditions(self) -> dict[str, Q]:
        """The conditions of ``overdue`` and ``soon``."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("overdue")), ("soon", _("due within a week"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if not wanted:
            return queryset
        condition = self.conditions().get(wanted)
        return queryset.none() if condition is None else queryset.filter(condition)


def years_since(first: int) -> list[tuple[str, str]]:
    """The years until this one as choices, the newest first."""
    return [(str(year), str(year)) for year in range(timezone.localdate().year, first - 1, -1)]
