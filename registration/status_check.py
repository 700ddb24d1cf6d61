"""The answer of the status check: which agreements a reader may mean, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from communities.selectors import search_communities, search_municipalities
from partnerships.models import Agreement
from partnerships.records.found import publicly_found_by
from registration.selectors import (
    StatusFacts,
    check_by_number,
    check_by_parties,
    facts_of,
    public_agreements,
)

MOST_ANSWERS = 30
MOST_HOMONYMS = 200


@dataclass(frozen=True)
class Answer:
    """What was found; ``by_number`` means that the very number or code was asked for."""

    facts: list[StatusFacts]
    by_number: bool
    is_cut: bool


def check(*, words: str = "", community: str = "", municipality: str = "", on: date | None = None) -> Answer:
    """Find the agreements meant by a number or by names; names are compared like everywhere else."""
    if words:
        found = check_by_number(words)
        if found:
            return _answer(found, on, by_number=True)
        agreements = Agreement.objects.filter(publicly_found_by(words, path="partnership"))
        return _answer(public_agreements(agreements, most=MOST_ANSWERS + 1), on)
    communities = search_communities(community).values_list("pk", flat=True)[:MOST_HOMONYMS]
    municipalities = search_municipalities(municipality).values_list("pk", flat=True)[:MOST_HOMONYMS]
    return _answer(check_by_parties(list(communities), list(municipalities)), on)


def _answer(found: Sequence[Agreement], on: date | None, *, by_number: bool = False) -> Answer:
    rows = [facts_of(agreement, on) for agreement in found[:MOST_ANSWERS]]
    return Answer(rows, by_number, is_cut=len(found) > MOST_ANSWERS)
