"""The timeline of a partnership as one person may read it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accounts.roles import Role
from audit.timeline import Entry, timeline_of
from partnerships.choices import CommentVisibility

if TYPE_CHECKING:
    from accounts.models import User
    from partnerships.models import Partnership

READS_ALL = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
# History tables of what only the Ministry's side may see (``RegistrationCase.objects.visible_to``).
MINISTRY_TABLES = frozenset({"registrationcase", "opinion"})


def timeline_for(user: "User", partnership: "Partnership") -> list[Entry]:
    """Everything that happened to a partnership and that this person may read, oldest first.

    A step of a case also touches the agreement: the Association sees that it was taken, not why.
    """
    merged = partnership.merged_from.values_list("pk", flat=True)
    entries = timeline_of(partnership.pk, *merged, hide=hidden_from(user))
    if user.role == Role.ASSOCIATION:
        return [replace(entry, reason="") if entry.verb.startswith("case:") else entry for entry in entries]
    return entries


def hidden_from(user: "User") -> Callable[[Any], bool]:
    """Say which history rows a person of a desk does not get: the other desk's own affairs."""

    def hide(row: Any) -> bool:
        if user.role in READS_ALL:
            return False
        table = row.tracked._meta.model_name
        if table == "comment":
            return bool(row.visibility == CommentVisibility.DESK and row.author_role != user.role)
        return table in MINISTRY_TABLES and user.role == Role.ASSOCIATION

    return hide
