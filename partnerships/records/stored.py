"""The stored public documents: those of a page, and that of one partnership."""

from collections.abc import Sequence
from dataclasses import dataclass

from partnerships.records.audience import RECORD
from partnerships.records.cursor import read_rows
from partnerships.records.refresh import built
from partnerships.records.select import Row, document_column


def documents(rows: Sequence[Row]) -> list[bytes]:
    """The public documents of rows; those that no longer hold are made anew."""
    stale = [row.pk for row in rows if row.document is None]
    made = [rows for batch in built(stale) for rows in batch]
    fresh = {both.record.pk: both.record.document.encode() for both in made if both.record.is_public}
    return [
        row.document if row.document is not None else fresh[row.pk]
        for row in rows
        if row.document or row.pk in fresh
    ]


@dataclass(frozen=True)
class PublicDocument:
    """The document of one partnership with its version."""

    version: int
    document: bytes


def public_document_of(pk: int) -> PublicDocument | None:
    """The public document of a partnership; None when there is none."""
    sql = f"SELECT version, {document_column(RECORD)} FROM {RECORD} WHERE partnership_id = %s AND is_public"
    for version, stored in read_rows(sql, [pk], raw_text=True, prepare=True):
        for document in documents([Row(pk, None, stored)]):
            return PublicDocument(version, document)
    return None
