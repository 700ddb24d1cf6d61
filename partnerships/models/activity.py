"""What partners did together."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from audit.models import VersionedModel
from common.partial_dates import DatePrecision, PartialDate
from partnerships.choices import ActivityType, Sphere
from partnerships.models.partnership import Partnership


@pghistory.track(exclude=["updated_at"])
class Activity(VersionedModel):
    """One entry of the cooperation log; value in units of ``currency`` (ISO 4217)."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="activities", verbose_name=_("partnership")
    )
    type = models.CharField(_("type of activity"), max_length=20, choices=ActivityType.choices)
    happened_on = models.DateField(_("date"))
    happened_precision = models.CharField(
        _("precision of the date"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    title_uk = models.CharField(_("what happened, in Ukrainian"), max_length=500)
    title_en = models.CharField(_("what happened, in English"), max_length=500, blank=True)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    people = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    spheres = ArrayField(
        models.CharField(max_length=20, choices=Sphere.choices),
        verbose_name=_("spheres"),
        default=list,
        blank=True,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("partnership", "-happened_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(value=None, currency="") | (Q(value__gte=0) & ~Q(currency="")),
                name="activity_value_has_currency",
                violation_error_message=_("Enter both the value and its currency."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What happened, in the reader's language, Ukrainian when there is no English text."""
        return (self.title_en if get_language() == "en" else "") or self.title_uk

    @property
    def happened(self) -> PartialDate | None:
        """When, with precision."""
        return PartialDate.of(self.happened_on, self.happened_precision)
