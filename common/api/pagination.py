"""Pages by cursor: stable while records come and go, at the same cost on every page."""

import hmac
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import unquote_plus

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param

from common.api.listing import DEFAULT_PAGE_SIZE, Order, ordered
from common.errors import FieldProblem, RuleViolated

MOST_RANKED = 10_000  # how far a list by relevance can be leafed through


class CursorSigner(signing.Signer):
    """Signs as Django does, without deriving the key anew for every cursor of every page."""

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        """HMAC with SHA-256 in base64."""
        digest = hmac.digest(_derived(self.salt, force_bytes(key or self.key)), force_bytes(value), "sha256")
        return signing.b64_encode(digest).decode()


@lru_cache(maxsize=8)
def _derived(salt: str, key: bytes) -> bytes:
    return sha256(salt.encode() + b"signer" + key).digest()


_signer = CursorSigner(salt="common.api.cursor")

Cursor = dict[str, Any]


class StableCursorPagination(BasePagination):
    """Continue after the last record seen (``sort_key`` and id); lists by relevance count places.

    Cursors are signed: what comes back is what was given out.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return the records of the page; the view has read ``asked`` and chosen ``order``."""
        self.request = request
        self.order: Order = view.order
        self.size: int = view.asked.get("page_size", DEFAULT_PAGE_SIZE)
        self.count = queryset.count() if view.asked.get("count") else None
        self.next: Cursor | None = None
        self.previous: Cursor | None = None
        cursor = self._read(view.asked.get("cursor"))
        return self._ranked(queryset, cursor) if self.order.is_ranked else self._keyed(queryset, cursor)

    def get_paginated_response(self, data: Any) -> Response:
        """Answer with the page and the addresses of its neighbours."""
        body = {"next": self._link(self.next), "previous": self._link(self.previous), "results": data}
        if self.count is not None:
            body["count"] = self.count
        return Response(body)

    def _keyed(self, queryset: QuerySet, cursor: Cursor) -> list[Any]:
        backward = bool(cursor.get("back"))
        queryset = ordered(queryset, self.order, reverse=backward)
        if "pk" in cursor:
            queryset = queryset.filter(_after(cursor, greater=self.order.descending is backward))
        rows = list(queryset[: self.size + 1])
        more, rows = len(rows) > self.size, rows[: self.size]
        if backward:
            rows.reverse()
        if rows and (more or backward):
            self.next = _place(rows[-1])
        if rows and "pk" in cursor and (more or not backward):
            self.previous = {**_place(rows[0]), "back": 1}
        return rows

    def _ranked(self, queryset: QuerySet, cursor: Cursor) -> list[Any]:
        start = int(cursor.get("from", 0))
        rows = list(queryset[start : start + self.size + 1])
        if len(rows) > self.size and start + self.size < MOST_RANKED:
            self.next = {"from": start + self.size}
        if start:
            self.previous = {"from": max(start - self.size, 0)}
        return rows[: self.size]

    def _read(self, text: str | None) -> Cursor:
        return read_cursor(text, self.order.name)

    def _link(self, cursor: Cursor | None) -> str | None:
        if cursor is not None and not cursor.get("from", 1):
            return str(remove_query_param(self.request.build_absolute_uri(), "cursor"))
        return page_link(self.request.build_absolute_uri(), cursor, self.order.name)


def read_cursor(text: str | None, order: str) -> Cursor:
    """Read a cursor of a list in this order; raises ``RuleViolated`` for any other."""
    if not text:
        return {}
    try:
        cursor: Cursor = _signer.unsign_object(text)
    except (signing.BadSignature, ValueError):
        cursor = {}
    if cursor.get("order") != order:
        detail = _("This cursor does not belong to this list. Start again without it.")
        raise RuleViolated([FieldProblem("cursor", "invalid", detail)])
    return cursor


def page_link(url: str, cursor: Cursor | None, order: str) -> str | None:
    """The address of the page at a cursor; None when there is no such page."""
    if cursor is None:
        return None
    text = _signer.sign_object({**cursor, "order": order}).replace(":", "%3A")
    path, _mark, query = url.partition("?")
    others = [part for part in query.split("&") if part and not _is_cursor(part)]
    return f"{path}?{'&'.join([*others, f'cursor={text}'])}"


def _is_cursor(part: str) -> bool:
    name = part.partition("=")[0]
    return (unquote_plus(name) if "%" in name else name) == "cursor"


def _place(row: Any) -> Cursor:
    key = row.sort_key
    return {"key": key if isinstance(key, int | float | str) else key.isoformat(), "pk": row.pk}


def _after(cursor: Cursor, *, greater: bool) -> Q:
    """Rows strictly behind a place; the first condition lets the database start at it in an index."""
    sign = "gt" if greater else "lt"
    behind = Q(**{f"sort_key__{sign}": cursor["key"]}) | Q(**{f"pk__{sign}": cursor["pk"]})
    return Q(**{f"sort_key__{sign}e": cursor["key"]}) & behind
