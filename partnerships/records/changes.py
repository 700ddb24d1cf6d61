"""Reading what has changed in public (``partnerships.models.public_change``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from partnerships.records.audience import RECORD
from partnerships.records.cursor import read_rows
from partnerships.records.select import Row, document_column
from partnerships.records.stored import fresh_documents


@dataclass(frozen=True)
class Change:
    """One change: its place in the order of commits, what has changed, and what a mirror does."""

    place: int
    resource: str
    record: int
    action: str
    at: datetime


def changes_after(place: int, most: int) -> list[Change]:
    """The changes behind a place, in the order of commits."""
    sql = (
        "SELECT id, resource, record, action, at FROM partnerships_publicchange "
        f"WHERE id > %s ORDER BY id LIMIT {int(most)}"
    )
    return [Change(*row) for row in read_rows(sql, [place], prepare=True)]


def latest_place() -> int:
    """The place of the latest change; 0 when there is none."""
    return int(read_rows("SELECT coalesce(max(id), 0) FROM partnerships_publicchange", [])[0][0])


def public_documents(ids: Sequence[int]) -> dict[int, bytes]:
    """The public documents of these partnerships as they stand now; of those that are not public, none."""
    if not ids:
        return {}
    sql = (
        f"SELECT partnership_id, {document_column(RECORD)} FROM {RECORD} "
        "WHERE partnership_id = ANY(%s::bigint[]) AND is_public"
    )
    rows = [Row(pk, None, text) for pk, text in read_rows(sql, [list(ids)], raw_text=True)]
    fresh = fresh_documents(rows)
    return {row.pk: text for row in rows if (text := row.document or fresh.get(row.pk))}
