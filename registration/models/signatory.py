"""Who has signed an agreement, for which side. Names of persons: never public."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.choices import Side
from partnerships.models import Agreement


@pghistory.track()
class Signatory(models.Model):
    """The office that has signed for a side, and the name of the person where it is known."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="signatories", verbose_name=_("agreement")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    name = models.CharField(_("full name"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=200)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ("agreement", "-side", "id")

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.position)))
