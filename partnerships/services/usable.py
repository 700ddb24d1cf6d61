"""Which part of an input can be stored, when some of it is wrong."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from common.errors import FieldProblem
from partnerships.choices import DocumentType
from partnerships.inputs import AgreementInput, PartyInput, TermInput
from partnerships.models import Agreement
from partnerships.rules import party_shape_problems
from partnerships.services.parties import find_communities, find_municipalities, repeated_problems

if TYPE_CHECKING:
    from accounts.models import User

_ROW = re.compile(r"\[(\d+)\](?:\.(\w+))?$")
_BODY = "body_"
Find = Callable[[Sequence[PartyInput]], tuple[list[Any], list[FieldProblem]]]


@dataclass
class Usable:
    """The parties of one side that can be stored, with their territories; and what is wrong with the others."""

    territories: list[Any] = field(default_factory=list)
    parties: list[PartyInput] = field(default_factory=list)
    problems: list[FieldProblem] = field(default_factory=list)


def usable_communities(parties: Sequence[PartyInput], path: str) -> Usable:
    """Leave out communities that are unknown or abolished."""
    return _usable(parties, path, lambda some: find_communities(some, path))


def usable_municipalities(parties: Sequence[PartyInput], path: str, *, actor: "User") -> Usable:
    """Leave out what is unknown, no municipality or in a blocked country."""
    return _usable(parties, path, lambda some: find_municipalities(some, path, actor=actor))


def _usable(parties: Sequence[PartyInput], path: str, find: Find) -> Usable:
    territories, problems = find(parties)
    problems = [*(party_shape_problems(path, parties) if parties else []), *problems]
    kept = _without_wrong(parties, problems)
    good = [party for _index, party in kept]
    if problems:
        territories, _told_already = find(good)
    repeated = repeated_problems(path, good, territories)
    twice = {_row_of(problem)[0] for problem in repeated}
    return Usable(
        [territory for index, territory in enumerate(territories) if index not in twice],
        [party for index, party in enumerate(good) if index not in twice],
        [*problems, *(replace(p, field=f"{path}[{kept[_row_of(p)[0]][0]}]") for p in repeated)],
    )


def _without_wrong(
    parties: Sequence[PartyInput], problems: Iterable[FieldProblem]
) -> list[tuple[int, PartyInput]]:
    """Keep each party with its place in the input; a wrong body is left out, a wrong territory drops the party."""
    kept = dict(enumerate(parties))
    for problem in problems:
        index, name = _row_of(problem)
        if index not in kept:
            continue
        if name.startswith(_BODY):
            left_out: dict[str, Any] = {name: ""}
            kept[index] = replace(kept[index], **left_out)
        else:
            del kept[index]
    return sorted(kept.items())


def _row_of(problem: FieldProblem) -> tuple[int, str]:
    match = _ROW.search(problem.field)
    return (int(match[1]), match[2] or "") if match else (-1, "")


def usable_content(
    content: AgreementInput,
    stored: Agreement,
    problems: Iterable[FieldProblem],
    unreadable: frozenset[str] = frozenset(),
) -> AgreementInput:
    """Replace every wrong part by what is stored, or by nothing."""
    wrong = {problem.field.split(".")[1] for problem in problems if "." in problem.field}
    known = set(AgreementInput.__dataclass_fields__)
    before = _stored_content(stored)
    return replace(content, **{name: getattr(before, name) for name in (wrong | unreadable) & known})


def _stored_content(agreement: Agreement) -> AgreementInput:
    return AgreementInput(
        document_type=agreement.document_type or DocumentType.AGREEMENT,
        title_uk=agreement.title_uk,
        title_en=agreement.title_en,
        kinds=tuple(agreement.kinds),
        spheres=tuple(agreement.spheres),
        term=TermInput(agreement.term_kind, agreement.term_years, agreement.term_until),
        council_decision_number=agreement.council_decision_number,
        council_decision_date=agreement.council_decision_date,
        amends_id=agreement.amends_id,
    )
