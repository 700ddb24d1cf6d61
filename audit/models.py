"""What every workflow model shares. The history tables themselves are made by django-pghistory."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class VersionedModel(models.Model):
    """A record with a version: whoever writes says which version was read (``If-Match``)."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


UNDO_WITHIN = dt.timedelta(days=1)


class Merger(models.Model):
    """Two records of one thing made one: what was moved, by whom; for a day it can be undone."""

    moved = models.JSONField(_("records moved"))  # {"partnerships.agreement": [ids]}
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        abstract = True
        ordering = ("-merged_at", "-pk")

    @property
    def can_be_undone(self) -> bool:
        """Whether the day has not passed yet and nobody has undone it."""
        return self.undone_at is None and timezone.now() - self.merged_at < UNDO_WITHIN

    @property
    def moved_rows(self) -> int:
        """How many rows were moved."""
        return sum(len(ids) for ids in self.moved.values())

    def note_undoing(self, actor: Any) -> None:
        """Write down who has taken it back."""
        self.undone_by, self.undone_at = actor, timezone.now()
        self.save(update_fields=["undone_by", "undone_at"])
