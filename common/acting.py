"""Says to the history who acts, by which verb and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pghistory
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


@contextmanager
def acting(actor: "User | None", verb: str, *, reason: str = "") -> Iterator[None]:
    """Attach actor (id and name as text, since people leave), verb and reason to every change within.

    ``actor`` is None for the system itself (loaders, transfers from the previous register).
    ``moment`` puts the acts of one transaction in order, for which the database knows only one time.
    """
    with pghistory.context(
        moment=timezone.now().isoformat(timespec="microseconds"),
        actor=actor.pk if actor else None,
        actor_name=str(actor) if actor else "",
        # A visitor who has not signed in has no role; the policy is yet to refuse them.
        actor_role=getattr(actor, "role", "") if actor else "system",
        verb=verb,
        reason=reason,
        # One request may hold several acts, and its context keeps what an earlier one has set.
        confirmed=[],
    ):
        yield
