"""What there is of the register to export."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

from django.db.models import QuerySet

from common.api.exports import Source, filters_of
from common.export_files import Block, blocks_of, csv_line, feature
from common.long_reading import long_reading
from partnerships.choices import Side
from partnerships.models import Party
from partnerships.records.csv_row import FORCE_WORDS, PARTY_COLUMNS, party_cells
from partnerships.records.features import between
from registration.api.filters import REGISTER_LISTING, narrowed
from registration.api.serializers import EntrySerializer
from registration.models import RegisterEntry
from registration.selectors import register_entries

BATCH = 500
Document = Mapping[str, Any]
ENTRY = ("number", "registered_on", "corrected_on", "origin")
AGREEMENT = ("document_type", "title_uk", "title_en")
SIGNING = ("signed_place", "signed_online", "terminated_on", "cooperation_ended_on")
FORCE = ("in_force", "in_force_reason")
as_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


class Register(Source):
    """The list of registered agreements, in the order in which they were entered."""

    name = "register"
    records = "registered agreements in the order in which they were entered"
    shapes = "a line between each Ukrainian and each foreign party"
    counted = "agreement_count"
    columns = (
        "sequence", *ENTRY, "order_number", "order_date", "partnership_code", *AGREEMENT, "kinds", "spheres",
        "signed", "signed_precision", *SIGNING, *FORCE, "term_kind", "term_years", "valid_until", *PARTY_COLUMNS,
        "entry_hash",
    )  # fmt: skip
    numbers = ("sequence",)
    days = ("registered_on", "corrected_on", "order_date", "signed", "terminated_on", "valid_until")
    filters = filters_of(REGISTER_LISTING)

    def csv_lines(self) -> Iterator[Block]:
        """Made from what the list shows, so nothing else can get out."""
        return blocks_of(csv_line(cells(document)) for _entry, document in self._read())

    def documents(self) -> Iterator[Block]:
        """As the list shows them."""
        return blocks_of(as_json(document) for _entry, document in self._read())

    def features(self) -> Iterator[tuple[int, list[str]]]:
        """One record at a time."""
        return ((1, lines_of(entry, document)) for entry, document in self._read())

    def count(self) -> int:
        """How many match."""
        return self._entries().count()

    def _entries(self) -> QuerySet[RegisterEntry]:
        found: QuerySet[RegisterEntry] = narrowed(register_entries(), REGISTER_LISTING, self.asked)
        return found.order_by("act_id")

    def _read(self) -> Iterator[tuple[RegisterEntry, Document]]:
        """Batch by batch by a cursor on the server: memory stays flat."""
        serializer = EntrySerializer()
        with long_reading(RegisterEntry):
            for entry in self._entries().iterator(chunk_size=BATCH):
                yield entry, serializer.to_representation(entry)


def cells(document: Document) -> list[Any]:
    """The values of ``Register.columns``."""
    order, signed, term = document["order"] or {}, document["signed"] or {}, document["term"]
    return [
        document["sequence"],
        *(document[name] for name in ENTRY),
        *(order.get(name) for name in ("number", "date")),
        document["partnership_code"],
        *(document[name] for name in AGREEMENT),
        *(",".join(document[name]) for name in ("kinds", "spheres")),
        *(signed.get(name) for name in ("date", "precision")),
        *(_plain(document[name]) for name in SIGNING),
        FORCE_WORDS[document["in_force"]],
        document["in_force_reason"],
        *(term[name] for name in ("kind", "years", "valid_until")),
        *party_cells(document["parties"]),
        document["entry_hash"],
    ]


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def lines_of(entry: RegisterEntry, document: Document) -> list[str]:
    """One LineString from each Ukrainian to each foreign party with coordinates."""
    parties = [
        (party, shown)
        for party, shown in zip(entry.agreement.partnership.parties.all(), document["parties"], strict=True)
        if _place(party)
    ]
    units = [both for both in parties if both[0].side == Side.UKRAINIAN]
    partners = [both for both in parties if both[0].side == Side.FOREIGN]
    shared = {name: document[name] for name in ("number", "registered_on", "partnership_code", *FORCE)}
    return [
        feature(
            "LineString",
            [_place(ours), _place(theirs)],
            {**shared, **between(our_side["community"], their_side["municipality"])},
        )
        for (ours, our_side), (theirs, their_side) in product(units, partners)
    ]


def _place(party: Party) -> list[float]:
    where = party.community or party.municipality
    if where is None or where.lat is None or where.lon is None:
        return []
    return [where.lon, where.lat]
