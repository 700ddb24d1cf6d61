"""What every step of a case has in common."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from accounts.roles import Role
from common.confirmation import held_by_another
from common.errors import FieldProblem, Question
from common.life_cycle import NO_REASON, Reason
from common.stored_files import atomic_with_files
from common.transition_executor import execute, lock, no_problems, no_questions
from partnerships.models import Agreement, Partnership
from partnerships.records.refresh import refresh_records
from partnerships.rules import blocked_party_problems
from partnerships.services.agreements import touch
from registration.choices import CaseStatus
from registration.models import RegistrationCase
from registration.policies import can_take_step
from registration.transitions import CASE_LIFE_CYCLE

if TYPE_CHECKING:
    from accounts.models import User


# The steps towards a registered agreement: the list of blocked states may have grown since the filing.
GOING_FORWARD = frozenset({"refile", "clear", "submit-signed", "register"})


def nothing_to_stamp(case: RegistrationCase) -> Iterable[str]:
    """Stamp of a step that only changes the status."""
    return ()


def run_step(
    case_id: int,
    name: str,
    *,
    actor: "User",
    expected_version: int | None,
    reason: Reason = NO_REASON,
    check: Callable[[RegistrationCase], list[FieldProblem]] = no_problems,
    questions: Callable[[RegistrationCase], Sequence[Question]] = no_questions,
    confirm: Collection[str] = (),
    stamp: Callable[[RegistrationCase], Iterable[str]] = nothing_to_stamp,
) -> RegistrationCase:
    """Take a step with a case; the partnership counts as changed too, since readers see both as one."""

    def stamp_both(case: RegistrationCase) -> Iterable[str]:
        fields = stamp(case)
        touch(case.agreement.partnership_id)
        return fields

    def all_questions(case: RegistrationCase) -> Sequence[Question]:
        return [*_held_questions(case, actor), *questions(case)]

    def all_problems(case: RegistrationCase) -> list[FieldProblem]:
        blocked = blocked_party_problems(case.agreement.partnership) if name in GOING_FORWARD else []
        return blocked + check(case)

    with atomic_with_files():
        partnership_id = lock_partnership_of_case(case_id)
        case = execute(
            RegistrationCase,
            case_id,
            CASE_LIFE_CYCLE,
            name,
            actor=actor,
            expected_version=expected_version,
            policy=can_take_step,
            reason=reason,
            check=all_problems,
            questions=all_questions,
            confirm=confirm,
            stamp=stamp_both,
        )
        refresh_records([partnership_id])
    return case


def _held_questions(case: RegistrationCase, actor: "User") -> list[Question]:
    """A registered agreement is worked on by nobody; its clerk is whoever registered it long ago."""
    waits = case.status != CaseStatus.REGISTERED and actor.role == Role.MINISTRY
    return held_by_another(case.assigned_to, actor) if waits else []


def lock_partnership_of_case(case_id: int) -> int:
    """Lock the partnership before the case and its agreement, as the services of partnerships do.

    Every writer locks partnership, case, agreement in this order; another order would be a deadlock.
    """
    cases = RegistrationCase.objects.filter(pk=case_id)
    partnership_id = cases.values_list("agreement__partnership_id", flat=True).first()
    return lock(Partnership, partnership_id or 0, expected_version=None).pk


def locked_agreement(case: RegistrationCase) -> Agreement:
    """Lock the agreement of a case under step; the case shows what is then written to it."""
    case.agreement = lock(Agreement, case.agreement_id, expected_version=None)
    return case.agreement
