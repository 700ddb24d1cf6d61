"""The line of a partnership in the CSV export: made from its public document, so nothing else can get out.

One row for each partnership. What there are several of stands in one cell, parted by ``SEPARATOR``; the columns
of agreements keep their order, so the second title belongs to the second date.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

SEPARATOR = " | "
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take the cell for a formula
CONTROL_SIGNS = re.compile(r"(?:\r\n|[\x00-\x1f\x7f\x85\u2028\u2029])")
Document = Mapping[str, Any]

COLUMNS = (
    "id", "code", "status", "origin",
    "community_katottg", "community_name_uk", "community_name_en", "community_body_uk",
    "oblast_katottg", "oblast_name_uk", "oblast_name_en",
    "municipality_id", "municipality_name", "municipality_name_uk", "municipality_name_en",
    "municipality_body_uk", "country", "country_name_uk", "country_name_en",
    "document_type", "title_uk", "title_en", "kinds", "spheres",
    "signed", "signed_precision", "valid_until", "term_kind", "in_force",
    "registration_status", "order_number", "order_date", "registration_number", "registered_on",
    "started", "ended_on", "activities_count", "updated_at",
)  # fmt: skip


def csv_row(document: Document) -> str:
    """The line without its end; as RFC 4180 wants it, with cells that no spreadsheet runs."""
    return csv_line(cells(document))


def csv_line(values: Iterable[Any]) -> str:
    """Join cells to a line."""
    out = StringIO()
    csv.writer(out, lineterminator="").writerow([safe_cell(value) for value in values])
    return out.getvalue()


def safe_cell(value: Any) -> str:
    """One cell: no line breaks or other control signs, and an apostrophe before what would begin a formula."""
    text = "" if value is None else str(value)
    if text.startswith(DANGEROUS):
        text = f"'{text}"
    return CONTROL_SIGNS.sub(" ", text)


def cells(document: Document) -> list[Any]:
    """The values of ``COLUMNS``."""
    units = [party for party in document["parties"] if party["community"]]
    partners = [party for party in document["parties"] if party["municipality"]]
    return [
        *(document[name] for name in ("id", "code", "status", "origin")),
        *_unit_cells(units),
        *_partner_cells(partners),
        *_agreement_cells(document["agreements"]),
        (document["started"] or {}).get("date"),
        *(document[name] for name in ("ended_on", "activities_count", "updated_at")),
    ]


def _unit_cells(parties: list[Document]) -> list[str]:
    units = [party["community"] for party in parties]
    oblasts = [unit["oblast"] or unit for unit in units]
    return [
        *(_joined(unit[name] for unit in units) for name in ("katottg", "full_name_uk", "full_name_en")),
        _joined(party["body_name_uk"] for party in parties),
        *(_different(oblast[name] for oblast in oblasts) for name in ("katottg", "name_uk", "name_en")),
    ]


def _partner_cells(parties: list[Document]) -> list[str]:
    partners = [party["municipality"] for party in parties]
    countries = ("country", "country_name_uk", "country_name_en")
    return [
        *(_joined(partner[name] for partner in partners) for name in ("id", "name", "name_uk", "name_en")),
        _joined(party["body_name_uk"] for party in parties),
        *(_different(partner[name] for partner in partners) for name in countries),
    ]


def _agreement_cells(agreements: list[Document]) -> list[str]:
    signed = [agreement["signed"] or {} for agreement in agreements]
    terms = [agreement["term"] for agreement in agreements]
    facts = [agreement["registration"] for agreement in agreements]
    registration = ("status", "order_number", "order_date", "number", "registered_on")
    return [
        *(_joined(one[name] for one in agreements) for name in ("document_type", "title_uk", "title_en")),
        *(_joined(",".join(one[name]) for one in agreements) for name in ("kinds", "spheres")),
        *(_joined(one.get(name) for one in signed) for name in ("date", "precision")),
        *(_joined(one[name] for one in terms) for name in ("valid_until", "kind")),
        _joined("true" if one["in_force"] else "false" for one in agreements),
        *(_joined(one[name] for one in facts) for name in registration),
    ]


def _joined(values: Iterable[Any]) -> str:
    """Several values, empty ones too, so that places agree; nothing when all are empty."""
    texts = ["" if value is None else str(value) for value in values]
    return SEPARATOR.join(texts) if any(texts) else ""


def _different(values: Iterable[Any]) -> str:
    return _joined(dict.fromkeys(values))
