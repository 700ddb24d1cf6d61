"""The public list of partnerships, read from the records only: rows, pages by number, counts of facets."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as NumberedPage
from django.core.paginator import Paginator
from django.utils.translation import get_language

from common.api.parameters import Asked
from common.pages import ROWS_OF_A_PAGE, page_number
from partnerships.api.stats import labelled, labels_for
from partnerships.list_parameters import ListRequest
from partnerships.records.audience import public
from partnerships.records.cache import cached
from partnerships.records.counts import facet_counts
from partnerships.records.facets import COMMUNITY
from partnerships.records.numbered import MOST_FOUND, Slice, rows_found, rows_in_order, rows_of
from partnerships.records.search import matching, reading_for
from partnerships.records.select import Page, Row
from partnerships.records.stored import documents
from partnerships.records.sums import sum_of
from partnerships.records.where import where_of
from partnerships.shown import ShownPartnership


@dataclass(frozen=True)
class Counted:
    """How many rows a list has, and how many each value of each facet has; the same for both languages."""

    total: int
    did_you_mean: str | None
    facets: dict[str, list[dict[str, Any]]]


def counted(asked: ListRequest) -> Counted:
    """Count once for each version of the records."""
    key = ("facets of the list", repr(sorted(asked.filters.items())), asked.text)
    return Counted(**json.loads(cached(key, lambda: _count(asked.filters, asked.text))))


def _count(filters: Asked, text: str) -> bytes:
    found = facet_counts(filters, text)
    facets = {name: labelled(name, counts) for name, counts in found.counts.items()}
    for name, rows in facets.items():
        _keep_chosen(name, filters, rows)
    body = {"total": found.total, "did_you_mean": found.did_you_mean, "facets": facets}
    return json.dumps(body, ensure_ascii=False).encode()


def _keep_chosen(name: str, filters: Asked, rows: list[dict[str, Any]]) -> None:
    """Add the chosen values that nothing has, so that they can be taken away again."""
    there = {row["key"] for row in rows}
    missing = [value for value in filters.get(name, ()) if value not in there]
    labels = {value: (value, value) for value in missing} if name == "year" else labels_for(name, missing)
    for value in missing:
        if value in labels:  # others are codes of nothing
            uk, en = labels[value]
            rows.append({"key": value, "label_uk": uk, "label_en": en, "count": 0})


def page_of_list(asked: ListRequest, total: int, number: Any) -> NumberedPage[ShownPartnership]:
    """The asked page; a number that makes no sense leads to the first or the last one."""
    reachable = min(total, MOST_FOUND) if asked.text and not asked.sort else total
    page = page_number(Paginator(range(reachable), ROWS_OF_A_PAGE), number)
    part = Slice((page.number - 1) * ROWS_OF_A_PAGE, len(page.object_list))
    rows = _rows(asked, total, part) if part.size else []
    return NumberedPage(ShownPartnership.read(documents(rows)), page.number, page.paginator)


def _rows(asked: ListRequest, total: int, part: Slice) -> list[Row]:
    where = where_of(asked.filters)
    if asked.text:
        reading = reading_for(asked.text, [public()], where)
        if reading is None:
            return []
        if not asked.sort:
            return rows_found(reading, where, total, part)
        where = where.also(matching(reading))
    return rows_in_order(where, _order(asked.sort), part)


def _order(sort: str) -> Page:
    if sort == "community":
        return Page("uk" if get_language() == "uk" else "en", descending=False)
    return Page()


def page_of_community(katottg: str, number: Any) -> NumberedPage[ShownPartnership]:
    """The public partnerships of one unit, newest first."""
    return page_of_list(ListRequest({}, {"community": [katottg]}), sum_of(COMMUNITY, katottg), number)


def shown_partnerships(ids: list[int]) -> dict[int, ShownPartnership]:
    """Public partnerships by their ids."""
    rows = rows_of(ids)
    shown = ShownPartnership.read(documents(rows))
    return {int(one.document["id"]): one for one in shown}
