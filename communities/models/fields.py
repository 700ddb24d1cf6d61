"""Columns that several models of this app share."""

from typing import Any, TypeVar

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.sorting import UkrainianSortKey

Row = TypeVar("Row", bound=models.Model)


def ukrainian_sort_field(source: str) -> Any:
    """A stored column that orders ``source`` by the Ukrainian alphabet (see ``common.sorting``)."""
    return models.GeneratedField(
        expression=UkrainianSortKey(source),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
        verbose_name=_("sort key"),
    )


def valid_coordinates(name: str) -> models.CheckConstraint:
    """Latitude and longitude are both there or both absent, and lie on the globe."""
    # Without "is not null" a missing longitude makes the condition unknown, which a check lets pass.
    both = Q(lat__isnull=False, lon__isnull=False) & Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180)
    return models.CheckConstraint(
        condition=both | Q(lat__isnull=True, lon__isnull=True),
        name=name,
        violation_error_message=_("Enter both latitude (-90 to 90) and longitude (-180 to 180), or neither."),
    )


def search_vector_field() -> Any:
    """The lexemes of a row (``common.search.analysis``), as the text of a ``tsvector``."""
    return SearchVectorField(_("search vector"), default="", blank=True, editable=False)


class LeanManager(models.Manager[Row]):
    """Leaves in the database what only the database reads: it is longer than all the rest of a row."""

    def get_queryset(self) -> models.QuerySet[Row]:
        columns = {field.name for field in self.model._meta.concrete_fields}
        return super().get_queryset().defer(*(columns & {"search_vector", "search_text"}))
