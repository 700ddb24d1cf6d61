"""The line of a partnership in the CSV export: made from its public document, so nothing else can get out.

One row for each partnership. What there are several of stands in one cell, separated by `` | ``; the columns
of agreements keep their order, so the second title belongs to the second date.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from common.export_files import csv_line, joined

Document = Mapping[str, Any]

PARTY_COLUMNS = (
    "community_katottg", "community_name_uk", "community_name_en", "community_body_uk",
    "oblast_katottg", "oblast_name_uk", "oblast_name_en",
    "municipality_id", "municipality_name", "municipality_name_uk", "municipality_name_en",
    "municipality_body_uk", "country", "country_name_uk", "country_name_en",
)  # fmt: skip
COLUMNS = (
    "id", "code", "status", "checked", "origin",
    *PARTY_COLUMNS,
    "document_type", "title_uk", "title_en", "kinds", "spheres",
    "signed", "signed_precision", "valid_until", "term_kind", "in_force", "in_force_reason",
    "registration_status", "order_number", "order_date", "registration_number", "registered_on",
    "corrected_on",
    "started", "ended_on", "activities_count", "updated_at",
)  # fmt: skip


# As the filter has them.
FORCE_WORDS = {True: "true", False: "false", None: "unknown"}


def csv_row(document: Document) -> str:
    """The line without its end; as RFC 4180 wants it, with cells that no spreadsheet runs."""
    return csv_line(cells(document))


def cells(document: Document) -> list[Any]:
    """The values of ``COLUMNS``."""
    return [
        *(document[name] for name in ("id", "code", "status")),
        "true" if document["checked"] else "false",
        document["origin"],
        *party_cells(document["parties"]),
        *_agreement_cells(document["agreements"]),
        (document["started"] or {}).get("date"),
        *(document[name] for name in ("ended_on", "activities_count", "updated_at")),
    ]


def party_cells(parties: Iterable[Document]) -> list[str]:
    """The values of ``PARTY_COLUMNS``."""
    both = list(parties)
    units = [party for party in both if party["community"]]
    partners = [party for party in both if party["municipality"]]
    return [*_unit_cells(units), *_partner_cells(partners)]


def _unit_cells(parties: list[Document]) -> list[str]:
    units = [party["community"] for party in parties]
    oblasts = [unit["oblast"] or unit for unit in units]
    return [
        *(joined(unit[name] for unit in units) for name in ("katottg", "full_name_uk", "full_name_en")),
        joined(party["body_name_uk"] for party in parties),
        *(
            _different(oblast[name] for oblast in oblasts)
            for name in ("katottg", "full_name_uk", "full_name_en")
        ),
    ]


def _partner_cells(parties: list[Document]) -> list[str]:
    partners = [party["municipality"] for party in parties]
    countries = ("country", "country_name_uk", "country_name_en")
    return [
        *(joined(partner[name] for partner in partners) for name in ("id", "name", "name_uk", "name_en")),
        joined(party["body_name_uk"] for party in parties),
        *(_different(partner[name] for partner in partners) for name in countries),
    ]


def _agreement_cells(agreements: list[Document]) -> list[str]:
    signed = [agreement["signed"] or {} for agreement in agreements]
    terms = [agreement["term"] for agreement in agreements]
    facts = [agreement["registration"] for agreement in agreements]
    registration = ("status", "order_number", "order_date", "number", "registered_on", "corrected_on")
    return [
        *(joined(one[name] for one in agreements) for name in ("document_type", "title_uk", "title_en")),
        *(joined(",".join(one[name]) for one in agreements) for name in ("kinds", "spheres")),
        *(joined(one.get(name) for one in signed) for name in ("date", "precision")),
        *(joined(one[name] for one in terms) for name in ("valid_until", "kind")),
        joined(FORCE_WORDS[one["in_force"]] for one in agreements),
        joined(one["in_force_reason"] for one in agreements),
        *(joined(one[name] for one in facts) for name in registration),
    ]


def _different(values: Iterable[Any]) -> str:
    return joined(dict.fromkeys(values))
