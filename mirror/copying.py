"""Following the changes of another registry, and proving that the copy is what the registry shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mirror.models import MirroredAct, MirroredDocument, MirroredRegistry
from mirror.reading import changes_since, legal_acts, whole_list

# What a record is known by for ever: a registration number may be corrected, its place in the chain stays.
KEYS = {"partnerships": "id", "register": "sequence"}
# What depends on the day on which it is asked, or on who asks: no change is told when it turns.
OF_THE_DAY = frozenset({"in_force", "in_force_reason", "available_transitions"})
BATCH = 1000
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
            _remember_acts(registry)
            return done


def _remember_acts(registry: MirroredRegistry) -> None:
    """Keep the hashes of the legal acts that are new, whether they are about something public or not."""
    last = registry.acts.aggregate(last=Max("sequence"))["last"] or 0
    fresh = (
        MirroredAct(registry=registry, sequence=act["sequence"], act_hash=act["act_hash"])
        for act in legal_acts(registry.url, after=last)
    )
    MirroredAct.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)


@dataclass
class Chain:
    """The chain of legal acts of another registry, walked from its beginning."""

    count: int = 0
    last_hash: str = ""
    problems: list[str] = field(default_factory=list)


def walk_chain(registry: MirroredRegistry) -> Chain:
    """Repeat every hash and link of the chain, and compare it with the acts seen before and with the entries.

    Acts that were seen and are there no longer are noticed whatever the registry counts itself. What was never
    seen by this mirror and is cut off the end cannot be known to it.
    """
    chain = Chain()
    seen = dict(registry.acts.values_list("sequence", "act_hash"))
    entries = _entry_hashes(registry)
    for act in legal_acts(registry.url):
        place, told = act["sequence"], act["act_hash"]
        if place != chain.count + 1:
            chain.problems.append(f"act {chain.count + 1} is missing")
        if act["previous_hash"] != chain.last_hash:
            chain.problems.append(f"act {place}: the link to the act before is broken")
        if act["content"] is not None and told != _act_hash(act):
            chain.problems.append(f"act {place}: its content has another hash")
        if seen.pop(place, told) != told or entries.pop(place, told) != told:
            chain.problems.append(f"act {place} is another one than was seen before")
        chain.count, chain.last_hash = place, told
    gone = sorted(seen.keys() | entries.keys())
    chain.problems += [f"act {place} was seen before and is missing" for place in gone]
    return chain


def _entry_hashes(registry: MirroredRegistry) -> dict[int, str]:
    rows = MirroredDocument.objects.filter(registry=registry, resource="register")
    found = rows.values_list("document__sequence", "document__entry_hash")
    return dict(found.iterator(chunk_size=BATCH))


def _act_hash(act: dict[str, Any]) -> str:
    """As the registry says that it is made; written here again, so that a mirror trusts nobody's code."""
    content = dumps(act["content"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(f"{content}\n{act['previous_hash']}".encode()).hexdigest()


def _take_over(registry: MirroredRegistry, change: dict[str, Any]) -> None:
    resource, document = change["resource"], change["document"]
    own = {"registry": registry, "resource": resource}
    if change["action"] == "delete":
        MirroredDocument.objects.filter(**own, key=change["key"]).delete()
    else:
        key = str(document[KEYS[resource]])
        MirroredDocument.objects.update_or_create(**own, key=key, defaults={"document": document})


def compare(
    registry: MirroredRegistry, resource: str, *, progress: Progress = lambda done: None
) -> Difference:
    """Read the whole list of the other registry beside the copy."""
    rows = MirroredDocument.objects.filter(registry=registry, resource=resource)
    ours = {row.key: fingerprint(row.document) for row in rows.iterator(chunk_size=BATCH)}
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
