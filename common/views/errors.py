"""Pages for what went wrong: in plain words, in both languages; under /api/ a problem instead."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from common.api.problems import CONTENT_TYPE, TITLES, problem_body

CODES = {400: "bad_request", 403: "permission_denied", 404: "not_found", 500: "server_error"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense."""
    return _error(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that is not allowed."""
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for an address that leads nowhere, or to what this person may not see."""
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a mistake of ours; reads nothing from the database, which may be the cause."""
    return _error(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was sent without its token: usually an old page or refused cookies."""
    if is_api(request):
        return _error(request, 403)
    return render(request, "403_csrf.html", status=403)


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks, that gets no HTML."""
    return request.path.startswith("/api/")


def _error(request: HttpRequest, status: int) -> HttpResponse:
    if is_api(request):
        body: dict[str, Any] = problem_body(status, CODES[status], TITLES[status])
        return JsonResponse(body, status=status, content_type=CONTENT_TYPE)
    return render(request, f"{status}.html", status=status)
