"""Loading an outside list: every row is kept, understood or not; loading it again changes what has changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction

from communities.countries import UKRAINE, is_blocked
from registration.models import ClaimState, OutsideClaim, OutsideList
from registration.outside_lists.matching import Matcher, Spot
from registration.outside_lists.reading import ListRow

NAME_LETTERS = 300


@transaction.atomic
def load_list(
    rows: Iterable[ListRow], *, name: str, dated_on: date, source: str = "", licence: str = ""
) -> Counter[str]:
    """Write the claims of a list; returns how many rows are in each state.

    What communities have said of a row stays while the row is the same. Rows that are gone are removed.
    """
    outside_list, _made = OutsideList.objects.update_or_create(
        name=name, defaults={"dated_on": dated_on, "source": source, "licence": licence}
    )
    matcher = Matcher()
    kept = {claim.row: claim for claim in outside_list.claims.all()}
    told: Counter[str] = Counter()
    for row in rows:
        claim = kept.pop(row.number, None) or OutsideClaim(outside_list=outside_list, row=row.number)
        if claim.pk is None or claim.cells != row.cells:
            claim.decided_by, claim.decided_at, claim.note = None, None, ""
            claim.state = ClaimState.OPEN
        denied = claim.state == ClaimState.NOT_OURS
        for field, value in _understood(row, matcher).items():
            if not (field == "state" and denied):
                setattr(claim, field, value)
        claim.save()
        told[claim.state] += 1
        told["partner known"] += bool(claim.municipality_id or claim.geonames_id)
    OutsideClaim.objects.filter(pk__in=[claim.pk for claim in kept.values()]).delete()
    return told


def _understood(row: ListRow, matcher: Matcher) -> dict[str, Any]:
    values = row.values
    country = matcher.country(values["country"])
    community = matcher.community(
        values.get("katottg", ""),
        values.get("community", ""),
        values.get("oblast", ""),
        _spot(values, "lat", "lon"),
    )
    partner = (
        matcher.partner(values["partner"], country, _spot(values, "partner_lat", "partner_lon"))
        if country
        else None
    )
    blocked = country is not None and (country.code == UKRAINE or is_blocked(country.code))
    return {
        "cells": row.cells,
        "community": community,
        "partner_name": values["partner"][:NAME_LETTERS],
        "country": country,
        "municipality": partner.municipality if partner else None,
        "geonames_id": partner.geonames_id if partner else None,
        "year": next(_years(values.get("year", "")), None),
        "state": _state(
            blocked=blocked, is_understood=country is not None, has_community=community is not None
        ),
    }


def _state(*, blocked: bool, is_understood: bool, has_community: bool) -> ClaimState:
    if blocked:
        return ClaimState.OUT_OF_SCOPE
    if not is_understood:  # it may be a blocked one
        return ClaimState.UNKNOWN_COUNTRY
    return ClaimState.OPEN if has_community else ClaimState.NO_COMMUNITY


def _years(text: str) -> Iterator[int]:
    return (int(part) for part in text.replace("-", " ").replace(".", " ").split() if _is_year(part))


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1900 <= int(text[:5]) <= 2100


def _spot(values: dict[str, str], lat: str, lon: str) -> Spot | None:
    try:
        return float(values[lat]), float(values[lon])
    except (KeyError, ValueError):
        return None
