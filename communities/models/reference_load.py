"""What reference data has been loaded, from which source."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceLoad(models.Model):
    """One row per dataset; an equal fingerprint makes the next load a no-op."""

    name = models.CharField(_("dataset"), max_length=50, primary_key=True)
    fingerprint = models.CharField(
        _("fingerprint"),
        max_length=200,
        help_text=_("Source, version of the source and version of the loader."),
    )
    rows = models.PositiveIntegerField(_("rows"))
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    class Meta:
        verbose_name = _("reference data load")
        verbose_name_plural = _("reference data loads")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.fingerprint}"
