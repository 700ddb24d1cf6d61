"""The documents of a page as one text, put together by PostgreSQL.

Fifty documents fetched one by one cost the process more than everything else that it does for a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partnerships.records.audience import Source
from partnerships.records.cursor import read_rows
from partnerships.records.select import Page, Row, key_text, page_statement
from partnerships.records.where import Where


@dataclass(frozen=True)
class Body:
    """Documents between commas, the first and the last row, and whether there are more."""

    results: memoryview
    first: Row | None = None
    last: Row | None = None
    has_more: bool = False


def select_body(sources: Sequence[Source], where: Where, page: Page) -> Body | None:
    """Return the documents of a page; None when one of them has to be made anew (see ``stored``)."""
    statement, params = page_statement(sources, where, page)
    sql = (
        "SELECT count(*), count(document), (array_agg(id))[1], (array_agg(sort_key))[1], "
        f"(array_agg(id))[least(count(*), {page.size})], (array_agg(sort_key))[least(count(*), {page.size})], "
        f"(array_agg(octet_length(document)))[{page.size + 1}], string_agg(document, ',') "
        f"FROM ({statement}) AS page (id, sort_key, document)"
    )
    return body_of(read_rows(sql, params, raw_text=True, prepare=True)[0], page.size)


def body_of(row: tuple[Any, ...], size: int) -> Body | None:
    """Read the one row: the document too many is at the end and is cut off."""
    count, held, first, first_key, last, last_key, surplus, text = row
    if held < count:
        return None
    if not count:
        return Body(memoryview(b""))
    results = memoryview(text)
    return Body(
        results[: -surplus - 1] if surplus is not None else results,
        Row(first, key_text(first_key), None),
        Row(last, key_text(last_key), None),
        has_more=count > size,
    )
