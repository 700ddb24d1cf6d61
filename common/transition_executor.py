"""The only way a status changes: lock, version, status, policy, completeness, stamp, save."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.acting import acting
from common.confirmation import require_confirmed
from common.errors import (
    FieldProblem,
    InvalidTransition,
    NotVisible,
    Question,
    RuleViolated,
    StaleVersion,
)
from common.happenings import Happening, tell
from common.life_cycle import NO_REASON, LifeCycle, Reason, Transition
from common.policies import Decision

Record = TypeVar("Record", bound=models.Model)


class Policy(Protocol):
    """Says whether this person may take this step with the locked record."""

    def __call__(self, actor: Any, record: Any, transition: Transition, /) -> Decision: ...


def no_problems(record: Any) -> list[FieldProblem]:
    """Completeness check of a step that asks for nothing more."""
    return []


def no_questions(record: Any) -> Sequence[Question]:
    """Questions of a step about which nothing is unusual."""
    return []


def lock(model: type[Record], pk: int, *, expected_version: int | None) -> Record:
    """Re-read a versioned record under a row lock and compare its version.

    Raises ``NotVisible`` when it is gone, also into another record, and ``StaleVersion`` when somebody else was faster.
    ``expected_version`` is None only for the system's own work.
    """
    record = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if record is None or getattr(record, "merged_into_id", None):
        raise NotVisible
    version = record.version  # type: ignore[attr-defined]  # every locked model is an audit.VersionedModel
    if expected_version is not None and version != expected_version:
        raise StaleVersion(current_version=version)
    return record


def save_version(record: models.Model, fields: Iterable[str]) -> None:
    """Save the named fields together with the next version."""
    record.version += 1  # type: ignore[attr-defined]
    record.save(update_fields=[*fields, "version", "updated_at"])


def execute(
    model: type[Record],
    pk: int,
    cycle: LifeCycle,
    name: str,
    *,
    actor: Any,
    expected_version: int | None,
    policy: Policy,
    reason: Reason = NO_REASON,
    check: Callable[[Record], list[FieldProblem]] = no_problems,
    questions: Callable[[Record], Sequence[Question]] = no_questions,
    confirm: Collection[str] = (),
    stamp: Callable[[Record], Iterable[str]] = lambda record: (),
) -> Record:
    """Take one declared step with one record.

    ``check`` returns everything that is missing at once; ``questions`` what is possible but unusual, which
    ``confirm`` must name (see ``common.confirmation``); ``stamp`` sets the who/when/why columns
    (and may write dependent rows: it runs inside the transaction) and returns the names it set.
    Raises ``NotVisible``, ``StaleVersion``, ``InvalidTransition``, ``NotAllowed``, ``RuleViolated`` or
    ``ConfirmationNeeded``; nothing is written then.
    """
    transition = cycle.get(name)
    with transaction.atomic(), acting(actor, cycle.verb(name), reason=reason.text):
        record = lock(model, pk, expected_version=expected_version)
        require_possible(cycle, name, record, actor, policy)
        problems = cycle.reason_problems(transition, reason) + check(record)
        if problems:
            raise RuleViolated(problems)
        require_confirmed(questions(record), confirm)
        target = transition.target_of(record)
        fields = ["status", *stamp(record)]
        record.status = target  # type: ignore[attr-defined]
        save_version(record, fields)
        tell(Happening(cycle.verb(name), record, actor))
    return record


def require_possible(cycle: LifeCycle, name: str, record: Any, actor: Any, policy: Policy) -> None:
    """Check status and policy of a step.

    The API asks this before it looks at the body: whoever may not take a step is told so, and not that
    a field is missing. The executor asks again about the locked record.
    """
    transition = cycle.get(name)
    _require_source(cycle, transition, record)
    policy(actor, record, transition).require()


def _require_source(cycle: LifeCycle, transition: Transition, record: Any) -> None:
    if record.status in transition.sources:
        _require_time_left(transition, record)
        return
    label = cycle.statuses(record.status).label
    detail = _("“%(step)s” is not possible: the status is now “%(status)s”.") % {
        "step": transition.label,
        "status": label,
    }
    raise InvalidTransition(detail, current_status=record.status)


def _require_time_left(transition: Transition, record: Any) -> None:
    """A step is taken back within a while, and only as long as nothing was built on it."""
    if transition.target or (record.take_back_until and timezone.now() < record.take_back_until):
        return
    detail = _("The time in which this step could be undone is over, or it was not the last one.")
    raise InvalidTransition(detail, current_status=record.status)
