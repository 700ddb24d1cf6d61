"""Gives every request an id and tells the history who is behind a change."""

import re
import uuid
from collections.abc import Callable, Iterable
from typing import cast

import pghistory
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from common.logs import REQUEST_ID, logged_parts

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
POSSIBLE_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")


def channel_of(path: str) -> str:
    """Name the door through which a request came: ``api``, ``admin`` or ``page``."""
    if path.startswith("/api/"):
        return "api"
    if path.startswith(("/admin/", "/en/admin/")):
        return "admin"
    return "page"


class AuditContextMiddleware:
    """Opens a history context around every request that may write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if POSSIBLE_ID.match(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # error pages name it
        REQUEST_ID.set(request_id)
        if request.method in SAFE_METHODS:
            response = self.get_response(request)
        else:
            with pghistory.context(request_id=request_id, channel=channel_of(request.path)):
                response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = logged_parts(cast("Iterable[bytes]", response.streaming_content))
        return response
