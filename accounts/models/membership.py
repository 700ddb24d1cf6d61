"""Who acts for which community, and since when."""

from datetime import date

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.calendar import too_early_problems, too_late_problems

FIRST_YEAR = 1991  # no council of today is older
LONGEST_YEARS = 50


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by date."""

    def active(self, on: date | None = None) -> "MembershipQuerySet":
        """Memberships that count on a day (today when not said)."""
        today = timezone.localdate()
        day = on or today
        # Whoever was ended at a moment acted on that day until then; from the moment on they no longer do.
        not_ended = Q(ended_at=None)
        if day < today:
            not_ended |= Q(ended_at__date__gte=day)
        return self.filter(not_ended, Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def lasting(self) -> "MembershipQuerySet":
        """Memberships of today and to come: those that have not ended."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()), ended_at=None)


@pghistory.track()
class Membership(models.Model):
    """A person acts for a community between two dates; several of each are usual.

    A membership may also be ended at a moment, before its last day and even before its first.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, related_name="memberships", verbose_name=_("community")
    )
    position = models.CharField(_("position"), max_length=200, blank=True)
    is_head = models.BooleanField(_("head of the community’s team"), default=False)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("user", "-valid_from")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_start",
                violation_error_message=_("The last day must be the same as or after the first day."),
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

    def clean(self) -> None:
        """Refuse days that nobody can mean."""
        problems = too_early_problems("valid_from", self.valid_from, since=FIRST_YEAR)
        problems += too_late_problems("valid_from", self.valid_from, years_ahead=1)
        problems += too_late_problems("valid_until", self.valid_until, years_ahead=LONGEST_YEARS)
        if problems:
            raise ValidationError({problem.field: str(problem.detail) for problem in problems})

    @property
    def has_ended(self) -> bool:
        """Whether it is over, by its last day or by a moment."""
        is_past = self.valid_until is not None and self.valid_until < timezone.localdate()
        return self.ended_at is not None or is_past

    def is_active(self) -> bool:
        """Whether it counts now."""
        today = timezone.localdate()
        return not self.has_ended and self.valid_from <= today
