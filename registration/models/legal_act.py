"""The legal acts of the register, as one chain of hashes."""

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.public_change import TELLING_OF_ACTS
from registration.choices import ActKind
from registration.models.case import RegistrationCase


@pghistory.track(fields=["sequence", "kind", "case", "act_hash"], model_name="LegalActEvent")
class LegalAct(models.Model):
    """One legal act: registration, transfer, amendment, termination, correction or annulment.

    ``content`` is what the act says, in canonical form and for ever; ``act_hash`` is the SHA-256 of that
    content and of the hash of the act before it, so a silent change anywhere breaks every hash after it.
    """

    sequence = models.PositiveIntegerField(_("position in the chain"), primary_key=True, editable=False)
    kind = models.CharField(_("kind of legal act"), max_length=15, choices=ActKind.choices, editable=False)
    case = models.ForeignKey(
        RegistrationCase, models.PROTECT, related_name="acts", editable=False, verbose_name=_("case")
    )
    content = models.JSONField(_("content of the act"), editable=False)
    previous_hash = models.CharField(_("hash of the previous act"), max_length=64, blank=True, editable=False)
    act_hash = models.CharField(_("hash"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("legal act")
        verbose_name_plural = _("legal acts")
        ordering = ("sequence",)
        indexes = (models.Index(fields=("kind", "sequence"), name="act_by_kind"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=ActKind.values),
                name="legal_act_kind_known",
                violation_error_message=_("Unknown kind of legal act."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            *TELLING_OF_ACTS,
        )

    def __str__(self) -> str:
        return f"{self.sequence}: {self.get_kind_display()}"
