"""The list of registered agreements."""

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import Agreement
from registration.choices import ActKind, EntryOrigin
from registration.models.case import RegistrationCase
from registration.models.legal_act import LegalAct


@pghistory.track()
class RegisterEntry(models.Model):
    """One registered agreement as it is listed: number, date, and the act by which it was entered.

    Later acts about it (corrections, the termination) are acts of its case; the entry is never changed.
    """

    act = models.OneToOneField(
        LegalAct,
        models.PROTECT,
        db_column="sequence",
        related_name="entry",
        editable=False,
        verbose_name=_("legal act"),
    )
    number = models.CharField(_("registration number"), max_length=50, unique=True)
    number_key = models.CharField(max_length=50, db_index=True, editable=False)
    registered_on = models.DateField(_("registered on"))
    origin = models.CharField(_("origin"), max_length=15, choices=EntryOrigin.choices)
    case = models.OneToOneField(
        RegistrationCase, models.PROTECT, related_name="entry", verbose_name=_("case")
    )
    agreement = models.OneToOneField(
        Agreement, models.PROTECT, related_name="register_entry", verbose_name=_("agreement")
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        ordering = ("-registered_on", "-id")
        indexes = (models.Index(fields=("-registered_on", "-id"), name="register_entry_by_date"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(number=""),
                name="register_entry_has_number",
                violation_error_message=_("A registered agreement must have a number."),
            ),
        )
        triggers = (pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.number

    @property
    def sequence(self) -> int:
        """Place of its act in the chain."""
        return self.act_id

    @property
    def content(self) -> dict[str, Any]:
        """What was registered, as it stood then."""
        registered: dict[str, Any] = self.act.content
        return registered

    @property
    def corrections(self) -> list[LegalAct]:
        """The corrections of what was registered, in their order; reads what is prefetched with the case."""
        acts = [act for act in self.case.acts.all() if act.kind == ActKind.CORRECTION]
        return sorted(acts, key=lambda act: act.sequence)
