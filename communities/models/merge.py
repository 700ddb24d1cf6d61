"""Two records of one municipality made one: what was moved, so that it can be undone for a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.models import Merger
from communities.models.municipality import ForeignMunicipality


class MunicipalityMerge(Merger):
    """``gone_id`` was found to be ``kept``. The record itself is history: it is never deleted."""

    kept = models.ForeignKey(
        ForeignMunicipality, models.PROTECT, related_name="merges", verbose_name=_("municipality kept")
    )
    gone_id = models.PositiveBigIntegerField(_("id of the removed municipality"), db_index=True)
    gone_name = models.CharField(_("removed municipality"), max_length=250)
    gone = models.JSONField(_("its data before the merge"))
    kept_before = models.JSONField(_("data added to the kept record"))

    class Meta(Merger.Meta):
        verbose_name = _("merge of municipalities")
        verbose_name_plural = _("merges of municipalities")
        constraints = (
            models.UniqueConstraint(
                fields=("gone_id",), condition=Q(undone_at=None), name="municipality_gone_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept}"
