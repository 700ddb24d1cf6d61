"""A case with the Ministry: clearance of a draft and registration of the signed agreement."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from audit.models import VersionedModel
from partnerships.models import Agreement, AnsweredRemarkModel
from registration.choices import (
    CLOSED_STATUSES,
    Authority,
    CaseReason,
    CaseStatus,
    Conclusion,
    EntryOrigin,
    TerminationAct,
)
from registration.managers import CaseQuerySet
from registration.models.order import MinistryOrder
from registration.transitions import CASE_LIFE_CYCLE


@pghistory.track(exclude=["updated_at"])
class RegistrationCase(VersionedModel):
    """From the letter of request to the registered agreement; one open case per agreement."""

    number = models.CharField(_("case number"), max_length=20, unique=True, editable=False)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="cases", verbose_name=_("agreement")
    )
    status = models.CharField(
        _("status"), max_length=25, choices=CaseStatus.choices, default=CaseStatus.FILED, editable=False
    )
    origin = models.CharField(
        _("origin"),
        max_length=15,
        choices=EntryOrigin.choices,
        default=EntryOrigin.REGISTERED,
        editable=False,
    )
    letter_number = models.CharField(_("number of the letter of request"), max_length=100, blank=True)
    letter_date = models.DateField(_("date of the letter of request"), null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("filed by")
    )
    filed_on = models.DateField(_("filed on"), default=timezone.localdate)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_cases",
        verbose_name=_("clerk"),
    )
    accepted_on = models.DateField(_("accepted on"), null=True, editable=False)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    reason_codes = ArrayField(
        models.CharField(max_length=30, choices=CaseReason.choices),
        verbose_name=_("reasons"),
        default=list,
        blank=True,
        editable=False,
    )
    reason_text = models.TextField(_("remarks"), blank=True, editable=False)
    order = models.ForeignKey(
        MinistryOrder,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="cases",
        verbose_name=_("Ministry order"),
    )
    registration_filed_on = models.DateField(_("filed for registration on"), null=True, editable=False)
    signing_note = models.TextField(
        _("explanation of the signing"), blank=True, max_length=5000, editable=False
    )
    filed_unchanged = models.BooleanField(
        _("filed for registration as it was returned"), default=False, editable=False
    )
    act_kind = models.CharField(
        _("act of termination"), max_length=20, choices=TerminationAct.choices, blank=True, editable=False
    )
    act_number = models.CharField(_("number of the act"), max_length=100, blank=True, editable=False)
    act_date = models.DateField(_("date of the act"), null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration case")
        verbose_name_plural = _("registration cases")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("status", "due_on", "id"), name="case_by_status_and_due"),
            models.Index(fields=("assigned_to", "status"), name="case_by_clerk"),
            models.Index(fields=("due_on", "id"), name="case_by_due"),
            models.Index(fields=("updated_at", "id"), name="case_by_change"),
            models.Index(
                fields=("due_on", "id"),
                name="case_resubmitted",
                condition=Q(status=CaseStatus.FILED, accepted_on__isnull=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("agreement",),
                condition=~Q(status__in=CLOSED_STATUSES),
                name="one_open_case_per_agreement",
                violation_error_message=_("This agreement already has an open case with the Ministry."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=CaseStatus.values),
                name="case_status_known",
                violation_error_message=_("Unknown status."),
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.CLEARED) | Q(order__isnull=False),
                name="cleared_case_has_order",
                violation_error_message=_("A draft is cleared by an order."),
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="declared_transitions_only", field="status", transitions=CASE_LIFE_CYCLE.pairs
            ),
            pgtrigger.Protect(
                name="starts_as_declared",
                operation=pgtrigger.Insert,
                condition=~(
                    pgtrigger.Q(new__status=CaseStatus.FILED)
                    | pgtrigger.Q(new__status=CaseStatus.REGISTERED, new__origin=EntryOrigin.TRANSFERRED)
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_overdue(self) -> bool:
        """Whether the review period has run out without a decision."""
        return self.due_on is not None and self.due_on < timezone.localdate()


@pghistory.track()
class CaseRemarkAnswer(AnsweredRemarkModel):
    """An answer to a remark of the Ministry."""

    case = models.ForeignKey(RegistrationCase, models.CASCADE, related_name="answers", verbose_name=_("case"))

    class Meta(AnsweredRemarkModel.Meta):
        verbose_name = _("answer to a remark of the Ministry")
        verbose_name_plural = _("answers to remarks of the Ministry")
        constraints = (
            models.UniqueConstraint(fields=("case", "code"), name="case_remark_answered_once"),
            models.CheckConstraint(
                condition=Q(is_done=True) | ~Q(text=""), name="case_remark_answer_says_something"
            ),
        )


@pghistory.track()
class Opinion(models.Model):
    """What another ministry says about a draft."""

    case = models.ForeignKey(
        RegistrationCase, models.CASCADE, related_name="opinions", verbose_name=_("case")
    )
    authority = models.CharField(_("authority"), max_length=20, choices=Authority.choices)
    requested_on = models.DateField(_("requested on"), default=timezone.localdate)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    given_on = models.DateField(_("given on"), null=True, blank=True)
    conclusion = models.CharField(_("conclusion"), max_length=10, choices=Conclusion.choices, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=10000)

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ("case", "requested_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(given_on=None) | Q(given_on__gte=models.F("requested_on")),
                name="opinion_given_after_request",
                violation_error_message=_("An opinion cannot be given before it has been requested."),
            ),
            models.UniqueConstraint(
                fields=("case", "authority"),
                condition=Q(given_on=None),
                name="opinion_asked_once_at_a_time",
                violation_error_message=_("This opinion has been requested and is still awaited."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_authority_display()}, {self.requested_on:%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        """Whether it speaks against clearing the draft: negative, with remarks, or not given yet."""
        return self.conclusion != Conclusion.POSITIVE

    @property
    def in_words(self) -> str:
        """Who was asked and what came of it, as one phrase."""
        if self.given_on:
            said, day = self.get_conclusion_display(), self.given_on
        else:
            is_late = self.due_on is not None and self.due_on < timezone.localdate()
            said = _now("overdue") if is_late else _now("awaited")
            day = self.due_on or self.requested_on
        return f"{self.get_authority_display()}: {said} ({date_format(day, 'SHORT_DATE_FORMAT')})"
