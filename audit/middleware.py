"""Gives every request an id and tells the history who is behind a change."""

import re
import uuid
from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")


def channel_of(path: str) -> str:
    """Name the door through which a request came: ``api``, ``admin`` or ``page``."""
    if path.startswith("/api/"):
        return "api"
    if path.startswith(("/admin/", "/en/admin/")):
        return "admin"
    return "page"


class AuditContextMiddleware:
    """Opens a history context around every request that may write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.match(given) else uuid.uuid4().hex
        if request.method in SAFE_METHODS:
            response = self.get_response(request)
        else:
            with pghistory.context(request_id=request_id, channel=channel_of(request.path)):
                response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response
