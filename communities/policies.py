"""Who may add to the reference data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.policies import ALLOWED, Decision

FILING_ROLES = frozenset({Role.OFFICIAL, Role.ASSOCIATION, Role.MINISTRY})


def can_enter_municipality(user: Any) -> Decision:
    """Whether this person may type in a foreign territory: those who name parties."""
    if user.is_authenticated and user.role in FILING_ROLES:
        return ALLOWED
    return Decision(False, _("Only officials, the Association and the Ministry enter municipalities."))
