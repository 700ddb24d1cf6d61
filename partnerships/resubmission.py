"""What an official has changed in a filing since it was returned: the desk looks at that first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.timeline import Entry
from partnerships.choices import PartnershipStatus
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

if TYPE_CHECKING:
    from partnerships.models import Partnership

EDITING = frozenset({"edit", "add_agreement", "attach_document"})


def changed_since_return(partnership: "Partnership", entries: Sequence[Entry]) -> list[Entry]:
    """Of a timeline, the acts of editing after the last return, oldest first; none when there was no return."""
    returned = PARTNERSHIP_LIFE_CYCLE.verb("return")
    returns = [index for index, entry in enumerate(entries) if entry.verb == returned]
    if not returns or partnership.status not in {PartnershipStatus.RETURNED, PartnershipStatus.SUBMITTED}:
        return []
    return [entry for entry in entries[returns[-1] + 1 :] if entry.verb in EDITING and entry.differences]
