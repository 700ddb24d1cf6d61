"""What is missing from a filing, what will probably bring it back, and what is worth a second look.

Pure functions over ``Facts``, so that a page can ask about what is typed and the API about what is stored;
``partnerships.checklist_facts`` reads the facts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from common.errors import Text
from communities.countries import is_blocked
from communities.party_rules import non_municipal_reason
from partnerships.choices import CooperationKind, DocumentKind, Sphere, TermKind
from partnerships.filing_steps import FilingStep

MOST_SPHERES = 7  # more say no longer what the partners mean to do
COMMUNITIES, FOREIGN = "community_parties", "foreign_parties"


class Weight(StrEnum):
    """How much a hint matters."""

    MISSING = "missing"  # the filing cannot be submitted
    RETURN = "return"  # the desks send such filings back
    NOTE = "note"


@dataclass(frozen=True)
class Hint:
    """One finding: ``field`` is a path as in ``FieldProblem``; ``codes`` are partnerships to look at."""

    code: str
    step: FilingStep
    field: str
    text: str
    weight: Weight = Weight.RETURN
    codes: tuple[str, ...] = ()
    agreement_id: int | None = None


@dataclass(frozen=True)
class PartyFacts:
    """A party as far as the rules ask."""

    names: tuple[str, ...]
    country: str = "UA"
    borders_ukraine: bool = False
    body_kind: str = ""
    body_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement as far as the rules ask; ``id`` when it has a page of its own."""

    title_uk: str = ""
    title_en: str = ""
    kinds: frozenset[str] = frozenset()
    spheres: frozenset[str] = frozenset()
    term_kind: str = TermKind.UNKNOWN
    council_decision: bool = False
    id: int | None = None


@dataclass(frozen=True)
class Facts:
    """A whole filing; ``same`` and ``nearly_same`` are codes of other live partnerships."""

    communities: tuple[PartyFacts, ...] = ()
    foreign: tuple[PartyFacts, ...] = ()
    agreements: tuple[AgreementFacts, ...] = ()
    documents: frozenset[str] = frozenset()
    has_summary: bool = False
    same: tuple[str, ...] = ()
    nearly_same: tuple[str, ...] = ()
    unsaved: frozenset[str] = field(default_factory=frozenset)
    unchanged_since_return: bool = False


def hints_of(facts: Facts) -> list[Hint]:
    """Every finding, in the order of the steps."""
    return [
        *_unsaved_hints(facts),
        *_side_hints(facts),
        *_party_hints(COMMUNITIES, facts.communities),
        *_party_hints(FOREIGN, facts.foreign),
        *_duplicate_hints(facts),
        *_agreement_hints(facts),
        *_document_hints(facts),
        *_return_hints(facts),
    ]


def _unsaved_hints(facts: Facts) -> Iterator[Hint]:
    text = _("This step has text that is not saved in the record yet: open the step, check it and save.")
    for step in (FilingStep.PARTIES, FilingStep.AGREEMENT):
        if step in facts.unsaved:
            yield Hint("unsaved", step, "", text, Weight.MISSING)


def _return_hints(facts: Facts) -> Iterator[Hint]:
    if facts.unchanged_since_return:
        text = _("You have changed nothing since the return. Correct the record, or answer each remark.")
        yield Hint("nothing_changed", FilingStep.CHECK, "", text)


def _side_hints(facts: Facts) -> Iterator[Hint]:
    if not facts.communities:
        text = _("Add at least one community on the Ukrainian side.")
        yield Hint("no_community", FilingStep.PARTIES, COMMUNITIES, text, Weight.MISSING)
    if not facts.foreign:
        text = _("Add at least one foreign partner.")
        yield Hint("no_foreign_party", FilingStep.PARTIES, FOREIGN, text, Weight.MISSING)


def _party_hints(path: str, parties: Iterable[PartyFacts]) -> Iterator[Hint]:
    for index, party in enumerate(parties):
        row, name = f"{path}[{index}]", party.names[0] if party.names else ""
        if is_blocked(party.country):
            text = _("%(name)s: the law forbids cooperation with communities in this country.") % {
                "name": name
            }
            yield Hint("blocked_country", FilingStep.PARTIES, row, text, Weight.MISSING)
        reasons = map(non_municipal_reason, (*(party.names if path == FOREIGN else ()), *party.body_names))
        if reason := next(filter(None, reasons), None):
            yield Hint("not_a_territory", FilingStep.PARTIES, row, f"{name}: {reason}")
        if not party.body_kind:
            text = _(
                "%(name)s: choose the body that signs: the council, its executive committee or "
                "an administration."
            )
            yield Hint("no_body", FilingStep.PARTIES, f"{row}.body_kind", text % {"name": name})


def _duplicate_hints(facts: Facts) -> Iterator[Hint]:
    if facts.same:
        text = _("The registry already has a partnership with the same parties. Do not file it again.")
        yield Hint("duplicate", FilingStep.PARTIES, FOREIGN, text, Weight.RETURN, facts.same)
    if facts.nearly_same:
        text = _(
            "The registry has a partnership with all but one of the same parties. Check that yours "
            "is not the same partnership."
        )
        yield Hint("nearly_duplicate", FilingStep.PARTIES, FOREIGN, text, Weight.NOTE, facts.nearly_same)


def _agreement_hints(facts: Facts) -> Iterator[Hint]:
    if not facts.agreements:
        text = _("There is no agreement yet. You can add one later, but the Ministry clears only agreements.")
        yield Hint("no_agreement", FilingStep.AGREEMENT, "agreement.title_uk", text, Weight.NOTE)
    for agreement in facts.agreements:
        yield from _content_hints(agreement)
        yield from _kind_hints(agreement, facts.foreign)
    if not facts.has_summary:
        text = _("Describe in a few words what the communities do together. This text will be public.")
        yield Hint("no_summary", FilingStep.AGREEMENT, "summary_uk", text, Weight.NOTE)


