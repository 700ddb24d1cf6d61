"""A partnership of Ukrainian communities with foreign municipalities, and its parties."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from audit.models import VersionedModel
from common.partial_dates import DatePrecision, PartialDate
from communities.foreign_names import original_shown
from partnerships.choices import BodyKind, Helper, Origin, PartnershipReason, PartnershipStatus, Side
from partnerships.managers import IS_CHECKED, PartnershipQuerySet
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

if TYPE_CHECKING:
    from communities.models import Community, ForeignMunicipality


# Whichever way a status changes: a check that was taken back counts no longer, one that was made outlasts the end.
KEEP_CHECK = f"""
IF NEW.status = '{PartnershipStatus.APPROVED}' THEN
    NEW.checked_at = coalesce(NEW.checked_at, clock_timestamp());
ELSIF NEW.status <> '{PartnershipStatus.ENDED}' THEN
    NEW.checked_at = NULL;
END IF;
RETURN NEW;
"""


@pghistory.track(exclude=["updated_at"])
class Partnership(VersionedModel):
    """One partnership from the first draft on; its agreements are registered one by one."""

    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=PartnershipStatus.choices,
        default=PartnershipStatus.DRAFT,
        editable=False,
    )
    origin = models.CharField(
        _("origin"), max_length=20, choices=Origin.choices, default=Origin.FILED, editable=False
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responsible_for",
        verbose_name=_("responsible official"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("Association reviewer"),
    )
    started_on = models.DateField(_("cooperation began"), null=True, blank=True)
    started_precision = models.CharField(
        _("how exact the start date is"), max_length=5, choices=DatePrecision.choices, blank=True
    )
    summary_uk = models.TextField(_("summary in Ukrainian"), blank=True, max_length=5000)
    summary_en = models.TextField(_("summary in English"), blank=True, max_length=5000)
    helpers = ArrayField(
        models.CharField(max_length=20, choices=Helper.choices),
        verbose_name=_("set up with the help of"),
        default=list,
        blank=True,
    )
    # A record that was found to be a second one of the same partnership; it is shown nowhere any more.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    first_submitted_at = models.DateTimeField(_("first submitted"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("last submitted by"),
    )
    submitted_at = models.DateTimeField(_("last submitted"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    # Kept when the partnership ends, so that an end says whether there ever was a check.
    checked_at = models.DateTimeField(_("checked by the Association"), null=True, editable=False)
    reason_codes = ArrayField(
        models.CharField(max_length=30, choices=PartnershipReason.choices),
        verbose_name=_("reasons"),
        default=list,
        blank=True,
        editable=False,
    )
    reason_text = models.TextField(_("remarks"), blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    # The last step, while it can still be taken back: by whom, when, from which status it led here.
    stepped_from = models.CharField(
        _("status before"), max_length=20, choices=PartnershipStatus.choices, blank=True, editable=False
    )
    stepped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("last step by"),
    )
    stepped_at = models.DateTimeField(_("last step at"), null=True, editable=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ("-id",)
        indexes = (
            # What the queues count beside its key is included, so that counting reads the index alone.
            models.Index(fields=("status", "-id"), include=("merged_into",), name="partnership_by_status"),
            models.Index(fields=("updated_at", "id"), name="partnership_by_change"),
            models.Index(
                fields=("submitted_at", "id"),
                include=("first_submitted_at", "merged_into"),
                name="partnership_waiting",
                condition=Q(status=PartnershipStatus.SUBMITTED),
            ),
            models.Index(
                fields=("-id",),
                include=("merged_into",),
                name="partnership_resubmitted",
                condition=Q(status=PartnershipStatus.SUBMITTED) & ~Q(first_submitted_at=F("submitted_at")),
            ),
            models.Index(
                fields=("reviewer", "submitted_at"),
                include=("merged_into",),
                name="partnership_waiting_for",
                condition=Q(status=PartnershipStatus.SUBMITTED),
            ),
            GinIndex(fields=("helpers",), name="partnership_by_helper", fastupdate=False),
            models.Index(
                fields=("-id",), include=("merged_into",), name="partnership_checked", condition=IS_CHECKED
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(started_on=None, started_precision="")
                | (Q(started_on__isnull=False) & ~Q(started_precision="")),
                name="partnership_start_has_precision",
                violation_error_message=_("Choose how exact the start date is."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=PartnershipStatus.values),
                name="partnership_status_known",
                violation_error_message=_("Unknown status."),
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="declared_transitions_only", field="status", transitions=PARTNERSHIP_LIFE_CYCLE.pairs
            ),
            pgtrigger.Trigger(
                name="keeps_when_it_was_checked",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=KEEP_CHECK,
            ),
            pgtrigger.Protect(
                name="starts_as_declared",
                operation=pgtrigger.Insert,
                condition=~(
                    pgtrigger.Q(new__status=PartnershipStatus.DRAFT)
                    | pgtrigger.Q(new__status=PartnershipStatus.TRANSFERRED, new__origin=Origin.TRANSFERRED)
                ),
            ),
            pgtrigger.Protect(
                name="never_deleted_once_submitted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__first_submitted_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_checked(self) -> bool:
        """Whether the Association has checked it: approved, or ended after that. The only definition."""
        return self.checked_at is not None

    @property
    def take_back_until(self) -> datetime | None:
        """Until when whoever took the last step may take it back; None when that step stands."""
        if not self.stepped_from or self.stepped_at is None:
            return None
        return self.stepped_at + timedelta(minutes=settings.TAKE_BACK_MINUTES)

    @property
    def started(self) -> PartialDate | None:
        """When cooperation began, with its precision."""
        return PartialDate.of(self.started_on, self.started_precision)

    @property
    def summary(self) -> str:
        """The summary in the reader's language, Ukrainian when there is no English one."""
        return (self.summary_en if get_language() == "en" else "") or self.summary_uk


