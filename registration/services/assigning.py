"""Who of the Ministry has a case."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from common.acting import acting
from common.errors import Conflict, FieldProblem, RuleViolated
from common.sorting import UkrainianSortKey
from common.transition_executor import lock, save_version
from partnerships.policies import NOT_APART, decides_apart
from registration.models import RegistrationCase
from registration.policies import can_work_as_ministry
from registration.services.steps import lock_partnership_of_case
from registration.transitions import CASE_LIFE_CYCLE

if TYPE_CHECKING:
    from django.db.models import QuerySet


def clerks() -> "QuerySet[User]":
    """Everybody who may have a case, by name."""
    return User.objects.filter(role=Role.MINISTRY, is_active=True).order_by(UkrainianSortKey("name"), "pk")


def _require_fit(holder: User | None, case: RegistrationCase) -> None:
    if holder is None:
        raise RuleViolated([FieldProblem("person", "unknown", _("Choose a Ministry clerk."))])
    if not decides_apart(holder, case.agreement.partnership, case.filed_by_id):
        raise RuleViolated([FieldProblem("person", "own_filing", NOT_APART)])


def assign_case(
    case_id: int, *, actor: User, holder_id: int | None, expected_version: int | None
) -> RegistrationCase:
    """Give a case to a clerk, or back to the queue (None).

    Raises ``NotVisible``, ``NotAllowed``, ``StaleVersion``, ``Conflict`` for a case that is closed, and
    ``RuleViolated`` beside ``person`` for somebody who is no clerk, or whose own filing it is.
    """
    with transaction.atomic(), acting(actor, "assign"):
        lock_partnership_of_case(case_id)
        case = lock(RegistrationCase, case_id, expected_version=expected_version)
        can_work_as_ministry(actor).require()
        if not CASE_LIFE_CYCLE.leaving(case.status):
            raise Conflict(_("The case is closed: it needs no clerk."))
        if holder_id is not None:
            _require_fit(clerks().filter(pk=holder_id).first(), case)
        if case.assigned_to_id != holder_id:
            case.assigned_to_id = holder_id
            save_version(case, ["assigned_to"])
    return case
