"""A life cycle declared as data: its statuses, and the transitions between them.

The service, the API's available actions, the buttons, the database trigger, the diagram in the
docs and the parametrised tests all read the same table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from common.errors import FieldProblem, NotVisible, Text


@dataclass(frozen=True)
class Transition:
    """One declared step. ``name`` is also the last part of its address in the API."""

    name: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    label: Text
    done: Text  # what the timeline says afterwards
    needs_reason: bool = False
    tone: str = "primary"  # how the button looks: primary, success, warning or danger
    fields: tuple[str, ...] = ()  # what else the person must give


@dataclass(frozen=True)
class Reason:
    """Why something was returned, refused or ended: codes from a list, and words."""

    codes: tuple[str, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.codes or self.text.strip())


NO_REASON = Reason()


class LifeCycle:
    """The table of one model's statuses and transitions."""

    def __init__(
        self,
        name: str,
        *,
        statuses: type[models.TextChoices],
        initial: Iterable[str],
        reason_codes: type[models.TextChoices],
        transitions: Sequence[Transition],
        verb_prefix: str = "",
    ) -> None:
        self.name = name
        self.verb_prefix = verb_prefix
        self.statuses = statuses
        self.initial = frozenset(initial)
        self.reason_codes = reason_codes
        self.transitions = tuple(transitions)
        self._by_name = {transition.name: transition for transition in transitions}

    def get(self, name: str) -> Transition:
        """Return the step of that name; raises ``NotVisible`` for an undeclared one."""
        try:
            return self._by_name[name]
        except KeyError:
            raise NotVisible from None

    def leaving(self, status: str) -> list[Transition]:
        """Return the steps declared for a status, whoever may take them."""
        return [transition for transition in self.transitions if status in transition.sources]

    def way(self, start: str, target: str) -> list[Transition]:
        """Return the shortest way of declared steps; raises ``LookupError`` when there is none."""
        ways: dict[str, list[Transition]] = {str(start): []}
        queue = [str(start)]
        for status in queue:
            if status == target:
                return ways[status]
            for step in self.leaving(status):
                if str(step.target) not in ways:
                    ways[str(step.target)] = [*ways[status], step]
                    queue.append(str(step.target))
        raise LookupError(f"{self.name}: no way from {start} to {target}")

    def verb(self, name: str) -> str:
        """The verb under which the history keeps a step; two life cycles may share a name."""
        return f"{self.verb_prefix}{name}"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All declared (from, to), sorted: what the database trigger lets through."""
        return sorted({(str(source), str(t.target)) for t in self.transitions for source in t.sources})

    def reason_problems(self, transition: Transition, reason: Reason) -> list[FieldProblem]:
        """Check the reason a person gave for a step."""
        problems = []
        unknown = [code for code in reason.codes if code not in self.reason_codes.values]
        if unknown:
            detail = _("Unknown reason: %(unknown)s. Known reasons: %(known)s.") % {
                "unknown": ", ".join(unknown),
                "known": ", ".join(self.reason_codes.values),
            }
            problems.append(FieldProblem("reason_codes", "invalid_choice", detail))
        if transition.needs_reason and not reason:
            detail = _(
                "Choose at least one reason or explain in your own words, so that the other "
                "side knows what to do."
            )
            problems.append(FieldProblem("text", "required", detail))
        return problems
