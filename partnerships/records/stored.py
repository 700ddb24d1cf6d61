"""The stored public documents: those of a page, and that of one partnership."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.api.kinds import LARGEST_ID
from partnerships.records.audience import RECORD
from partnerships.records.cursor import read_rows
from partnerships.records.refresh import built
from partnerships.records.select import Row, document_column


def documents(rows: Sequence[Row]) -> list[bytes]:
    """The public documents of rows; those that no longer hold are made anew."""
    fresh = fresh_documents(rows)
    return [text for row in rows if (text := row.document or fresh.get(row.pk))]


def fresh_documents(rows: Sequence[Row]) -> dict[int, bytes]:
    """Those made anew, by id: of the rows whose stored document no longer holds."""
    late = [row.pk for row in rows if row.document is None]
    made = [both for batch in built(late) for both in batch] if late else []
    return {both.record.pk: both.record.document.encode() for both in made if both.record.is_public}


@dataclass(frozen=True)
class PublicDocument:
    """The document of one partnership with its version."""

    version: int
    updated: float  # seconds since 1970
    document: bytes


def public_document_of(pk: int) -> PublicDocument | None:
    """The public document of a partnership; None when there is none."""
    if pk > LARGEST_ID:
        return None
    changed = "extract(epoch FROM updated_at)::float8"
    sql = f"SELECT version, {changed}, {document_column(RECORD)} FROM {RECORD} WHERE partnership_id = %s AND is_public"
    for version, updated, stored in read_rows(sql, [pk], raw_text=True, prepare=True):
        for document in documents([Row(pk, None, stored)]):
            return PublicDocument(version, float(updated), document)
    return None
