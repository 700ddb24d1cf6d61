"""The register as a hash chain: what is hashed, how, and whether it still holds.

Each entry stores the SHA-256 of its canonical content followed by the hash of the entry before it.
Canonical means JSON with sorted keys, no spaces and UTF-8, so anybody can repeat the computation.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from partnerships.models import Agreement, NumberCounter, Party
from registration.models import RegisterEntry, RegistrationCase

# The counter row that every new entry locks and counts; the chain runs on from year to year.
CHAIN_SERIES, CHAIN_YEAR = "register-chain", 0


def registered_content(
    case: RegistrationCase, *, number: str, registered_on: str, origin: str
) -> dict[str, Any]:
    """What is registered: parties, agreement, signing, order and number; no names of persons."""
    agreement = case.agreement
    return {
        "number": number,
        "registered_on": registered_on,
        "origin": origin,
        "order": {"number": case.order.number, "date": case.order.date.isoformat()} if case.order else None,
        "agreement": _agreement_content(agreement),
        "parties": [_party_content(party) for party in _parties_of(agreement)],
    }


def _parties_of(agreement: Agreement) -> list[Party]:
    parties = agreement.partnership.parties.select_related("community", "municipality")
    return sorted(parties, key=lambda party: (party.side, party.position, party.pk))


def _agreement_content(agreement: Agreement) -> dict[str, Any]:
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


def _party_content(party: Party) -> dict[str, Any]:
    """Identify a party by its code, not by a name that a reform may change."""
    return {
        "side": party.side,
        "katottg": party.community.katottg if party.community else None,
        "municipality": party.municipality_id,
        "body_kind": party.body_kind,
        "body_name_uk": party.body_name_uk,
    }


def entry_hash(content: dict[str, Any], previous_hash: str) -> str:
    """Hash canonical content together with the previous entry's hash (hex)."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{canonical}\n{previous_hash}".encode()).hexdigest()


@dataclass(frozen=True)
class ChainProblem:
    """One place where the register does not hold."""

    number: str
    detail: str


def chain_problems() -> Iterator[ChainProblem]:
    """Walk the whole chain in order and yield every place where it does not hold.

    Compares each hash with its content, each link with the entry before, the registered content with
    the agreement as it stands now, and the end of the chain with the counter.
    """
    previous_hash, expected = "", 1
    entries = RegisterEntry.objects.order_by("sequence").select_related(
        "case__order", "case__agreement__partnership"
    )
    for entry in entries.iterator(chunk_size=500):
        if entry.sequence != expected:
            yield ChainProblem(entry.number, _("An entry before this one is missing."))
        if entry.previous_hash != previous_hash:
            yield ChainProblem(entry.number, _("The link to the previous entry is broken."))
        if entry.entry_hash != entry_hash(entry.content, entry.previous_hash):
            yield ChainProblem(entry.number, _("The registered content has been changed."))
        if not matches_agreement(entry):
            yield ChainProblem(entry.number, _("The agreement has been changed since it was registered."))
        previous_hash, expected = entry.entry_hash, entry.sequence + 1
    entered = NumberCounter.objects.filter(series=CHAIN_SERIES, year=CHAIN_YEAR).first()
    if entered and entered.last >= expected:
        yield ChainProblem(str(entered.last), _("Entries at the end of the register are missing."))


def matches_agreement(entry: RegisterEntry) -> bool:
    """Whether the agreement still says what was registered."""
    current = registered_content(
        entry.case, number=entry.number, registered_on=entry.registered_on.isoformat(), origin=entry.origin
    )
    return bool(current == entry.content)
