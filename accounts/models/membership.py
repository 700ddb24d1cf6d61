"""Who acts for which community, and since when."""

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by date."""

    def active(self, on: date | None = None) -> "MembershipQuerySet":
        """Memberships that count on a day (today when not said)."""
        day = on or timezone.localdate()
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


@pghistory.track()
class Membership(models.Model):
    """A person acts for a community between two dates; several of each are usual."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, related_name="memberships", verbose_name=_("community")
    )
    position = models.CharField(_("position"), max_length=200, blank=True)
    is_head = models.BooleanField(_("head of the community"), default=False)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("user", "-valid_from")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.UniqueConstraint(
                fields=("user", "community"),
                condition=Q(valid_until=None),
                name="membership_one_open_per_community",
                violation_error_message=_("This person already acts for this community."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} — {self.community}"

    def is_active(self) -> bool:
        """Whether it counts today."""
        today = timezone.localdate()
        return self.valid_from <= today and (self.valid_until is None or self.valid_until >= today)
