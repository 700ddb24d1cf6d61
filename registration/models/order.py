"""Orders of the Ministry."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.models import VersionedModel


@pghistory.track(exclude=["updated_at"])
class MinistryOrder(VersionedModel):
    """An order that clears one or several drafts (order 879 of 19.05.2025 cleared many).

    One that was mistyped and is here under its right number, too, is ``replaced_by`` that one.
    """

    number = models.CharField(_("order number"), max_length=50)
    number_key = models.CharField(max_length=100, editable=False)  # the number as it is compared
    date = models.DateField(_("date of the order"))
    signer = models.CharField(_("signed by"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replaced by")
    )

    class Meta:
        verbose_name = _("Ministry order")
        verbose_name_plural = _("Ministry orders")
        ordering = ("-date", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("number_key", "date"),
                name="ministry_order_once",
                violation_error_message=_("This order has already been entered."),
            ),
        )

    def __str__(self) -> str:
        return f"№ {self.number} ({self.date:%d.%m.%Y})"
