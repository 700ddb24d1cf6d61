"""What an official has changed in a filing since it was returned: the desk looks at that first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.timeline import Entry
from partnerships.choices import PartnershipStatus
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

if TYPE_CHECKING:
    from partnerships.models import Partnership

EDITING = frozenset({"edit", "add_agreement", "attach_document"})


def changed_since(entries: Sequence[Entry], verb: str) -> list[Entry]:
    """Of a timeline, the acts of editing after the last act of this verb, oldest first."""
    places = [index for index, entry in enumerate(entries) if entry.verb == verb]
    later = entries[places[-1] + 1 :] if places else []
    return [entry for entry in later if entry.verb in EDITING and entry.differences]


def changed_since_return(partnership: "Partnership", entries: Sequence[Entry]) -> list[Entry]:
    """Of a timeline, the acts of editing after the last return, oldest first; none when there was no return."""
    if partnership.status not in {PartnershipStatus.RETURNED, PartnershipStatus.SUBMITTED}:
        return []
    return changed_since(entries, PARTNERSHIP_LIFE_CYCLE.verb("return"))
