"""Two records of one partnership made one: what was moved, so that it can be undone for a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.models import Merger
from partnerships.models.partnership import Partnership


class PartnershipMerge(Merger):
    """``gone`` was found to be ``kept``: its agreements, files, activities and comments are there now."""

    kept = models.ForeignKey(
        Partnership, models.PROTECT, related_name="merges", verbose_name=_("kept partnership")
    )
    gone = models.ForeignKey(
        Partnership, models.PROTECT, related_name="+", verbose_name=_("removed partnership")
    )

    class Meta(Merger.Meta):
        verbose_name = _("merge of partnerships")
        verbose_name_plural = _("merges of partnerships")
        constraints = (
            models.UniqueConstraint(
                fields=("gone",), condition=Q(undone_at=None), name="partnership_gone_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
