"""``manage.py draw_life_cycles``: docs/life-cycles.md from the transition tables."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from accounts.roles import Role
from common.life_cycle import LifeCycle, Transition
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.transitions import CASE_LIFE_CYCLE

TARGET = Path(settings.BASE_DIR) / "docs" / "life-cycles.md"
INTRODUCTION = """\
# Life cycles

Made by `manage.py draw_life_cycles` from `partnerships/transitions.py` and `registration/transitions.py`: the same
tables that the services, the buttons, the API and the database triggers read. Change the tables, not this file.

The two are independent: the Association's check does not bind the Ministry, and the Ministry's decisions do not
bind the Association.
"""


class Command(BaseCommand):
    help = "Draw the life cycles into docs/life-cycles.md."
    requires_system_checks = ()  # needs no database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")

    def handle(self, *, check: bool, **options: Any) -> None:
        page = draw_page()
        if not check:
            TARGET.write_text(page, encoding="utf-8")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != page:
            raise CommandError(
                f"{TARGET.name} is out of date: run {Path(sys.argv[0]).name} draw_life_cycles."
            )


def draw_page() -> str:
    """Return the whole page; in English, since the code's language is English."""
    with translation.override("en"):
        parts = [
            INTRODUCTION,
            _section("A partnership and the Association", PARTNERSHIP_LIFE_CYCLE),
            _section("A case and the Ministry", CASE_LIFE_CYCLE),
        ]
    return "\n".join(parts)


def _section(title: str, cycle: LifeCycle) -> str:
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2", "    direction TB"]
    lines += [f"    {_id(value)} : {label}" for value, label in cycle.statuses.choices]
    lines += [f"    [*] --> {_id(value)}" for value in sorted(cycle.initial)]
    for step in cycle.transitions:
        lines += [
            f"    {_id(source)} --> {_id(step.target)} : {step.label}" for source in sorted(step.sources)
        ]
    lines += [
        f"    {_id(step.target)} --> {_id(source)} : {cycle.take_back.label}"
        for step in cycle.transitions
        if step.reversible and cycle.take_back
        for source in sorted(step.sources)
    ]
    ends = [value for value in cycle.statuses.values if not cycle.leaving(value)]
    lines += [f"    {_id(value)} --> [*]" for value in ends]
    lines += ["```", "", "| step | from | to | who | asks for |", "| --- | --- | --- | --- | --- |"]
    lines += [_row(cycle, step) for step in cycle.declared]
    return "\n".join([*lines, ""])


def _row(cycle: LifeCycle, step: Transition) -> str:
    sources = ", ".join(value for value in cycle.statuses.values if value in step.sources)
    roles = ", ".join(str(role.label).lower() for role in Role if role in step.roles)
    asked = [*(["a reason"] if step.needs_reason else []), *(f"`{name}`" for name in step.fields)]
    target = step.target or "the status before"
    return f"| {step.label} (`{step.name}`) | {sources} | {target} | {roles} | {', '.join(asked)} |"


def _id(status: str) -> str:
    """Mermaid takes no words of its own («end») as names of states."""
    return f"s_{status}"
