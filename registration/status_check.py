"""The answer of the status check: which agreements a reader may mean, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from communities.selectors import search_communities, search_municipalities
from partnerships.models import Agreement
from registration.selectors import (
    Scope,
    StatusFacts,
    check_by_number,
    check_by_parties,
    facts_of,
    public_scope,
)

MOST_ANSWERS = 30
MOST_HOMONYMS = 200


@dataclass(frozen=True)
class Answer:
    """What was found; ``by_number`` means that the very number or code was asked for."""

    facts: list[StatusFacts]
    by_number: bool
    is_cut: bool


def check(
    *,
    words: str = "",
    community: str = "",
    municipality: str = "",
    on: date | None = None,
    scope: Scope | None = None,
) -> Answer:
    """Find the agreements meant by a number or by names; names are compared like everywhere else."""
    scope = scope or public_scope()
    if words:
        found = check_by_number(words, scope)
        if found:
            return answer_of(found, on, by_number=True)
        return answer_of(scope.named(words, most=MOST_ANSWERS + 1), on)
    communities = search_communities(community).values_list("pk", flat=True)[:MOST_HOMONYMS]
    municipalities = search_municipalities(municipality).values_list("pk", flat=True)[:MOST_HOMONYMS]
    return answer_of(check_by_parties(list(communities), list(municipalities), scope), on)


def answer_of(found: Sequence[Agreement], on: date | None, *, by_number: bool = False) -> Answer:
    """The facts of what was found, as many as anybody looks through."""
    rows = [facts_of(agreement, on) for agreement in found[:MOST_ANSWERS]]
    return Answer(rows, by_number, is_cut=len(found) > MOST_ANSWERS)
