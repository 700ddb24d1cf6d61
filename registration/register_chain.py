"""The register as a chain of legal acts: what an act says, how it is hashed, and whether the chain still holds.

Each act stores the SHA-256 of its canonical content followed by the hash of the act before it. Canonical
means JSON with sorted keys, no spaces and UTF-8, so anybody can repeat the computation.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from communities.models import MunicipalityMerge
from partnerships.models import Agreement, NumberCounter, Partnership, Party
from registration.choices import ActKind, EntryOrigin
from registration.models import LegalAct, RegisterEntry, RegistrationCase

# The counter row that every new act locks and counts; the chain runs on from year to year.
CHAIN_SERIES, CHAIN_YEAR = "register-chain", 0

Content = dict[str, Any]


def entering_kind(case: RegistrationCase, origin: str) -> ActKind:
    """Return by which kind of act an agreement is entered."""
    if origin == EntryOrigin.TRANSFERRED:
        return ActKind.TRANSFER
    return ActKind.AMENDMENT if case.agreement.amends_id else ActKind.REGISTRATION


def registered_content(case: RegistrationCase, *, number: str, registered_on: str, origin: str) -> Content:
    """What is registered: parties, agreement, signing, order and number; no names of persons."""
    agreement = case.agreement
    content = {
        "act": str(entering_kind(case, origin)),
        "number": number,
        "registered_on": registered_on,
        "origin": str(origin),
        "order": order_content(case),
        "agreement": agreement_content(agreement),
        "parties": parties_content(agreement.partnership),
    }
    if agreement.amends_id:
        content["amends"] = _number_of(agreement.amends)
    return content


def terminated_content(case: RegistrationCase) -> Content:
    """What ends a registered agreement."""
    return {
        "act": str(ActKind.TERMINATION),
        "number": case.entry.number,
        "act_kind": case.act_kind,
        "act_number": case.act_number,
        "act_date": case.act_date.isoformat() if case.act_date else None,
    }


def annulled_content(case: RegistrationCase) -> Content:
    """Which clearance is annulled; the reason stays in history."""
    return {"act": str(ActKind.ANNULMENT), "case": case.number, "order": order_content(case)}


def order_content(case: RegistrationCase) -> Content | None:
    """Number and date of the order that has cleared the draft of a case."""
    return {"number": case.order.number, "date": case.order.date.isoformat()} if case.order else None


def _number_of(agreement: Agreement | None) -> str | None:
    entry = getattr(agreement, "register_entry", None)
    return entry.number if entry else None


def parties_content(partnership: Partnership) -> list[Content]:
    """The parties of a partnership, as they are registered."""
    parties = partnership.parties.select_related("community", "municipality")
    in_order = sorted(parties, key=lambda party: (party.side, party.position, party.pk))
    return [_party_content(party) for party in in_order]


def agreement_content(agreement: Agreement) -> Content:
    """What an agreement says, as it is registered."""
    return {
        "document_type": agreement.document_type,
        "title_uk": agreement.title_uk,
        "title_en": agreement.title_en,
        "kinds": sorted(agreement.kinds),
        "spheres": sorted(agreement.spheres),
        "signed_on": agreement.signed_on.isoformat() if agreement.signed_on else None,
        "signed_precision": agreement.signed_precision,
        "signed_place": agreement.signed_place,
        "signed_online": agreement.signed_online,
        "term_kind": agreement.term_kind,
        "term_years": agreement.term_years,
        "term_until": agreement.term_until.isoformat() if agreement.term_until else None,
    }


def _party_content(party: Party) -> Content:
    """Identify a party by its code, not by a name that a reform may change."""
    return {
        "side": party.side,
        "katottg": party.community.katottg if party.community else None,
        "municipality": party.municipality_id,
        "body_kind": party.body_kind,
        "body_name_uk": party.body_name_uk,
    }


def act_hash(content: Mapping[str, Any], previous_hash: str) -> str:
    """Hash canonical content together with the previous act's hash (hex)."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{canonical}\n{previous_hash}".encode()).hexdigest()


