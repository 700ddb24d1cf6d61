"""Who may let people in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.policies import ALLOWED, Decision

INVITERS = frozenset({Role.ASSOCIATION, Role.ADMINISTRATOR})


def can_invite(user: Any) -> Decision:
    """The Association's staff and administrators invite officials of communities."""
    if user.is_authenticated and user.is_active and user.role in INVITERS:
        return ALLOWED
    return Decision(False, _("Only the Association and administrators invite officials."))
