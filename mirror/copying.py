"""Following the changes of another registry, and proving that the copy is what the registry shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import Any

from django.db import transaction
from django.utils import timezone

from mirror.models import MirroredDocument, MirroredRegistry
from mirror.reading import changes_since, whole_list

KEYS = {"partnerships": "id", "register": "number"}
# What depends on the day on which it is asked, or on who asks: no change is told when it turns.
OF_THE_DAY = frozenset({"in_force", "in_force_reason", "available_transitions"})
Progress = Callable[[int], Any]


@dataclass
class Difference:
    """What the copy lacks, has too much, or has otherwise, by resource."""

    resource: str
    checked: int = 0
    missing: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    digest: str = (
        ""  # of all documents in the order of their keys, the same on both sides when they are equal
    )

    @property
    def is_equal(self) -> bool:
        """Whether nothing is missing, different or too much."""
        return not (self.missing or self.different or self.surplus)


def follow(registry: MirroredRegistry, *, wait: int = 0, progress: Progress = lambda done: None) -> int:
    """Take over all changes since the last time, page by page, each with its cursor; returns how many."""
    done = 0
    while True:
        page = changes_since(registry.url, registry.cursor, wait=wait)
        with transaction.atomic():
            for change in page.changes:
                _take_over(registry, change)
            registry.cursor, registry.followed_at = page.cursor, timezone.now()
            registry.save(update_fields=["cursor", "followed_at"])
        done += len(page.changes)
        progress(len(page.changes))
        if page.is_last:
            return done


def _take_over(registry: MirroredRegistry, change: dict[str, Any]) -> None:
    own = {"registry": registry, "resource": change["resource"], "key": change["key"]}
    if change["action"] == "delete":
        MirroredDocument.objects.filter(**own).delete()
    else:
        MirroredDocument.objects.update_or_create(**own, defaults={"document": change["document"]})


def compare(
    registry: MirroredRegistry, resource: str, *, progress: Progress = lambda done: None
) -> Difference:
    """Read the whole list of the other registry beside the copy."""
    rows = MirroredDocument.objects.filter(registry=registry, resource=resource)
    ours = {row.key: fingerprint(row.document) for row in rows.iterator(chunk_size=1000)}
    found, theirs = Difference(resource), {}
    for document in whole_list(registry.url, resource):
        key, print_of_it = str(document[KEYS[resource]]), fingerprint(document)
        theirs[key] = print_of_it
        found.checked += 1
        progress(1)
        if key not in ours:
            found.missing.append(key)
        elif ours[key] != print_of_it:
            found.different.append(key)
    found.surplus = sorted(ours.keys() - theirs.keys())
    found.digest = sha256("".join(f"{key} {theirs[key]}\n" for key in sorted(theirs)).encode()).hexdigest()
    return found


def fingerprint(document: Any) -> str:
    """A hash of what a record says, whatever the order of its members and the day."""
    text = dumps(_lasting(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _lasting(member) for name, member in value.items() if name not in OF_THE_DAY}
    return [_lasting(member) for member in value] if isinstance(value, list) else value
