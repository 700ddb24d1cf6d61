"""Turning what a person named into parties of a partnership."""

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.errors import FieldProblem, RuleViolated
from communities.countries import blocked_problems
from communities.models import Community, ForeignMunicipality
from communities.party_rules import non_municipal_reason
from communities.services import municipality_from_place
from partnerships.choices import Side
from partnerships.inputs import PartyInput
from partnerships.models import Partnership, Party

if TYPE_CHECKING:
    from accounts.models import User


def find_communities(parties: Sequence[PartyInput], path: str) -> tuple[list[Community], list[FieldProblem]]:
    """Find the named communities in one query; a problem for each that is unknown or abolished."""
    known = {
        unit.katottg: unit for unit in Community.objects.filter(katottg__in=[p.katottg for p in parties])
    }
    problems = []
    for index, party in enumerate(parties):
        unit = known.get(party.katottg)
        if unit is None:
            detail = _("There is no community with the KATOTTG code “%(code)s”.") % {"code": party.katottg}
            problems.append(FieldProblem(f"{path}[{index}].katottg", "unknown", detail))
        elif not unit.is_active:
            detail = _("The community %(name)s no longer exists.") % {"name": unit}
            problems.append(FieldProblem(f"{path}[{index}].katottg", "abolished", detail))
    return [known[party.katottg] for party in parties if party.katottg in known], problems


def find_municipalities(
    parties: Sequence[PartyInput], path: str, *, actor: "User"
) -> tuple[list[ForeignMunicipality], list[FieldProblem]]:
    """Find the named municipalities, making those that come from the gazetteer.

    They are made in the order of their ids, whatever the order of the parties: two filings that name
    the same two places the other way round would wait for each other for ever.
    """
    found: dict[int, ForeignMunicipality] = {}
    problems: dict[int, list[FieldProblem]] = {}
    for index, party in sorted(enumerate(parties), key=lambda numbered: numbered[1].geonames_id or 0):
        try:
            municipality = _find_municipality(party, f"{path}[{index}]", actor=actor)
        except RuleViolated as error:
            problems[index] = error.problems
            continue
        found[index] = municipality
        problems[index] = _municipality_problems(municipality, party, f"{path}[{index}]")
    in_order = [municipality for _index, municipality in sorted(found.items(), key=itemgetter(0))]
    return in_order, [problem for index in sorted(problems) for problem in problems[index]]


def _find_municipality(party: PartyInput, path: str, *, actor: "User") -> ForeignMunicipality:
    if party.geonames_id is not None:
        try:
            return municipality_from_place(party.geonames_id, actor=actor)
        except RuleViolated as error:
            renamed = [FieldProblem(f"{path}.geonames_id", p.code, p.detail) for p in error.problems]
            raise RuleViolated(renamed) from None
    municipality = ForeignMunicipality.objects.filter(pk=party.municipality_id or 0).first()
    if municipality is None:
        detail = _("There is no foreign municipality with this id.")
        raise RuleViolated([FieldProblem(f"{path}.municipality", "unknown", detail)])
    return municipality


def _municipality_problems(
    municipality: ForeignMunicipality, party: PartyInput, path: str
) -> list[FieldProblem]:
    field = f"{path}.geonames_id" if party.geonames_id is not None else f"{path}.municipality"
    problems = blocked_problems(field, municipality.country_id)
    names = [(field, municipality.name), (f"{path}.body_name_original", party.body_name_original)]
    for name_field, name in [*names, (f"{path}.body_name_uk", party.body_name_uk)]:
        if reason := non_municipal_reason(name):
            problems.append(FieldProblem(name_field, "not_a_municipality", reason))
    return problems


def repeated_problems(
    path: str, parties: Sequence[PartyInput], found: Sequence[Community | ForeignMunicipality]
) -> list[FieldProblem]:
    """Name every party that stands twice in a list: same territory, same body."""
    if len(found) != len(parties):
        return []
    problems, seen = [], set()
    for index, (party, territory) in enumerate(zip(parties, found, strict=True)):
        key = (territory.pk, party.body_kind, party.body_name_uk)
        if key in seen:
            problems.append(FieldProblem(f"{path}[{index}]", "duplicate", _("This party is listed twice.")))
        seen.add(key)
    return problems


def replace_parties(
    partnership: Partnership,
    side: Side,
    territories: Sequence[Community | ForeignMunicipality],
    parties: Sequence[PartyInput],
) -> None:
    """Make the parties of one side these, leaving rows that did not change alone."""
    wanted = {
        (territory.pk, party.body_kind, party.body_name_uk): (position, territory, party)
        for position, (territory, party) in enumerate(zip(territories, parties, strict=True))
    }
    column = "community_id" if side == Side.UKRAINIAN else "municipality_id"
    for row in partnership.parties.filter(side=side):
        key = (getattr(row, column), row.body_kind, row.body_name_uk)
        if key not in wanted:
            row.delete()
            continue
        position, _territory, party = wanted.pop(key)
        if (row.position, row.body_name_original) != (position, party.body_name_original):
            row.position, row.body_name_original = position, party.body_name_original
            row.save(update_fields=["position", "body_name_original"])
    for (territory_id, body_kind, body_name_uk), (position, _territory, party) in wanted.items():
        Party.objects.create(
            partnership=partnership,
            side=side,
            body_kind=body_kind,
            body_name_uk=body_name_uk,
            body_name_original=party.body_name_original,
            position=position,
            **{column: territory_id},
        )
