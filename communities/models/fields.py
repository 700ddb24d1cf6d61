"""Columns that several models of this app share."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.sorting import UkrainianSortKey


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
        violation_error_message=_("Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."),
    )
