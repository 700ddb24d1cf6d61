"""The fixed municipalities and partnerships that the queries ask for, made through the services."""

import csv
from collections.abc import Iterator
from pathlib import Path

from accounts.roles import Role
from communities.models import Community, ForeignMunicipality
from communities.services import create_municipality, municipality_from_place
from partnerships.choices import PartnershipStatus
from tests.factories import agreement_input, make_partnership, make_user

FOLDER = Path(__file__).resolve().parent


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the files beside this module."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def make_municipalities() -> dict[str, ForeignMunicipality]:
    """Key of the file → municipality, from the gazetteer or typed in."""
    return {row["key"]: _municipality(row) for row in rows_of("municipalities")}


def _municipality(row: dict[str, str]) -> ForeignMunicipality:
    if row["geonames_id"]:
        return municipality_from_place(int(row["geonames_id"]), actor=None)
    texts = {name: row[name] for name in ("name", "country", "level", "region")}
    return create_municipality(**texts, actor=None)


def make_partnerships(municipalities: dict[str, ForeignMunicipality]) -> dict[str, int]:
    """Key of the file → id of an approved partnership."""
    association = make_user(Role.ASSOCIATION)
    made = {}
    for row in rows_of("partnerships"):
        partnership = make_partnership(
            PartnershipStatus.APPROVED,
            community=Community.objects.get(katottg=row["katottg"]),
            municipality=municipalities[row["municipality"]],
            association=association,
            summary_uk="",
            summary_en="",
            agreement=agreement_input(title_uk=row["title_uk"], title_en=row["title_en"]),
        )
        made[row["key"]] = partnership.pk
    return made
