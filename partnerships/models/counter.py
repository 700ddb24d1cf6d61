"""Gapless number sequences without duplicates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberCounter(models.Model):
    """The last number given in a series and year; its row is locked while the next one is taken."""

    series = models.CharField(_("series"), max_length=30)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = (models.UniqueConstraint(fields=("series", "year"), name="number_counter_once"),)

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
