"""The steps of a partnership's life cycle with the Association."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from common.confirmation import held_by_another
from common.errors import FieldProblem, Question
from common.life_cycle import NO_REASON, Reason
from common.transition_executor import execute, no_problems
from partnerships.choices import ContentState, PartnershipStatus
from partnerships.models import FilingDraft, Partnership
from partnerships.policies import EDITABLE_STATUSES, can_take_step
from partnerships.records.refresh import refresh_records
from partnerships.rules import same_parties_question, submission_problems
from partnerships.selectors import same_parties
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

if TYPE_CHECKING:
    from accounts.models import User

Check = Callable[[Partnership], list[FieldProblem]]
Stamp = Callable[[Partnership], Iterable[str]]


def take_step(
    partnership_id: int,
    name: str,
    *,
    actor: "User",
    expected_version: int | None,
    reason: Reason = NO_REASON,
    ended_on: date | None = None,
    confirm: Collection[str] = (),
) -> Partnership:
    """Take one declared step; see ``partnerships.transitions`` for the table.

    Raises the errors of ``common.transition_executor.execute``.
    """
    checks: dict[str, Check] = {
        "submit": submission_problems,
        "withdraw": _withdrawal_problems,
        "end": partial(_end_problems, ended_on=ended_on),
    }
    stamps: dict[str, Stamp] = {
        "submit": partial(_stamp_submission, actor=actor),
        "end": partial(_stamp_end, ended_on=ended_on),
    }
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
            questions=_same_parties_questions if name == "submit" else partial(_held_questions, actor=actor),
            confirm=confirm,
            stamp=stamps.get(name, partial(_stamp_decision, actor=actor, reason=reason)),
        )
        partnership.refresh_from_db(fields=["checked_at"])  # set by the database together with the status
        if partnership.status not in EDITABLE_STATUSES:
            FilingDraft.objects.filter(partnership=partnership).delete()
        refresh_records([partnership_id])
    return partnership


def _same_parties_questions(partnership: Partnership) -> list[Question]:
    return same_parties_question(same_parties(partnership).order_by("pk").values_list("code", flat=True))


def _held_questions(partnership: Partnership, *, actor: "User") -> list[Question]:
    """Only what waits for the desk is held by somebody; afterwards the reviewer is whoever decided last."""
    waits = partnership.status == PartnershipStatus.SUBMITTED and actor.role == Role.ASSOCIATION
    return held_by_another(partnership.reviewer, actor) if waits else []


def _stamp_submission(partnership: Partnership, *, actor: "User") -> Iterable[str]:
    now = timezone.now()
    partnership.submitted_at, partnership.submitted_by = now, actor
    partnership.first_submitted_at = partnership.first_submitted_at or now
    return ("submitted_at", "submitted_by", "first_submitted_at")


def _stamp_decision(partnership: Partnership, *, actor: "User", reason: Reason) -> Iterable[str]:
    """Stamp who decided, when and why. The reviewer stays: a resubmission goes back to the same desk."""
    partnership.decided_at = timezone.now()
    partnership.reason_codes, partnership.reason_text = list(reason.codes), reason.text.strip()
    if actor.role == "association":
        partnership.reviewer = actor
    return ("decided_at", "reason_codes", "reason_text", "reviewer")


def _withdrawal_problems(partnership: Partnership) -> list[FieldProblem]:
    if not partnership.agreements.filter(content_state=ContentState.LOCKED).exists():
        return []
    detail = _("An agreement of this partnership is with the Ministry. Withdraw that filing first.")
    return [FieldProblem("status", "case_open", detail)]


def _end_problems(partnership: Partnership, *, ended_on: date | None) -> list[FieldProblem]:
    day = ended_on or timezone.localdate()
    if day > timezone.localdate():
        return [FieldProblem("ended_on", "in_future", _("The partnership cannot end in the future."))]
    if partnership.started and day < partnership.started.earliest:
        return [FieldProblem("ended_on", "before_start", _("The partnership cannot end before it began."))]
    return []


def _stamp_end(partnership: Partnership, *, ended_on: date | None) -> Iterable[str]:
    partnership.ended_on = ended_on or timezone.localdate()
    return ("ended_on",)
