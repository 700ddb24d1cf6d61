"""Two records of one partnership made one: what was moved, so that it can be undone for a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.partnership import Partnership


class PartnershipMerge(models.Model):
    """``gone`` was found to be ``kept``: its agreements, files, activities and comments are there now."""

    kept = models.ForeignKey(
        Partnership, models.PROTECT, related_name="merges", verbose_name=_("kept partnership")
    )
    gone = models.ForeignKey(
        Partnership, models.PROTECT, related_name="+", verbose_name=_("partnership that is gone")
    )
    moved = models.JSONField(_("what was moved"))  # {"partnerships.agreement": [ids]}
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("merger of partnerships")
        verbose_name_plural = _("mergers of partnerships")
        ordering = ("-merged_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("gone",), condition=Q(undone_at=None), name="partnership_gone_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
