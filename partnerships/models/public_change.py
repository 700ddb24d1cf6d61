"""What has changed in public, in the order of commits: what a mirror of the registry follows.

A sequence alone would not do: numbers are given when rows are written, and a transaction with a lower number may
become visible after one with a higher number was read. Here numbers are given at the commit, by triggers that
wait for the row of ``RecordVersion`` first: PostgreSQL lets the next writer pass only when the one before is
visible to all. See docs/adr/0010.
"""

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.record_version import NEW_VERSION


class ChangedResource(models.TextChoices):
    """The resources of the API whose changes are told."""

    PARTNERSHIPS = "partnerships", _("Partnerships")
    REGISTER = "register", pgettext_lazy("noun", "Register")


class ChangeAction(models.TextChoices):
    """What a mirror does."""

    UPSERT = "upsert", _("added or changed")
    DELETE = "delete", _("no longer public")


class PublicChange(models.Model):
    """One record that is otherwise, in public, than before one commit; the id is the place in the order.

    ``record`` is the id of the partnership, or the place of the entry in the register.
    """

    resource = models.CharField(_("resource"), max_length=20, choices=ChangedResource.choices)
    record = models.BigIntegerField(_("record"))
    action = models.CharField(_("action"), max_length=10, choices=ChangeAction.choices)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ("id",)
        indexes = (models.Index(fields=("resource", "record"), name="change_of_record"),)
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.pk}: {self.action} {self.resource} {self.record}"


def telling(resource: ChangedResource, record: str, action: str) -> str:
    """SQL that takes the next place in the order of commits and writes the change there, once for each commit."""
    told = f"resource = '{resource}' AND record = {record} AND xmin = pg_current_xact_id()::xid"
    return f"""{NEW_VERSION}
INSERT INTO partnerships_publicchange (resource, record, action, at)
SELECT '{resource}', {record}, {action}, clock_timestamp()
WHERE NOT EXISTS (SELECT FROM partnerships_publicchange WHERE {told});
"""  # noqa: S608  # written here, for a trigger


def _deferred(name: str, operation: Any, func: str, **more: Any) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, operation=operation, when=pgtrigger.After, timing=pgtrigger.Deferred, func=func, **more
    )


# At the commit, so what counts is what the record then is, not what it was between two statements.
_FINALLY = (
    "CASE WHEN EXISTS (SELECT FROM partnerships_record WHERE partnership_id = {row}.partnership_id "
    f"AND is_public) THEN '{ChangeAction.UPSERT}' ELSE '{ChangeAction.DELETE}' END"
)


def _of_record(row: str) -> str:
    told = telling(ChangedResource.PARTNERSHIPS, f"{row}.partnership_id", _FINALLY.format(row=row))
    return f"{told}RETURN NULL;\n"


TELLING_OF_RECORDS = (
    _deferred(
        "tell_inserted", pgtrigger.Insert, _of_record("NEW"), condition=pgtrigger.Q(new__is_public=True)
    ),
    _deferred(
        "tell_updated",
        pgtrigger.Update,
        _of_record("NEW"),
        condition=pgtrigger.Condition(
            "((OLD.is_public OR NEW.is_public) "
            "AND (OLD.is_public <> NEW.is_public OR OLD.document <> NEW.document))"
        ),
    ),
    _deferred(
        "tell_deleted", pgtrigger.Delete, _of_record("OLD"), condition=pgtrigger.Q(old__is_public=True)
    ),
)
# An entry is otherwise whenever an act about it is appended; an act of a case without an entry is not public.
_ENTRY = "(SELECT sequence FROM registration_registerentry WHERE case_id = NEW.case_id)"
_OF_ACT = f"""IF EXISTS {_ENTRY} THEN
{telling(ChangedResource.REGISTER, _ENTRY, f"'{ChangeAction.UPSERT}'")}END IF;
RETURN NULL;
"""
TELLING_OF_ACTS = (_deferred("tell_acted", pgtrigger.Insert, _OF_ACT),)
