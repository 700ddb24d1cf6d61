"""An agreement of a partnership: what is cleared as a draft, signed and registered."""

from datetime import date
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from audit.models import VersionedModel
from common.partial_dates import DatePrecision, PartialDate
from partnerships.choices import (
    ContentState,
    CooperationKind,
    DocumentType,
    ForceReason,
    Sphere,
    TermKind,
)
from partnerships.force_words import Force
from partnerships.models.partnership import Partnership
from partnerships.validity import ForceFacts, answer_of, reason_on


@pghistory.track(exclude=["updated_at"])
class Agreement(VersionedModel):
    """Titles, kinds, spheres and term; decision of the council; signing with date precision and place."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="agreements", verbose_name=_("partnership")
    )
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name=_("amends")
    )
    document_type = models.CharField(_("type of document"), max_length=30, choices=DocumentType.choices)
    title_uk = models.TextField(_("title in Ukrainian"), max_length=1000)
    title_en = models.TextField(_("title in English"), max_length=1000, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=CooperationKind.choices),
        verbose_name=_("kinds of cooperation"),
        default=list,
        blank=True,
    )
    spheres = ArrayField(
        models.CharField(max_length=20, choices=Sphere.choices),
        verbose_name=_("spheres of cooperation"),
        default=list,
        blank=True,
    )
    term_kind = models.CharField(_("term"), max_length=15, choices=TermKind.choices, default=TermKind.UNKNOWN)
    term_years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    term_until = models.DateField(_("until"), null=True, blank=True)
    council_decision_number = models.CharField(
        _("number of the council decision"), max_length=100, blank=True
    )
    council_decision_date = models.DateField(_("date of the council decision"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_precision = models.CharField(
        _("precision of the signing date"), max_length=5, choices=DatePrecision.choices, blank=True
    )
    signed_place = models.CharField(_("place of signing"), max_length=300, blank=True)
    signed_online = models.BooleanField(_("signed online"), default=False)
    terminated_on = models.DateField(_("terminated on"), null=True, blank=True, editable=False)

    content_state = models.CharField(
        _("editing status"),
        max_length=10,
        choices=ContentState.choices,
        default=ContentState.FOLLOWS,
        editable=False,
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("partnership", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(term_kind=TermKind.YEARS) | Q(term_years__gt=0),
                name="agreement_term_years_positive",
                violation_error_message=_("Enter the number of years of the agreement."),
            ),
            models.CheckConstraint(
                condition=~Q(term_kind=TermKind.UNTIL) | Q(term_until__isnull=False),
                name="agreement_term_until_given",
                violation_error_message=_("Enter the last day of the agreement."),
            ),
            models.CheckConstraint(
                condition=Q(term_until=None) | Q(signed_on=None) | Q(term_until__gt=F("signed_on")),
                name="agreement_term_ends_after_start",
                violation_error_message=_("The term must end after the day of signing."),
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(signed_on__gte=date(1945, 1, 1)),
                name="agreement_signed_since_1945",
                violation_error_message=_("The date of signing must be in 1945 or later."),
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None, signed_precision="")
                | (Q(signed_on__isnull=False) & ~Q(signed_precision="")),
                name="agreement_signing_has_precision",
                violation_error_message=_("Choose how exact the date of signing is."),
            ),
            models.CheckConstraint(
                condition=Q(amends=None) | ~Q(amends=F("id")),
                name="agreement_does_not_amend_itself",
                violation_error_message=_("An agreement cannot amend itself."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, Ukrainian when there is no English one.

        A draft may have none yet: then what it is.
        """
        title = (self.title_en if get_language() == "en" else "") or self.title_uk
        return title or str(self.get_document_type_display())

    @property
    def signed(self) -> PartialDate | None:
        """When it was signed, with precision."""
        return PartialDate.of(self.signed_on, self.signed_precision)

    @property
    def valid_until(self) -> date | None:
        """Last day of the term, computed; None when open-ended, renewing, unknown or not signed yet.

        The last one possible where only the month or the year of signing is known; ``term_end`` says it as is.
        """
        ends = self.force_facts.term_ends
        return ends[1] if ends else None

    @property
    def term_end(self) -> PartialDate | None:
        """Last day of the term, as precise as the date of signing from which it is computed."""
        ends = self.force_facts.term_ends
        if ends is None:
            return None
        exact = ends[0] == ends[1]
        return PartialDate.of(ends[0], DatePrecision.DAY if exact else self.signed_precision)

    @property
    def force_facts(self) -> ForceFacts:
        """All that decides whether it is in force; the entry in the register comes with the row, or is asked for."""
        entry: Any = getattr(self, "register_entry", None)  # a later app
        return ForceFacts(
            signed=self.signed,
            term_kind=self.term_kind,
            term_years=self.term_years,
            term_until=self.term_until,
            terminated_on=self.terminated_on,
            registered_on=entry.registered_on if entry else None,
        )

    def force(self, on: date | None = None) -> Force:
        """What is said of it on a day (today when not said)."""
        day = on or timezone.localdate()
        facts = self.force_facts
        return Force(
            reason=reason_on(facts, day),
            registered=facts.registered_on is not None and facts.registered_on <= day,
            term_kind=self.term_kind,
            term_end=self.term_end,
            on=None if day == timezone.localdate() else day,
            ended_on=self.partnership.ended_on,
        )

    def force_reason(self, on: date | None = None) -> ForceReason:
        """Why it is in force on a day (today when not said), is not, or why nobody can tell."""
        return reason_on(self.force_facts, on or timezone.localdate())

    def in_force(self, on: date | None = None) -> bool | None:
        """Whether it is in force on a day (today when not said); None when it is not known."""
        return answer_of(self.force_reason(on))