def _content_hints(agreement: AgreementFacts) -> Iterator[Hint]:
    def hint(code: str, name: str, text: str, weight: Weight = Weight.RETURN) -> Hint:
        return _of_agreement(agreement, code, name, text, weight)

    if not agreement.title_uk:
        yield hint("no_title", "title_uk", _("Enter the title in Ukrainian."), Weight.MISSING)
    if not agreement.title_en:
        text = _("Without an English title, foreign readers are unlikely to find the agreement.")
        yield hint("no_english_title", "title_en", text, Weight.NOTE)
    if not agreement.kinds:
        yield hint("no_kind", "kinds", _("Choose at least one kind of cooperation."), Weight.MISSING)
    if not agreement.spheres:
        yield hint("no_sphere", "spheres", _("Choose at least one sphere of cooperation."), Weight.MISSING)
    elif agreement.spheres == {Sphere.CROSS_BORDER}:
        text = _(
            "“Cross-border cooperation” alone does not say what the agreement covers: choose the "
            "other spheres."
        )
        yield hint("vague_spheres", "spheres", text)
    elif len(agreement.spheres) > MOST_SPHERES:
        text = _("Too many spheres are chosen to be useful: choose those named in the agreement.")
        yield hint("vague_spheres", "spheres", text)
    if agreement.term_kind == TermKind.UNKNOWN:
        text = _("Enter how long the agreement is in force. “Open-ended” is also a term.")
        yield hint("no_term", "term_kind", text)


def _kind_hints(agreement: AgreementFacts, foreign: tuple[PartyFacts, ...]) -> Iterator[Hint]:
    """Cross-border needs a shared state border; a neighbour is probably meant as cross-border."""
    if not foreign:
        return
    neighbours = any(party.borders_ukraine for party in foreign)
    chosen = CooperationKind.CROSS_BORDER in agreement.kinds
    if chosen and not neighbours:
        text = _(
            "Cross-border cooperation needs a shared state border; none of these countries "
            "shares one with Ukraine."
        )
        yield _of_agreement(agreement, "not_cross_border", "kinds", text)
    if neighbours and agreement.kinds and not chosen:
        text = _("The partner’s country borders Ukraine: is the cooperation also cross-border?")
        yield _of_agreement(agreement, "cross_border", "kinds", text, Weight.NOTE)


def _of_agreement(
    agreement: AgreementFacts, code: str, name: str, text: str, weight: Weight = Weight.RETURN
) -> Hint:
    path = f"agreement.{name}"
    return Hint(code, FilingStep.AGREEMENT, path, text, weight, agreement_id=agreement.id)


def _document_hints(facts: Facts) -> Iterator[Hint]:
    for kind in expected_documents(facts):
        if kind not in facts.documents:
            weight = Weight.RETURN if kind == DocumentKind.DRAFT_UK else Weight.NOTE
            text = _("Expected but not attached: %(document)s.") % {"document": DocumentKind(kind).label}
            yield Hint(f"no_{kind}", FilingStep.DOCUMENTS, "documents", text, weight)


def expected_documents(facts: Facts) -> list[str]:
    """The kinds of files that the desks ask for with such a filing."""
    if not facts.agreements:
        return []
    kinds: list[str] = [DocumentKind.DRAFT_UK, DocumentKind.DRAFT_FOREIGN]
    if any(agreement.council_decision for agreement in facts.agreements):
        kinds.append(DocumentKind.COUNCIL_DECISION)
    return kinds


@dataclass(frozen=True)
class Complete:
    """Something that is filled in and that no hint speaks against."""

    step: FilingStep
    text: Text


def complete_parts(facts: Facts, hints: Iterable[Hint]) -> list[Complete]:
    """What is complete, in the order of the steps."""
    doubted = {re.sub(r"\[\d+\]", "", hint.field) for hint in hints if hint.weight != Weight.NOTE}
    bodies = all(party.body_kind for party in (*facts.communities, *facts.foreign))
    agreement = facts.agreements[0] if len(facts.agreements) == 1 else AgreementFacts()
    parts = [
        (FilingStep.PARTIES, COMMUNITIES, _("Ukrainian side"), facts.communities),
        (FilingStep.PARTIES, FOREIGN, _("Foreign side"), facts.foreign),
        (FilingStep.PARTIES, "bodies", _("Signing bodies"), facts.foreign and bodies),
        (FilingStep.AGREEMENT, "agreement.title_uk", _("Title in Ukrainian"), agreement.title_uk),
        (FilingStep.AGREEMENT, "agreement.title_en", _("Title in English"), agreement.title_en),
        (FilingStep.AGREEMENT, "agreement.kinds", _("Kinds of cooperation"), agreement.kinds),
        (FilingStep.AGREEMENT, "agreement.spheres", _("Spheres of cooperation"), agreement.spheres),
        (FilingStep.AGREEMENT, "agreement.term_kind", _("Term"), agreement.term_kind != TermKind.UNKNOWN),
        (FilingStep.AGREEMENT, "summary_uk", _("Summary in Ukrainian"), facts.has_summary),
    ]
    documents = [kind for kind in DocumentKind if kind in facts.documents]
    return [
        *(Complete(step, text) for step, path, text, there in parts if there and path not in doubted),
        *(Complete(FilingStep.DOCUMENTS, kind.label) for kind in documents),
    ]
