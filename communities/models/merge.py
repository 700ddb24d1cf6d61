"""Two records of one municipality made one: what was moved, so that it can be undone for a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.models import Merger
from communities.models.municipality import ForeignMunicipality


class MunicipalityMerge(Merger):
    """``gone_id`` was found to be ``kept``. The record itself is history: it is never deleted."""

    kept = models.ForeignKey(
        ForeignMunicipality, models.PROTECT, related_name="merges", verbose_name=_("kept municipality")
    )
    gone_id = models.PositiveBigIntegerField(_("id of the municipality that is gone"), db_index=True)
    gone_name = models.CharField(_("municipality that is gone"), max_length=250)
    gone = models.JSONField(_("what was known of it"))
    kept_before = models.JSONField(_("what the kept one lacked"))

    class Meta(Merger.Meta):
        verbose_name = _("merger of municipalities")
        verbose_name_plural = _("mergers of municipalities")
        constraints = (
            models.UniqueConstraint(
                fields=("gone_id",), condition=Q(undone_at=None), name="municipality_gone_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept}"
