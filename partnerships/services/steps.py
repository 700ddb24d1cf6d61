"""The steps of a partnership's life cycle with the Association."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from common.confirmation import held_by_another
from common.errors import FieldProblem, Question
from common.life_cycle import NO_REASON, TAKE_BACK, Reason
from common.remarks import AnswerInput, answer_problems, forget_answers, write_answers
from common.transition_executor import execute, no_problems
from partnerships.choices import ContentState, PartnershipStatus
from partnerships.models import FilingDraft, Partnership
from partnerships.policies import EDITABLE_STATUSES, can_take_step
from partnerships.records.refresh import refresh_records
from partnerships.remarks import open_remarks
from partnerships.rules import (
    blocked_party_problems,
    happened_problems,
    same_parties_question,
    standing_agreements,
    stands_formally,
    submission_problems,
)
from partnerships.selectors import same_parties
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

if TYPE_CHECKING:
    from accounts.models import User

Check = Callable[[Partnership], list[FieldProblem]]
Stamp = Callable[[Partnership], Iterable[str]]
Ask = Callable[[Partnership], Sequence[Question]]
# What the steps that can be taken back stamp.
STAMPED = ("decided_at", "reason_codes", "reason_text", "reviewer_id", "ended_on")


def take_step(
    partnership_id: int,
    name: str,
    *,
    actor: "User",
    expected_version: int | None,
    reason: Reason = NO_REASON,
    ended_on: date | None = None,
    answers: Sequence[AnswerInput] = (),
    confirm: Collection[str] = (),
) -> Partnership:
    """Take one declared step; see ``partnerships.transitions`` for the table.

    Raises the errors of ``common.transition_executor.execute``.
    """
    checks: dict[str, Check] = {
        "submit": partial(_submission_problems, answers=answers),
        "approve": blocked_party_problems,
        "withdraw": _withdrawal_problems,
        "end": partial(_end_problems, ended_on=ended_on),
    }
    stamps: dict[str, Stamp] = {
        "submit": partial(_stamp_submission, answers=answers, actor=actor),
        "end": partial(_stamp_end, ended_on=ended_on, reason=reason),
        TAKE_BACK: _stamp_as_before,
    }
    asked: dict[str, Ask] = {"submit": _same_parties_questions, "end": _end_questions}
    own = stamps.get(name, partial(_stamp_decision, name=name, actor=actor, reason=reason))

    def stamp(partnership: Partnership) -> Iterable[str]:
        return [*own(partnership), *_remember(partnership, name, actor)]

    with transaction.atomic():
        partnership = execute(
            Partnership,
            partnership_id,
            PARTNERSHIP_LIFE_CYCLE,
            name,
            actor=actor,
            expected_version=expected_version,
            policy=can_take_step,
            reason=reason,
            check=checks.get(name, no_problems),
            questions=asked.get(name, partial(_held_questions, actor=actor)),
            confirm=confirm,
            stamp=stamp,
        )
        partnership.refresh_from_db(fields=["checked_at"])  # set by the database together with the status
        # What was typed and not saved is still there when the step is taken back.
        if partnership.status not in EDITABLE_STATUSES and not partnership.stepped_from:
            FilingDraft.objects.filter(partnership=partnership).delete()
        refresh_records([partnership_id])
    return partnership


def _same_parties_questions(partnership: Partnership) -> list[Question]:
    return same_parties_question(same_parties(partnership).order_by("pk").values_list("code", flat=True))


def _held_questions(partnership: Partnership, *, actor: "User") -> list[Question]:
    """Only what waits for the desk is held by somebody; afterwards the reviewer is whoever decided last."""
    waits = partnership.status == PartnershipStatus.SUBMITTED and actor.role == Role.ASSOCIATION
    return held_by_another(partnership.reviewer, actor) if waits else []


def _submission_problems(partnership: Partnership, *, answers: Sequence[AnswerInput]) -> list[FieldProblem]:
    return submission_problems(partnership) + answer_problems(open_remarks(partnership), answers)


def _stamp_submission(
    partnership: Partnership, *, answers: Sequence[AnswerInput], actor: "User"
) -> Iterable[str]:
    now = timezone.now()
    write_answers(partnership, answers, actor)
    partnership.submitted_at, partnership.submitted_by = now, actor
    partnership.first_submitted_at = partnership.first_submitted_at or now
    return ("submitted_at", "submitted_by", "first_submitted_at")


def _stamp_decision(partnership: Partnership, *, name: str, actor: "User", reason: Reason) -> Iterable[str]:
    """Stamp who decided, when and why. The reviewer stays: a resubmission goes back to the same desk."""
    if name == "return":
        forget_answers(partnership)
    partnership.decided_at = timezone.now()
    partnership.reason_codes, partnership.reason_text = list(reason.codes), reason.text.strip()
    if actor.role == "association":
        partnership.reviewer = actor
    return ("decided_at", "reason_codes", "reason_text", "reviewer")


def _remember(partnership: Partnership, name: str, actor: "User") -> Iterable[str]:
    """Write down who took a step that can be taken back, when and from where; forget it with the next one."""
    can_be_taken_back = PARTNERSHIP_LIFE_CYCLE.get(name).reversible
    partnership.stepped_from = partnership.status if can_be_taken_back else ""
    partnership.stepped_by = actor if can_be_taken_back else None
    partnership.stepped_at = timezone.now() if can_be_taken_back else None
    return ("stepped_from", "stepped_by", "stepped_at")


def _stamp_as_before(partnership: Partnership) -> Iterable[str]:
    """Put back what the last step has stamped, as the history has kept it."""
    history = Partnership.pgh_event_model.objects  # type: ignore[attr-defined]  # made by pghistory
    rows = history.filter(pgh_obj_id=partnership.pk).exclude(status=partnership.status)
    before = rows.latest("pgh_id")
    for name in STAMPED:
        setattr(partnership, name, getattr(before, name))
    return STAMPED


def let_stand(partnership: Partnership) -> None:
    """Let the last step stand, because something was built on it: nobody can take it back any more."""
    if partnership.stepped_from:
        partnership.stepped_from, partnership.stepped_by, partnership.stepped_at = "", None, None
        partnership.save(update_fields=["stepped_from", "stepped_by", "stepped_at"])


def _withdrawal_problems(partnership: Partnership) -> list[FieldProblem]:
    if not partnership.agreements.filter(content_state=ContentState.LOCKED).exists():
        return []
    detail = _("An agreement of this partnership is with the Ministry. Withdraw that filing first.")
    return [FieldProblem("status", "case_open", detail)]


def _end_problems(partnership: Partnership, *, ended_on: date | None) -> list[FieldProblem]:
    if (day := ended_on) is None:
        detail = _("Enter the day on which cooperation ended.")
        return [FieldProblem("ended_on", "required", detail)]
    if day > timezone.localdate():
        return [FieldProblem("ended_on", "in_future", _("The partnership cannot end in the future."))]
    if partnership.started and day < partnership.started.earliest:
        return [FieldProblem("ended_on", "before_start", _("The partnership cannot end before it began."))]
    return happened_problems("ended_on", day)


def _end_questions(partnership: Partnership) -> list[Question]:
    """Ending cooperation ends no agreement: whoever has an act of termination is to record that first."""
    standing = standing_agreements(partnership)
    if not standing:
        return []
    said = " ".join(stands_formally(agreement) for agreement in standing)
    advice = _("If there is an act of termination, record it first. Confirm if there is none.")
    return [Question("agreement_in_force", f"{said} {advice}")]


def _stamp_end(partnership: Partnership, *, ended_on: date | None, reason: Reason) -> Iterable[str]:
    partnership.ended_on = ended_on
    partnership.reason_codes, partnership.reason_text = [], reason.text.strip()
    return ("ended_on", "reason_codes", "reason_text")
