"""The answer of a policy: may this person do this, and if not, why."""

from dataclasses import dataclass

from common.errors import NotAllowed, Text


@dataclass(frozen=True)
class Decision:
    """``allowed`` with, when not, the reason a person can read."""

    allowed: bool
    reason: Text = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise ``NotAllowed`` with the reason unless allowed."""
        if not self.allowed:
            raise NotAllowed(self.reason)


ALLOWED = Decision(True)
