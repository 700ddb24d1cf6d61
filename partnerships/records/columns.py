"""From a partnership to the columns of its row in the read model.

``units``, ``partners`` and ``facts`` name parties and agreements one by one, with short keys since every row
holds them: ``k`` KATOTTG code, ``o`` its oblast; ``m`` municipality, ``c`` country, ``l`` level; ``p`` longitude
and latitude of either, where known; ``t`` type of document, ``i`` kinds, ``s`` spheres, ``r`` statuses with the
Ministry, ``d`` signed on, ``e`` last day of the term, ``f`` days in force, ``n`` days not in force (on the
others it is not known).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from common.sorting import ukrainian_sort_key
from communities.models import Community, ForeignMunicipality
from communities.namesakes import names_of, short_name
from partnerships.models import Agreement, Partnership, Party
from partnerships.validity import answer_of, stretches

DECIMALS = 5  # of a degree: a metre
Columns = dict[str, Any]
Row = dict[str, Any]


def columns_of(partnership: Partnership, agreements: Sequence[Agreement], *, is_public: bool) -> Columns:
    """All shared columns but the lexemes; ``agreements`` are those that the readers may know."""
    parties = list(partnership.parties.all())
    return {
        "code": partnership.code,
        "status": partnership.status,
        "origin": partnership.origin,
        "is_public": is_public,
        "is_checked": partnership.is_checked,
        "updated_at": partnership.updated_at,
        **_party_columns(parties),
        **_agreement_columns(agreements),
        "sort_uk": sort_key(parties, "uk"),
        "sort_en": sort_key(parties, "en"),
    }


def _party_columns(parties: Sequence[Party]) -> Columns:
    units = [_unit(party.community) for party in parties if party.community]
    partners = [_partner(party.municipality) for party in parties if party.municipality]
    return {
        "communities": _different(row["k"] for row in units),
        "oblasts": _different(row["o"] for row in units),
        "countries": _different(row["c"] for row in partners),
        "municipalities": _different(row["m"] for row in partners),
        "levels": _different(row["l"] for row in partners),
        "units": units,
        "partners": partners,
    }


def _unit(unit: Community) -> Row:
    """An oblast, Kyiv and Sevastopol are their own oblast, as in the statistics."""
    return {"k": unit.katottg, "o": unit.oblast.katottg if unit.oblast else unit.katottg, **_place(unit)}


def _partner(municipality: ForeignMunicipality) -> Row:
    codes = {"m": municipality.pk, "c": municipality.country_id, "l": municipality.level}
    return codes | _place(municipality)


def _place(territory: Community | ForeignMunicipality) -> Row:
    if territory.lat is None or territory.lon is None:
        return {}
    return {"p": [round(territory.lon, DECIMALS), round(territory.lat, DECIMALS)]}


def _agreement_columns(agreements: Sequence[Agreement]) -> Columns:
    facts = [_fact(agreement) for agreement in agreements]
    signed = [agreement.signed_on for agreement in agreements if agreement.signed_on]
    ends = [agreement.valid_until for agreement in agreements if agreement.valid_until]
    cases: list[Any] = [case for agreement in agreements for case in _cases(agreement)]
    return {
        "case_statuses": _different(code for fact in facts for code in fact["r"]),
        "document_types": _different(fact["t"] for fact in facts),
        "kinds": _different(code for fact in facts for code in fact["i"]),
        "spheres": _different(code for fact in facts for code in fact["s"]),
        "years": _different(day.year for day in signed),
        "signed_first": min(signed, default=None),
        "signed_last": max(signed, default=None),
        "expires_first": min(ends, default=None),
        **_force_columns(agreements),
        "is_cleared": any(case.order_id and case.status != "withdrawn" for case in cases),
        "is_registered": any(hasattr(agreement, "register_entry") for agreement in agreements),
        "facts": facts,
    }


def _fact(agreement: Agreement) -> Row:
    ends = agreement.valid_until
    return {
        "t": agreement.document_type,
        "i": agreement.kinds,
        "s": agreement.spheres,
        "r": sorted({case.status for case in _cases(agreement)}),
        "d": agreement.signed_on.isoformat() if agreement.signed_on else None,
        "e": ends.isoformat() if ends else None,
        "f": days_with([agreement], True),
        "n": days_with([agreement], False),
    }


def _cases(agreement: Agreement) -> list[Any]:
    return list(agreement.cases.all())  # the related name of registration, a later app


def _force_columns(agreements: Sequence[Agreement]) -> Columns:
    names = {"in_force": True, "out_of_force": False, "force_unknown": None}
    return {name: days_with(agreements, answer) for name, answer in names.items()}


def days_with(agreements: Iterable[Agreement], answer: bool | None) -> str:
    """The days on which this is the answer for one of them, as text of a ``datemultirange``.

    PostgreSQL merges those that touch.
    """
    found = (stretch for agreement in agreements for stretch in stretches(agreement.force_facts))
    return "{" + ",".join(stretch.days for stretch in found if answer_of(stretch.reason) is answer) + "}"


def next_change(agreements: Iterable[Agreement], today: date) -> date | None:
    """The next day on which the answer for one of them changes, or its reason."""
    found = (stretch for agreement in agreements for stretch in stretches(agreement.force_facts))
    return min((one.begins for one in found if one.begins and one.begins > today), default=None)


def sort_key(parties: Sequence[Party], language: str) -> str:
    """Order by the Ukrainian side's name, then the foreign one's, as people know them."""
    names = [_name(party, language) for party in parties]
    return ukrainian_sort_key(" ".join(filter(None, names)))[:200]


def _name(party: Party, language: str) -> str:
    if unit := party.community:
        return short_name(names_of(unit), language)
    municipality = party.municipality
    if municipality is None:
        return ""
    return (municipality.name_uk if language == "uk" else municipality.name_en) or municipality.name


def _different(values: Iterable[Any]) -> list[Any]:
    return sorted(set(values))
