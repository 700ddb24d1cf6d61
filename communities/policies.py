"""Who may add to the reference data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.policies import ALLOWED, Decision

NOT_THE_ASSOCIATION = Decision(False, _("Only the Association can merge and correct municipalities."))
FILING_ROLES = frozenset({Role.OFFICIAL, Role.ASSOCIATION, Role.MINISTRY})


def can_enter_municipality(user: Any) -> Decision:
    """Whether this person may type in a foreign territory: those who name parties."""
    if user.is_authenticated and user.role in FILING_ROLES:
        return ALLOWED
    return Decision(False, _("Only officials, the Association and the Ministry can add municipalities."))


def can_merge_municipalities(user: Any) -> Decision:
    """The Association makes two records of one municipality one, and takes it back."""
    return ALLOWED if user.is_authenticated and user.role == Role.ASSOCIATION else NOT_THE_ASSOCIATION
