"""Counts of the public records, kept as what each change adds: readers sum, nobody counts all records anew.

Triggers append in the transaction of the change, so the sums of any snapshot are exactly the counts of its
records. Nothing is updated in place: two writers of one country never wait for each other.
"""

from typing import Any

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from partnerships.records.facets import COUNT_NOTHING, COUNT_STATEMENT, counted_sql


class RecordCountQuerySet(models.QuerySet["RecordCount"]):
    """The sums as parts of queries on other tables."""

    def sums(self, facet: Any, value: Any = None) -> models.QuerySet:
        """Values of a facet, or one of them, with their ``found`` records; ``OuterRef`` may stand for both."""
        rows = self.filter(facet=facet) if value is None else self.filter(facet=facet, value=value)
        return rows.order_by().values("value").annotate(found=models.Sum("delta")).filter(found__gt=0)

    def found(self, facet: str, value: Any) -> Coalesce:
        """How many records count under a value of the outer row."""
        sums = self.sums(facet, value).values("found")
        return Coalesce(models.Subquery(sums, output_field=models.IntegerField()), models.Value(0))

    def different(self, facet: Any) -> models.Func:
        """How many values a facet of the outer row has."""
        values = ArraySubquery(self.sums(facet).values("value"))
        return models.Func(values, function="cardinality", output_field=models.IntegerField())


class RecordCount(models.Model):
    """How many public records more, or fewer, have a value of a facet (``partnerships.records.facets``)."""

    facet = models.TextField(_("facet"))
    value = models.TextField(_("facet value"))
    delta = models.IntegerField(_("change in the number of records"))

    objects = RecordCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("public record count")
        verbose_name_plural = _("public record counts")
        indexes = (models.Index(fields=["facet", "value"], include=["delta"], name="record_count_of_value"),)

    def __str__(self) -> str:
        return f"{self.facet} {self.value}: {self.delta:+}"


def _counting(name: str, operation: pgtrigger.Operation, **signs: int) -> pgtrigger.Trigger:
    """Append what a statement changes; ``old_rows`` and ``new_rows`` are those before and after it."""
    tables = {key: f"{key}_rows" for key in ("old", "new") if f"{key}_rows" in signs}
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),  # type: ignore[no-untyped-call]
        func=COUNT_STATEMENT % counted_sql(**signs),
    )


COUNTING = (
    _counting("count_inserted", pgtrigger.Insert, new_rows=1),
    _counting("count_updated", pgtrigger.Update, new_rows=1, old_rows=-1),
    _counting("count_deleted", pgtrigger.Delete, old_rows=-1),
    pgtrigger.Trigger(
        name="count_truncated",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Truncate,
        func=COUNT_NOTHING,
    ),
)
