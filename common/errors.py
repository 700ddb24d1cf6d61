"""Domain errors. Services raise them; pages and the API each map them once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import DataError, IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg import errors as psycopg_errors

Text = str | Promise


@dataclass(frozen=True)
class FieldProblem:
    """One problem of one field: ``field`` is a path such as ``foreign_parties[1].municipality``."""

    field: str
    code: str
    detail: Text


# Raised when a value of the request cannot even be compared with what is stored: a malformed pattern, a number
# or date outside of what PostgreSQL holds, a null byte, half a surrogate. Forms and serializers refuse most of
# them with a better message; whatever gets past them is still the request's mistake, not the server's.
UNREADABLE_VALUE = (DataError, UnicodeEncodeError)


# Somebody else wrote the same, or removed what this leads to, between the check and the write. No check can see
# that: only the database does.
_WRITTEN_AT_ONCE = (
    psycopg_errors.UniqueViolation,
    psycopg_errors.ExclusionViolation,
    psycopg_errors.ForeignKeyViolation,
)
WRITTEN_AT_ONCE = _(
    "Someone else saved the same, or removed a part of it, at this moment. Yours was not saved."
)


def is_written_at_once(error: BaseException) -> bool:
    """Whether the database refused a row because of another that was written at the same moment."""
    return isinstance(error, IntegrityError) and isinstance(error.__cause__, _WRITTEN_AT_ONCE)


class DomainError(Exception):
    """A request that the rules do not allow. ``detail`` is written for the person who made it."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[Text] = _("The request was not completed")

    def __init__(self, detail: Text) -> None:
        super().__init__(detail)
        self.detail = detail


class InvalidTransition(DomainError):
    """The step is not declared for the record's current status."""

    code = "invalid_transition"
    status = 409
    title = _("This step is not possible now")

    def __init__(self, detail: Text, *, current_status: str) -> None:
        super().__init__(detail)
        self.current_status = current_status


@dataclass(frozen=True)
class Question:
    """One thing that is possible but unusual: its code, and what the person should look at again."""

    code: str
    detail: Text


class ConfirmationNeeded(DomainError):
    """The request is possible but unusual: the same request goes through when it confirms every question."""

    code = "confirmation_needed"
    status = 409
    title = _("Check this and confirm")

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(" ".join(dict.fromkeys(str(question.detail) for question in questions)))
        self.questions = list(questions)


class Conflict(DomainError):
    """The request contradicts something that is already there."""

    code = "conflict"
    status = 409
    title = _("This conflicts with another record")


class StaleVersion(DomainError):
    """Somebody else has changed the record since it was read."""

    code = "stale_version"
    status = 412
    title = _("The record has changed")

    def __init__(self, *, current_version: int) -> None:
        super().__init__(
            _("Someone else changed this record after you opened it. Check it and make your change again.")
        )
        self.current_version = current_version


class NotAllowed(DomainError):
    """The person may see the record, but not do this; ``detail`` is the reason."""

    code = "not_allowed"
    status = 403
    title = _("You do not have permission to do this")


class NotVisible(DomainError):
    """The record does not exist or the user may not see it; callers cannot tell which."""

    code = "not_found"
    status = 404
    title = _("Not found")

    def __init__(self, detail: Text = _("There is no such record.")) -> None:
        super().__init__(detail)


class MovedTo(NotVisible):
    """The record was merged into another; the old address redirects there."""

    def __init__(self, *, old: int, new: int) -> None:
        super().__init__()
        self.old, self.new = old, new


class RuleViolated(DomainError):
    """The input breaks rules; carries all problems at once, each with its field."""

    code = "invalid"
    status = 400
    title = _("There is a problem")

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        # Three fields left out are three problems, but one sentence.
        super().__init__(" ".join(dict.fromkeys(str(problem.detail) for problem in problems)))
        self.problems = list(problems)