@pghistory.track()
class Party(models.Model):
    """A territory and the body that signs for it; exactly one of community and municipality."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="parties", verbose_name=_("partnership")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    community = models.ForeignKey(
        "communities.Community",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("community"),
    )
    municipality = models.ForeignKey(
        "communities.ForeignMunicipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("foreign municipality"),
    )
    body_kind = models.CharField(_("signing body"), max_length=30, choices=BodyKind.choices, blank=True)
    body_name_uk = models.CharField(_("name of the body in Ukrainian"), max_length=300, blank=True)
    body_name_original = models.CharField(
        _("name of the body in its own language"), max_length=300, blank=True
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("among parties", "position"), default=0)

    class Meta:
        verbose_name = _("party to the agreement")
        verbose_name_plural = _("parties to the agreement")
        ordering = ("partnership", "-side", "position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(side=Side.UKRAINIAN, community__isnull=False, municipality=None)
                | Q(side=Side.FOREIGN, community=None, municipality__isnull=False),
                name="party_is_community_or_municipality",
                violation_error_message=_(
                    "A Ukrainian party must be a community; a foreign party must be a foreign municipality."
                ),
            ),
            models.UniqueConstraint(
                fields=("partnership", "community", "body_kind", "body_name_uk"),
                condition=Q(side=Side.UKRAINIAN),
                name="party_community_once",
                violation_error_message=_("This community is already a party."),
            ),
            models.UniqueConstraint(
                fields=("partnership", "municipality", "body_kind", "body_name_uk"),
                condition=Q(side=Side.FOREIGN),
                name="party_municipality_once",
                violation_error_message=_("This foreign municipality is already a party."),
            ),
        )

    def __str__(self) -> str:
        return str(self.community or self.municipality)

    @property
    def body_original_shown(self) -> str:
        """The name of the body in its own language, for a page that may be in another one."""
        country = self.municipality.country_id if self.municipality else "UA"
        return original_shown(country, self.body_name_original)

    @property
    def territory(self) -> "Community | ForeignMunicipality":
        """The community or the foreign municipality, whichever it is."""
        found = self.community or self.municipality
        assert found is not None  # noqa: S101  # one of them, by a constraint
        return found
