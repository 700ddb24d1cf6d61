"""What a partnership is found by: its parties by all their names, its titles, texts and numbers."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from common.search.analysis import IndexTerms, index_terms
from communities.models import Community, ForeignMunicipality
from communities.search.terms import community_terms, municipality_terms
from partnerships.models import Agreement, Partnership


class TermsOfParties:
    """Terms of communities and municipalities, made once for all partnerships of a batch."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], IndexTerms] = {}

    def of(self, party: Community | ForeignMunicipality) -> IndexTerms:
        """The terms of one territory."""
        key = (type(party).__name__, party.pk)
        if key not in self._known:
            make: Any = community_terms if isinstance(party, Community) else municipality_terms
            self._known[key] = make(party)
        return self._known[key]


def terms_of(
    partnership: Partnership, agreements: Sequence[Agreement], parties: TermsOfParties
) -> IndexTerms:
    """The lexemes of a partnership, with these of its agreements."""
    territories = [party.community or party.municipality for party in partnership.parties.all()]
    own = index_terms(
        names=(),
        texts=_texts(partnership, agreements),
        context=_bodies(partnership),
        numbers=[partnership.code, *_numbers(agreements)],
    )
    return _joined([own, *(parties.of(territory) for territory in territories if territory)])


def with_case_numbers(terms: IndexTerms, agreements: Sequence[Agreement]) -> IndexTerms:
    """Terms and the numbers of the cases, by which only the desks find a partnership."""
    cases: list[Any] = [case for agreement in agreements for case in agreement.cases.all()]
    return _joined([terms, index_terms((), numbers=[case.number for case in cases])]) if cases else terms


def _joined(parts: Iterable[IndexTerms]) -> IndexTerms:
    found = list(parts)
    lexemes: set[str] = reduce(or_, (set(part.lexemes) for part in found))
    words: frozenset[str] = reduce(or_, (part.words for part in found))
    return IndexTerms(tuple(sorted(lexemes)), words)


def _texts(partnership: Partnership, agreements: Sequence[Agreement]) -> list[str]:
    titles = [text for agreement in agreements for text in (agreement.title_uk, agreement.title_en)]
    log = [text for entry in partnership.activities.all() for text in (entry.title_uk, entry.title_en)]
    return [text for text in (*titles, partnership.summary_uk, partnership.summary_en, *log) if text]


def _bodies(partnership: Partnership) -> list[str]:
    parties = partnership.parties.all()
    return [text for party in parties for text in (party.body_name_uk, party.body_name_original) if text]


def _numbers(agreements: Sequence[Agreement]) -> list[str]:
    numbers = []
    for agreement in agreements:
        entry: Any = getattr(agreement, "register_entry", None)
        if entry:
            numbers += [entry.number, *entry.earlier_numbers]
        cases: Any = agreement.cases
        numbers += [case.order.number for case in cases.all() if case.order]
    return numbers
