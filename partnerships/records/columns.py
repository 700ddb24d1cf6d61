"""From a partnership to the columns of its row in the read model.

``units``, ``partners`` and ``facts`` name parties and agreements one by one, with short keys since every row
holds them: ``k`` KATOTTG code, ``o`` its oblast; ``m`` municipality, ``c`` country, ``l`` level; ``p`` longitude
and latitude of either, where known; ``t`` type of document, ``i`` kinds, ``s`` spheres, ``r`` statuses with the
Ministry, ``d`` signed on, ``e`` last day of the term, ``f`` days in force.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from common.sorting import ukrainian_sort_key
from communities.choices import CommunityLevel
from communities.models import Community, ForeignMunicipality
from partnerships.models import Agreement, Partnership, Party

EMPTY_RANGE = "empty"
ALWAYS = "(,)"
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
        "in_force": multirange(fact["f"] for fact in facts),
        "out_of_force": multirange(gap for agreement in agreements for gap in gaps(agreement)),
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
        "f": force_range(agreement),
    }


def _cases(agreement: Agreement) -> list[Any]:
    return list(agreement.cases.all())  # the related name of registration, a later app


def force_days(agreement: Agreement) -> tuple[date, date | None] | None:
    """First day in force and the first day after it (None: open); None when never. See ``Agreement.in_force``."""
    if not agreement.signed:
        return None
    begins = agreement.signed.earliest
    valid_until = agreement.valid_until
    ends = [agreement.terminated_on, valid_until + timedelta(days=1) if valid_until else None]
    end = min((day for day in ends if day), default=None)
    return None if end and end <= begins else (begins, end)


def force_range(agreement: Agreement) -> str:
    """The days in force as text of a ``daterange``."""
    days = force_days(agreement)
    if days is None:
        return EMPTY_RANGE
    return f"[{days[0]},{days[1] or ''})"


def gaps(agreement: Agreement) -> list[str]:
    """The days not in force, before and after, as texts of a ``daterange``."""
    days = force_days(agreement)
    if days is None:
        return [ALWAYS]
    return [f"(,{days[0]})", *([f"[{days[1]},)"] if days[1] else [])]


def multirange(ranges: Iterable[str]) -> str:
    """Join ranges; PostgreSQL merges those that touch."""
    return "{" + ",".join(text for text in ranges if text != EMPTY_RANGE) + "}"


def next_change(agreements: Iterable[Agreement], today: date) -> date | None:
    """The next day on which one of them comes into force or goes out of it."""
    days = (force_days(agreement) for agreement in agreements)
    ahead = [day for pair in days if pair for day in pair if day and day > today]
    return min(ahead, default=None)


def sort_key(parties: Sequence[Party], language: str) -> str:
    """Order by the Ukrainian side's name, then the foreign one's, as people know them."""
    names = [_name(party, language) for party in parties]
    return ukrainian_sort_key(" ".join(filter(None, names)))[:200]


def _name(party: Party, language: str) -> str:
    if unit := party.community:
        centre = unit.centre_name_uk if language == "uk" else unit.centre_name_en
        name = unit.name_uk if language == "uk" else unit.name_en
        return centre or name if unit.level == CommunityLevel.HROMADA else name
    municipality = party.municipality
    if municipality is None:
        return ""
    return (municipality.name_uk if language == "uk" else municipality.name_en) or municipality.name


def _different(values: Iterable[Any]) -> list[Any]:
    return sorted(set(values))
