"""The list of registered agreements: each entry as its legal acts say it, the latest correction included."""

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.paper_numbers import is_doubtful_number
from partnerships.models import Agreement
from registration.choices import ActKind, EntryOrigin
from registration.models.case import RegistrationCase
from registration.models.legal_act import LegalAct

# The acts are what was written, for ever; the entry is what they say today, and not even raw SQL says otherwise.
_AS_ACTS_SAY = """
SELECT content INTO said FROM registration_legalact WHERE sequence = NEW.sequence;
FOR act IN
    SELECT content FROM registration_legalact
    WHERE case_id = NEW.case_id AND kind = 'correction' ORDER BY sequence
LOOP
    said := said || (act.content -> 'changes');
    corrected := greatest(corrected, (act.content ->> 'corrected_on')::date);
END LOOP;
IF (NEW.id, NEW.sequence, NEW.origin, NEW.case_id, NEW.agreement_id, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.sequence, OLD.origin, OLD.case_id, OLD.agreement_id, OLD.created_at)
    OR (NEW.number, NEW.registered_on::text, NEW.corrected_on)
    IS DISTINCT FROM (said ->> 'number', said ->> 'registered_on', corrected)
    OR (NEW.number = OLD.number AND NEW.number_key <> OLD.number_key)
THEN
    RAISE EXCEPTION 'a register entry says what its legal acts say';
END IF;
RETURN NEW;
"""


@pghistory.track()
class RegisterEntry(models.Model):
    """One registered agreement as it is listed: number, date, and the act by which it was entered.

    Later acts about it (corrections, the termination) are acts of its case. A correction is shown as the value
    everywhere, with its day beside it (``corrected_on``); what was written at first stays in ``content``.
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
    corrected_on = models.DateField(_("corrected on"), null=True, editable=False)
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
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="says_what_acts_say",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[("said", "jsonb"), ("act", "record"), ("corrected", "date")],
                func=_AS_ACTS_SAY,
            ),
        )

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
    def earlier_numbers(self) -> list[str]:
        """What the number was before corrections: papers bear it, so the entry is still found by it."""
        return [act.content["before"] for act in self.corrections if act.content["field"] == "number"]

    @property
    def number_is_doubtful(self) -> bool:
        """Whether the number mixes alphabets, as other registers hold some: kept as it is, and flagged."""
        return is_doubtful_number(self.number)

    @property
    def corrections(self) -> list[LegalAct]:
        """The corrections of what was registered, in their order; reads what is prefetched with the case."""
        acts = [act for act in self.case.acts.all() if act.kind == ActKind.CORRECTION]
        return sorted(acts, key=lambda act: act.sequence)
