"""The timeline of a record, read from the history tables; nothing is logged by hand.

Apps register which history tables belong to a partnership; the rows of one act make one entry. An act is
what one ``common.acting.acting`` surrounds: a transaction may hold several. Accounts have a history, too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import models

from accounts.models import Membership, User
from common.errors import Text

NOT_SHOWN = {"id", "version", "created_at", "updated_at", "search_text"}


@dataclass(frozen=True)
class Source:
    """One history table: its model, the path to the id of the partnership (or person) and the tracked model."""

    tracked: type[models.Model]
    path: str

    @property
    def events(self) -> type[models.Model]:
        """The model of the history table."""
        model: type[models.Model] = self.tracked.pgh_event_model  # type: ignore[attr-defined]
        return model


@dataclass(frozen=True)
class Difference:
    """One field that changed; values as stored, with a label for people."""

    model: str
    field: str
    label: Text
    before: Any
    after: Any


@dataclass
class Entry:
    """What one person did at one moment."""

    at: datetime
    verb: str
    label: Text
    actor_id: int | None
    actor_name: str
    actor_role: str
    channel: str
    reason: str
    differences: list[Difference] = field(default_factory=list)


_sources: list[Source] = []
_sources_of_people = [Source(User, "pgh_obj_id"), Source(Membership, "user_id")]
_verb_labels: dict[str, Text] = {}


def register_source(tracked: type[models.Model], partnership_path: str) -> None:
    """Add a history table to the timeline of partnerships; called from ``AppConfig.ready``."""
    _sources.append(Source(tracked, partnership_path))


def tracked_models() -> dict[str, type[models.Model]]:
    """The models whose history the timeline reads, by the name that a ``Difference`` carries."""
    sources = (*_sources, *_sources_of_people)
    return {source.tracked._meta.model_name or "": source.tracked for source in sources}


def register_verbs(labels: dict[str, Text]) -> None:
    """Say how verbs of services read in the timeline."""
    _verb_labels.update(labels)


def label_of_verb(verb: str) -> Text:
    """How a verb of a service reads in the timeline."""
    return _verb_labels.get(verb, verb)


def timeline_of(*partnership_ids: int, hide: Callable[[Any], bool] = lambda row: False) -> list[Entry]:
    """Return everything that happened to a partnership, oldest first, with field differences.

    Several ids are those of one partnership that had several records.

    ``hide`` drops single history rows (a desk's own comments). One query per history table.
    """
    return _entries(row for source in _sources for row in _rows(source, partnership_ids) if not hide(row))


def history_of_person(person_id: int) -> list[Entry]:
    """Return what became of an account and of what its owner acts for, oldest first, with differences."""
    return _entries(row for source in _sources_of_people for row in _rows(source, [person_id]))


def _entries(found: Iterable[Any]) -> list[Entry]:
    rows = sorted(found, key=lambda row: (*_act(row), row.pgh_id))
    return [_entry(list(group)) for _key, group in groupby(rows, key=_act)]


def _act(row: Any) -> tuple[datetime, str, str]:
    """What makes two history rows one act, in order of time."""
    moment = (row.pgh_context or {}).get("moment", "")
    return row.pgh_created_at, moment, str(row.pgh_context_id)


def _rows(source: Source, ids: Sequence[int]) -> Iterator[Any]:
    """Yield the history rows of one table, each with the row before it of the same object."""
    events = source.events._default_manager.filter(**{f"{source.path}__in": ids})
    before: dict[int, Any] = {}
    row: Any
    for row in events.order_by("pgh_id"):
        row.tracked = source.tracked
        row.before = before.get(row.pgh_obj_id or row.id)
        before[row.pgh_obj_id or row.id] = row
        yield row


def _entry(rows: Sequence[Any]) -> Entry:
    context = next((row.pgh_context for row in rows if row.pgh_context), None) or {}
    verb = context.get("verb", "")
    return Entry(
        at=rows[0].pgh_created_at,
        verb=verb,
        label=label_of_verb(verb),
        actor_id=context.get("actor"),
        actor_name=context.get("actor_name", ""),
        actor_role=context.get("actor_role", ""),
        channel=context.get("channel", ""),
        reason=context.get("reason", ""),
        differences=[difference for row in rows for difference in _differences(row)],
    )


def _differences(row: Any) -> Iterator[Difference]:
    tracked = row.tracked._meta
    deleted = row.pgh_label.startswith("delete")
    for column in tracked.concrete_fields:
        if column.name in NOT_SHOWN or not hasattr(row, column.attname):
            continue
        after = None if deleted else getattr(row, column.attname)
        before = getattr(row, column.attname) if deleted else getattr(row.before, column.attname, None)
        if before != after and not (before in (None, "", []) and after in (None, "", [])):
            yield Difference(tracked.model_name, column.name, column.verbose_name, before, after)
