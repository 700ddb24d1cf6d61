"""The list of registered agreements, as a hash chain."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import Agreement
from partnerships.models.public_change import TELLING_OF_ENTRIES
from registration.choices import EntryOrigin
from registration.models.case import RegistrationCase


@pghistory.track()
class RegisterEntry(models.Model):
    """One registered agreement: number, date and the hash that ties it to the entry before it.

    ``content`` is what was registered, as it stood then; ``entry_hash`` is the SHA-256 of that content
    and of the previous entry's hash, so a silent change anywhere breaks every hash after it.
    """

    sequence = models.PositiveIntegerField(_("position in the chain"), unique=True, editable=False)
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
    content = models.JSONField(_("content as registered"), editable=False)
    previous_hash = models.CharField(
        _("hash of the previous entry"), max_length=64, blank=True, editable=False
    )
    entry_hash = models.CharField(_("hash"), max_length=64, unique=True, editable=False)
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
        triggers = (
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            *TELLING_OF_ENTRIES,
        )

    def __str__(self) -> str:
        return self.number
