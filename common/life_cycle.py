"""A life cycle declared as data: its statuses, and the transitions between them.

The service, the API's available actions, the buttons, the database trigger, the diagram in the
docs and the parametrised tests all read the same table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import FieldProblem, NotVisible, Text

TAKE_BACK = "take-back"
OTHER = "other"  # the reason of every vocabulary that says nothing by itself


@dataclass(frozen=True)
class Transition:
    """One declared step. ``name`` is also the last part of its address in the API.

    ``reasons`` are the coded reasons that fit the step; where there are none, its reason is given in words.
    A ``reversible`` step has no legal effect: for a while it can be taken back by whoever took it.
    ``until`` is set on the step that takes one back, as long as it is possible.
    """

    name: str
    sources: frozenset[str]
    target: str  # empty for the step that leads back to where a record came from
    roles: frozenset[str]
    label: Text
    done: Text  # what the timeline says afterwards
    needs_reason: bool = False
    tone: str = "primary"  # how the button looks: primary, success, warning or danger
    fields: tuple[str, ...] = ()  # what else the person must give
    reasons: tuple[str, ...] = ()
    reversible: bool = False
    consequences: Text = ""  # of a step that cannot be taken back: what follows from it; pages ask for a tick
    until: datetime | None = None

    def target_of(self, record: Any) -> str:
        """The status to which the step leads this record."""
        return self.target or record.stepped_from


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
        self.take_back = _taking_back(self.transitions)
        self._by_name = {transition.name: transition for transition in self.declared}

    @property
    def declared(self) -> tuple[Transition, ...]:
        """All steps there are: those of the table, and the one that takes a reversible step back."""
        return (*self.transitions, *([self.take_back] if self.take_back else []))

    def get(self, name: str) -> Transition:
        """Return the step of that name; raises ``NotVisible`` for an undeclared one."""
        try:
            return self._by_name[name]
        except KeyError:
            raise NotVisible from None

    def leaving(self, status: str) -> list[Transition]:
        """Return the steps that lead on from a status, whoever may take them."""
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
        onward = {(str(source), str(t.target)) for t in self.transitions for source in t.sources}
        back = {
            (str(t.target), str(source)) for t in self.transitions if t.reversible for source in t.sources
        }
        return sorted(onward | back)

    def reason_problems(self, transition: Transition, reason: Reason) -> list[FieldProblem]:
        """Check the reason a person gave for a step."""
        problems = [*self._code_problems(transition, reason)]
        if reason.text.strip():
            return problems
        if OTHER in reason.codes:
            detail = _("“Other reason” needs an explanation. Enter it in words.")
            problems.append(FieldProblem("text", "required", detail))
        elif transition.needs_reason and not transition.reasons:
            problems.append(FieldProblem("text", "required", _("Enter the reason in words.")))
        elif transition.needs_reason and not reason:
            detail = _(
                "Choose at least one reason or explain in your own words, so that the other "
                "side knows what to do."
            )
            problems.append(FieldProblem("text", "required", detail))
        return problems

    def _code_problems(self, transition: Transition, reason: Reason) -> Iterable[FieldProblem]:
        unfit = [code for code in reason.codes if code not in transition.reasons]
        if unfit and transition.reasons:
            detail = _("This step has no such reason: %(unknown)s. Its reasons: %(known)s.") % {
                "unknown": ", ".join(unfit),
                "known": ", ".join(transition.reasons),
            }
            yield FieldProblem("reason_codes", "invalid_choice", detail)
        elif unfit:
            detail = _("This step takes no coded reasons. Enter the reason in words.")
            yield FieldProblem("reason_codes", "invalid_choice", detail)

    def reason_choices(self, transition: Transition) -> list[tuple[str, Any]]:
        """The reasons that a form offers for a step, with their labels, in the order of the vocabulary."""
        return [(code, label) for code, label in self.reason_codes.choices if code in transition.reasons]


def _taking_back(transitions: Iterable[Transition]) -> Transition | None:
    """The step that takes each reversible one back; none where every step has a legal effect."""
    reversible = [step for step in transitions if step.reversible]
    if not reversible:
        return None
    return Transition(
        TAKE_BACK,
        sources=frozenset(step.target for step in reversible),
        target="",
        roles=frozenset().union(*(step.roles for step in reversible)),
        label=gettext_lazy("Undo the last step"),
        done=gettext_lazy("last step undone"),
        tone="warning",
    )


def open_until(transition: Transition, until: datetime) -> Transition:
    """The step of taking back, with the moment until which it is possible."""
    return replace(transition, until=until)
