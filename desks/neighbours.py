"""The records before and after one in the list from which it was opened."""

import copy
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, QueryDict

from common.admin.access import KEPT, UnknownFilter, kept
from common.admin.counting import MOST_LISTED


@dataclass(frozen=True)
class Neighbours:
    """Addresses of the records beside one; ``place`` is None when it no longer stands in the list."""

    previous: str = ""
    next: str = ""
    place: int | None = None
    count: int = 0
    list_url: str = ""


def neighbours(page: Any, request: HttpRequest, pk: int, urls: tuple[str, str]) -> Neighbours:
    """Look the list up again, as it stands now. ``urls``: that of the list, and of a record with ``{}``."""
    filters = request.GET.get(KEPT, "")
    list_url, record_url = urls
    list_url += f"?{filters}" if filters else ""
    ids = _ids(page, request, filters)
    if pk not in ids:
        first = ids[0] if ids else None
        next_url = record_url.format(first) + kept(request) if first is not None else ""
        return Neighbours(next=next_url, count=len(ids), list_url=list_url)
    at = ids.index(pk)

    def url(place: int) -> str:
        return record_url.format(ids[place]) + kept(request) if 0 <= place < len(ids) else ""

    return Neighbours(url(at - 1), url(at + 1), place=at + 1, count=len(ids), list_url=list_url)


def _ids(page: Any, request: HttpRequest, filters: str) -> list[int]:
    asked: Any = copy.copy(request)
    asked.GET = QueryDict(filters)
    try:
        rows = page.get_changelist_instance(asked).queryset
    except (IncorrectLookupParameters, UnknownFilter):
        return []
    return [row.pk for row in rows.select_related(None).prefetch_related(None).only("pk")[:MOST_LISTED]]
