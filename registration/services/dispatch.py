"""A step by its name: the one door for the API, the admin and the pages."""

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Any

from common.life_cycle import NO_REASON, Reason
from registration.models import RegistrationCase
from registration.services.clearance import accept, annul_clearance, clear, decide, refile
from registration.services.registering import register, submit_signed, terminate
from registration.transitions import CASE_LIFE_CYCLE

if TYPE_CHECKING:
    from accounts.models import User

WITH_FIELDS: dict[str, Callable[..., RegistrationCase]] = {
    "accept": accept,
    "refile": refile,
    "clear": clear,
    "submit-signed": submit_signed,
    "register": register,
    "terminate": terminate,
}


def take_step(
    case_id: int,
    name: str,
    *,
    actor: "User",
    expected_version: int | None,
    reason: Reason = NO_REASON,
    confirm: Collection[str] = (),
    **fields: Any,
) -> RegistrationCase:
    """Take the step of that name; ``fields`` are the keyword arguments of its own service.

    Raises ``NotVisible`` for an undeclared name and whatever the step's service raises.
    """
    CASE_LIFE_CYCLE.get(name)
    if service := WITH_FIELDS.get(name):
        return service(case_id, actor=actor, expected_version=expected_version, confirm=confirm, **fields)
    service = annul_clearance if name == "annul-clearance" else partial(decide, name=name)
    return service(case_id, actor=actor, expected_version=expected_version, reason=reason, confirm=confirm)
