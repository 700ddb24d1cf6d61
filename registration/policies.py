"""Who may do what with a case at the Ministry."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.life_cycle import Transition
from common.policies import ALLOWED, Decision
from partnerships.policies import NOT_YOUR_ROLE, SIGN_IN_FIRST, acts_for, can_add, decides_apart
from registration.amendments import open_amendment
from registration.transitions import CASE_LIFE_CYCLE

if TYPE_CHECKING:
    from partnerships.models import Agreement
    from registration.models import MinistryOrder, RegistrationCase

NOT_REGISTERED = Decision(
    False, _("Only a registered agreement can be amended or extended. Correct a draft or file a new one.")
)
TERMINATED = Decision(False, _("The agreement has been terminated: file a new one."))
AMENDMENT_GOES_ON = Decision(
    False,
    _("This agreement already has an amendment in progress. Finish or withdraw it before you start another."),
)
MINISTRY_ONLY = Decision(False, _("Only Ministry clerks can do this."))


def can_file_case(user: Any, agreement: "Agreement") -> Decision:
    """Whether this person may file the draft of an agreement with the Ministry."""
    return acts_for(user, agreement.partnership)


def can_amend(user: Any, agreement: "Agreement") -> Decision:
    """Whether this person may file an amendment or a prolongation of a registered agreement."""
    decision = can_add(user, agreement.partnership)
    if not decision:
        return decision
    if not hasattr(agreement, "register_entry"):
        return NOT_REGISTERED
    if agreement.terminated_on:
        return TERMINATED
    return AMENDMENT_GOES_ON if open_amendment(agreement) else ALLOWED


def can_take_step(user: Any, case: "RegistrationCase", transition: Transition) -> Decision:
    """Whether this person's role may take a step: officials for their community, clerks for none of their own."""
    if not user.is_authenticated:
        return SIGN_IN_FIRST
    if user.role not in transition.roles:
        return NOT_YOUR_ROLE
    return _may_act(user, case)


def _may_act(user: Any, case: "RegistrationCase") -> Decision:
    partnership = case.agreement.partnership
    if user.role == Role.OFFICIAL:
        return acts_for(user, partnership)
    return decides_apart(user, partnership, case.filed_by_id)


def can_work_as_ministry(user: Any) -> Decision:
    """Whether this person assigns cases and keeps transferred entries."""
    return ALLOWED if user.is_authenticated and user.role == Role.MINISTRY else MINISTRY_ONLY


def can_keep_opinions(user: Any, case: "RegistrationCase") -> Decision:
    """Whether this person asks other ministries about a case and writes down what they answer."""
    return can_correct(user, case)


def can_correct(user: Any, case: "RegistrationCase") -> Decision:
    """Whether this person of the Ministry corrects what was entered of a case: nobody their own."""
    decision = can_work_as_ministry(user)
    return decides_apart(user, case.agreement.partnership, case.filed_by_id) if decision else decision


def can_correct_order(user: Any, order: "MinistryOrder") -> Decision:
    """Whether this person corrects an order, and with it everything that was cleared by it."""
    cases = order.cases.select_related("agreement__partnership").prefetch_related(
        "agreement__partnership__parties"
    )
    refused = (decision for case in cases if not (decision := can_correct(user, case)))
    return next(refused, can_work_as_ministry(user))


def available_steps(user: Any, case: "RegistrationCase") -> list[Transition]:
    """The declared steps of the current status that this person may take; asks the database once."""
    if not user.is_authenticated:
        return []
    leaving = [step for step in CASE_LIFE_CYCLE.leaving(case.status) if user.role in step.roles]
    return leaving if leaving and _may_act(user, case) else []
