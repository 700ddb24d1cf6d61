"""Pages of the list of partnerships, put together from the stored documents without reading them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils.dateparse import parse_datetime

from common.api.listing import DEFAULT_PAGE_SIZE
from common.api.pagination import Cursor, page_link, read_cursor
from common.api.parameters import Asked
from partnerships.api.filters import PARTNERSHIP_LISTING, SEARCH
from partnerships.records.audience import Source, public, sources_for
from partnerships.records.bodies import select_body
from partnerships.records.search import Found, Hit, Start, matching, reading_for, search_page
from partnerships.records.select import Page, Place, Row, count_rows, select_page
from partnerships.records.stored import documents
from partnerships.records.where import Where, where_of

if TYPE_CHECKING:
    from accounts.models import User

RELEVANCE = "relevance"


@dataclass(frozen=True)
class RecordPage:
    """The rows of a page and what stands around them."""

    rows: list[Row]
    next: str | None
    previous: str | None
    count: int | None = None
    did_you_mean: str | None = None


def record_page(user: "User | AnonymousUser", asked: Asked, url: str) -> RecordPage:
    """Return the asked page of what a person may see. ``url`` is the address of this page."""
    sources, where = sources_for(user), where_of(asked)
    if SEARCH.name in asked and "ordering" not in asked:
        return _ranked_page(sources, where, asked, url)
    told = None
    if SEARCH.name in asked:
        reading = reading_for(asked[SEARCH.name], sources, where)
        where = where.also(matching(reading) if reading else Where(["FALSE"]))
        told = reading.did_you_mean if reading else None
    return _ordered_page(sources, where, asked, url, told)


def _ordered_page(
    sources: Sequence[Source], where: Where, asked: Asked, url: str, told: str | None
) -> RecordPage:
    order = PARTNERSHIP_LISTING.order(asked)
    size = asked.get("page_size", DEFAULT_PAGE_SIZE)
    cursor = read_cursor(asked.get("cursor"), order.name)
    back = bool(cursor.get("back"))
    page = Page(order.name.removeprefix("-"), order.descending, size, _place(order.name, cursor), back)
    rows, around = cut(select_page(sources, where, page), size, has_place="pk" in cursor, back=back)
    links = [
        page_link(url, _cursor(row, back=bool(step)) if row else None, order.name)
        for step, row in enumerate(around)
    ]
    count = count_rows(sources, where) if asked.get("count") else None
    return RecordPage(rows, links[0], links[1], count, told)


def cut(
    rows: list[Any], size: int, *, has_place: bool, back: bool
) -> tuple[list[Any], tuple[Any | None, Any | None]]:
    """Drop the row too many; return the rows and those behind which the next and the previous page begin."""
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    following = rows[-1] if rows and (more or back) else None
    before = rows[0] if rows and has_place and (more or not back) else None
    return rows, (following, before)


def public_page(asked: Asked, url: str) -> bytes:
    """The whole answer for everybody, in JSON. ``url`` is the address of this page."""
    if SEARCH.name not in asked and (body := _body(asked, url)):
        return body
    return public_body(record_page(AnonymousUser(), asked, url))


def _body(asked: Asked, url: str) -> bytes | None:
    """A page forwards whose documents all hold; None for any other."""
    order = PARTNERSHIP_LISTING.order(asked)
    cursor = read_cursor(asked.get("cursor"), order.name)
    if cursor.get("back"):
        return None
    where, size = where_of(asked), asked.get("page_size", DEFAULT_PAGE_SIZE)
    page = Page(order.name.removeprefix("-"), order.descending, size, _place(order.name, cursor))
    body = select_body([public()], where, page)
    if body is None:
        return None
    following = _cursor(body.last, back=False) if body.last and body.has_more else None
    before = _cursor(body.first, back=True) if body.first and "pk" in cursor else None
    links = [page_link(url, place, order.name) for place in (following, before)]
    count = count_rows([public()], where) if asked.get("count") else None
    return _written(RecordPage([], links[0], links[1], count), body.results)


def _place(order: str, cursor: Cursor) -> Place | None:
    if "pk" not in cursor:
        return None
    key: Any = cursor.get("key")
    return Place(parse_datetime(key) if order.endswith("updated_at") else key, int(cursor["pk"]))


def _cursor(row: Row, *, back: bool) -> Cursor:
    key = row.key if isinstance(row.key, str | None) else row.key.isoformat()
    return {"key": key, "pk": row.pk, **({"back": 1} if back else {})}


def _ranked_page(sources: Sequence[Source], where: Where, asked: Asked, url: str) -> RecordPage:
    size = asked.get("page_size", DEFAULT_PAGE_SIZE)
    cursor = read_cursor(asked.get("cursor"), RELEVANCE)
    start = Start(**{key: cursor[key] for key in cursor if key != "order"}) if cursor else None
    found = search_page(asked[SEARCH.name], sources, where, size, start)
    back = bool(start and start.back)
    hits, around = cut(found.hits, size, has_place=start is not None, back=back)
    links = [
        page_link(url, _hit_cursor(found, hit, back=bool(step)) if hit else None, RELEVANCE)
        for step, hit in enumerate(around)
    ]
    told = found.reading.did_you_mean if found.reading else None
    count = None
    if asked.get("count"):
        count = count_rows(sources, where.also(matching(found.reading))) if found.reading else 0
    return RecordPage([hit.row for hit in hits], links[0], links[1], count, told)


def signed_in_body(page: RecordPage, shown: Any) -> dict[str, Any]:
    """The same answer around records that were read for the person who asks."""
    body: dict[str, Any] = {"next": page.next, "previous": page.previous, "results": shown}
    return body | _tail(page)


def _tail(page: RecordPage) -> dict[str, Any]:
    facts = {"count": page.count, "did_you_mean": page.did_you_mean}
    return {name: value for name, value in facts.items() if value is not None}


def _hit_cursor(found: Found, hit: Hit, *, back: bool) -> Cursor:
    reading = found.reading.name if found.reading else ""
    return {
        "reading": reading,
        "is_common": found.is_common,
        "tier": hit.tier,
        "pk": hit.row.pk,
        "back": back,
    }


def public_body(page: RecordPage) -> bytes:
    """The answer around rows whose documents have been fetched."""
    return _written(page, b",".join(documents(page.rows)))


def _written(page: RecordPage, results: bytes | memoryview) -> bytes:
    head = {"next": page.next, "previous": page.previous}
    tail = _tail(page)
    end = b"," + json.dumps(tail, ensure_ascii=False).encode()[1:] if tail else b"}"
    return b"".join((json.dumps(head).encode()[:-1], b',"results":[', results, b"]", end))
