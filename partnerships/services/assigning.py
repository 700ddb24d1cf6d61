"""Who of the Association checks a filing."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from common.acting import acting
from common.errors import Conflict, FieldProblem, RuleViolated
from common.sorting import UkrainianSortKey
from common.transition_executor import lock, save_version
from partnerships.models import Partnership
from partnerships.policies import NOT_APART, can_assign_review, decides_apart
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

if TYPE_CHECKING:
    from django.db.models import QuerySet


def reviewers() -> "QuerySet[User]":
    """Everybody who may check filings, by name."""
    return User.objects.filter(role=Role.ASSOCIATION, is_active=True).order_by(UkrainianSortKey("name"), "pk")


def _require_fit(holder: User | None, partnership: Partnership) -> None:
    if holder is None:
        detail = _("Choose a member of the Association’s staff.")
        raise RuleViolated([FieldProblem("person", "unknown", detail)])
    if not decides_apart(holder, partnership):
        raise RuleViolated([FieldProblem("person", "own_filing", NOT_APART)])


def assign_review(
    partnership_id: int, *, actor: User, holder_id: int | None, expected_version: int | None
) -> Partnership:
    """Give a filing to a reviewer, or back to the queue (None).

    Raises ``NotVisible``, ``NotAllowed``, ``StaleVersion``, ``Conflict`` for a filing that is closed, and
    ``RuleViolated`` beside ``person`` for somebody who is no reviewer, or whose own filing it is.
    """
    with transaction.atomic(), acting(actor, "assign"):
        partnership = lock(Partnership, partnership_id, expected_version=expected_version)
        can_assign_review(actor).require()
        if not PARTNERSHIP_LIFE_CYCLE.leaving(partnership.status):
            raise Conflict(_("The filing is closed: it needs no reviewer."))
        if holder_id is not None:
            _require_fit(reviewers().filter(pk=holder_id).first(), partnership)
        if partnership.reviewer_id != holder_id:
            partnership.reviewer_id = holder_id
            save_version(partnership, ["reviewer"])
    return partnership
