"""What an official has changed in a filing since it was returned: the desk looks at that first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from audit.timeline import Entry
from partnerships.choices import PartnershipStatus
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

if TYPE_CHECKING:
    from partnerships.models import Partnership

NOTHING_CHANGED = _("Nothing has been changed since the return.")
EDITING = frozenset({"edit", "add_agreement", "attach_document"})


def changed_since(entries: Sequence[Entry], verb: str) -> list[Entry]:
    """Of a timeline, the acts of editing after the last act of this verb, oldest first."""
    places = [index for index, entry in enumerate(entries) if entry.verb == verb]
    later = entries[places[-1] + 1 :] if places else []
    return [entry for entry in later if entry.verb in EDITING and entry.differences]


def is_unchanged(entries: Sequence[Entry], verb: str) -> bool:
    """Whether, by its timeline, a record was returned by this verb and nothing of it was edited since."""
    return any(entry.verb == verb for entry in entries) and not changed_since(entries, verb)


def is_unchanged_since_return(partnership: "Partnership", entries: Sequence[Entry]) -> bool:
    """Whether a filing is to be checked again, or was submitted again, as it was returned."""
    under_check = partnership.status in {PartnershipStatus.RETURNED, PartnershipStatus.SUBMITTED}
    return under_check and is_unchanged(entries, PARTNERSHIP_LIFE_CYCLE.verb("return"))


def changed_since_return(partnership: "Partnership", entries: Sequence[Entry]) -> list[Entry]:
    """Of a timeline, the acts of editing after the last return, oldest first; none when there was no return."""
    if partnership.status not in {PartnershipStatus.RETURNED, PartnershipStatus.SUBMITTED}:
        return []
    return changed_since(entries, PARTNERSHIP_LIFE_CYCLE.verb("return"))
