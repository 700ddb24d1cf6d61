"""The timeline as people read it: words instead of codes, names instead of ids."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.roles import Role
from audit.timeline import Difference, Entry, tracked_models
from common.errors import Text
from common.partial_dates import PartialDate

# How a row is stored, not what it says.
TECHNICAL = frozenset(
    {
        "partnership", "agreement", "case", "author", "author_role", "uploaded_by", "created_by", "filed_by",
        "code", "position", "content_state", "sha256", "file", "size", "detected_type", "inside", "digest", "sequence",
        "number_key", "content", "previous_hash", "act_hash", "precision", "side", "origin",
        "happened_precision", "signed_precision", "started_precision", "first_submitted_at", "submitted_at",
        "decided_at", "uploaded_at", "decided_on", "accepted_on", "registration_filed_on",
        "stepped_from", "stepped_by", "stepped_at",
    }
)  # fmt: skip
MOST_LETTERS = 400


@dataclass(frozen=True)
class Change:
    """One changed field; empty texts mean that there was, or is, nothing."""

    model: Text
    label: Text
    before: str
    after: str


@dataclass
class ReadableEntry:
    """One entry of the timeline, ready to be shown."""

    at: datetime
    label: Text
    actor: Text
    role: Text
    channel: str
    reason: str
    changes: list[Change] = field(default_factory=list)


def readable(entries: Sequence[Entry]) -> list[ReadableEntry]:
    """Translate entries; related objects are fetched in one query per model."""
    kept = [(entry, _for_people(entry.differences)) for entry in entries]
    names = _related_names(difference for _entry, differences in kept for difference in differences)
    roles = dict(Role.choices)
    return [
        ReadableEntry(
            at=entry.at,
            label=entry.label or _("changed"),
            actor=entry.actor_name or _("the registry itself"),
            role=roles.get(entry.actor_role, ""),
            channel=entry.channel,
            reason=entry.reason,
            changes=[_change(difference, names) for difference in differences],
        )
        for entry, differences in kept
    ]


def _for_people(differences: Sequence[Difference]) -> list[Difference]:
    """Drop technical fields; keep partial dates partial."""
    ending = "_precision"
    precisions = {(d.model, d.field.removesuffix(ending)): d for d in differences if d.field.endswith(ending)}
    return [
        _partial(d, precisions.get((d.model, d.field.removesuffix("_on"))))
        for d in differences
        if d.field not in TECHNICAL
    ]


def _partial(day: Difference, precision: Difference | None) -> Difference:
    if precision is None:
        return day
    return replace(
        day,
        before=PartialDate.of(day.before, precision.before),
        after=PartialDate.of(day.after, precision.after),
    )


def _field_of(difference: Difference) -> models.Field:
    model = tracked_models()[difference.model]
    found: models.Field = model._meta.get_field(difference.field)  # type: ignore[assignment]
    return found


def _related_names(differences: Iterable[Difference]) -> dict[tuple[type[models.Model], Any], str]:
    """Fetch every object that a foreign key of these differences names."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for difference in differences:
        if related := _field_of(difference).related_model:
            wanted[related] |= {difference.before, difference.after} - {None}
    return {
        (model, pk): str(found)
        for model, keys in wanted.items()
        for pk, found in model._default_manager.in_bulk(keys).items()
    }


def _change(difference: Difference, names: dict[tuple[type[models.Model], Any], str]) -> Change:
    column = _field_of(difference)
    return Change(
        model=column.model._meta.verbose_name or "",
        label=difference.label,
        before=_words(column, difference.before, names),
        after=_words(column, difference.after, names),
    )


def _words(column: models.Field, value: Any, names: dict[tuple[type[models.Model], Any], str]) -> str:
    if value in (None, "", []):
        return ""
    if column.related_model:
        return names.get((column.related_model, value), f"#{value}")
    if isinstance(column, ArrayField):
        return ", ".join(_words(column.base_field, item, names) for item in value)
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return Truncator(str(value)).chars(MOST_LETTERS)