@dataclass(frozen=True)
class ChainProblem:
    """One place where the register does not hold; ``number`` is the entry's, else the place in the chain."""

    number: str
    detail: str


def chain_problems() -> Iterator[ChainProblem]:
    """Walk the whole chain in order and yield every place where it does not hold.

    Compares each hash with its content, each link with the act before, each entry with its act and with the
    agreement as it stands now, and the end of the chain with the counter and with the history of acts.
    """
    previous_hash, expected = "", 1
    acts = LegalAct.objects.order_by("sequence").select_related(
        "entry", "case__order", "case__agreement__partnership", "case__agreement__amends__register_entry"
    )
    for act in acts.prefetch_related("case__acts").iterator(chunk_size=500):
        name = act.content.get("number") or str(act.sequence)
        if act.sequence != expected:
            yield ChainProblem(name, _("An act before this one is missing."))
        if act.previous_hash != previous_hash:
            yield ChainProblem(name, _("The link to the previous act is broken."))
        if act.act_hash != act_hash(act.content, act.previous_hash):
            yield ChainProblem(name, _("The content of the act has been changed."))
        yield from _entry_problems(act, name)
        previous_hash, expected = act.act_hash, act.sequence + 1
    yield from _end_problems(expected)


def _entry_problems(act: LegalAct, name: str) -> Iterator[ChainProblem]:
    entry: RegisterEntry | None = getattr(act, "entry", None)
    if entry is None:
        if "registered_on" in act.content:
            yield ChainProblem(name, _("The entry of this act is missing."))
    elif not matches_agreement(entry):
        yield ChainProblem(entry.number, _("The agreement has been changed since it was registered."))


def _end_problems(expected: int) -> Iterator[ChainProblem]:
    """Acts that were cut off: the counter has counted them, or history has seen them."""
    counter = NumberCounter.objects.filter(series=CHAIN_SERIES, year=CHAIN_YEAR).first()
    events = LegalAct.pgh_event_model.objects  # type: ignore[attr-defined]
    seen = events.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    last = max(counter.last if counter else 0, seen)
    if last >= expected:
        yield ChainProblem(str(last), _("Acts at the end of the register are missing."))


def matches_agreement(entry: RegisterEntry) -> bool:
    """Whether entry and agreement still say what was registered and what was corrected since."""
    case, corrections = entry.case, entry.corrections
    current = registered_content(
        case, number=entry.number, registered_on=entry.registered_on.isoformat(), origin=entry.origin
    )
    said = corrected(entry.content, corrections)
    # Whether what is amended has a number of its own may change later.
    names = current.keys() - {"act", "amends", "parties"}
    days = [act.content["corrected_on"] for act in corrections]
    return (
        all(said[name] == current[name] for name in names)
        and _same_parties(said["parties"], current["parties"])
        and str(entry.corrected_on or "") == max(days, default="")
    )


def _same_parties(said: list[Content], current: list[Content]) -> bool:
    """Whether these are the same parties, also when a municipality was merged into another record since."""
    if _sorted(said) == _sorted(current):
        return True
    ids = {party["municipality"] for party in said}
    merges = MunicipalityMerge.objects.filter(gone_id__in=ids - {None}, undone_at=None)
    kept = dict(merges.values_list("gone_id", "kept"))
    moved = [
        {**party, "municipality": kept.get(party["municipality"], party["municipality"])} for party in said
    ]
    return _sorted(moved) == _sorted(current)


def _sorted(parties: list[Content]) -> list[str]:
    return sorted(json.dumps(party, sort_keys=True) for party in parties)


def corrected(content: Content, corrections: list[LegalAct]) -> Content:
    """Return what was registered with its corrections: what the register says today."""
    current = {**content, "agreement": dict(content["agreement"])}
    for act in corrections:
        for name, value in act.content["changes"].items():
            target = current if name in current else current["agreement"]
            target[name] = value
    return current
