"""Pages for what went wrong: in plain words, in both languages; under /api/ a problem instead."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation

from common.api.language import asked_language
from common.api.problems import CONTENT_TYPE, RETRY_AFTER, TITLES, UNAVAILABLE, problem_body
from common.errors import Text

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
    """Answer after a mistake of ours, or while the database cannot be reached; reads nothing from it.

    Django calls this while the exception is handled, wherever it was raised: in a view, in a template or before both.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return _error(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer while the database cannot be reached or has no connection left: later it will work."""
    if is_api(request):
        response: HttpResponse = _problem(503, "unavailable", UNAVAILABLE)
    else:
        response = render(request, "503.html", status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def refused(request: HttpRequest, status: int, code: str, detail: Text) -> HttpResponse:
    """Answer a request that is refused before anything reads it, in the language that is asked for."""
    with translation.override(_language_before_all(request)):
        if is_api(request):
            return _problem(status, code, detail)
        return render(request, "refused.html", {"title": TITLES[status], "detail": detail}, status=status)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """Answer a request for another site. No page: its links would lead to the host that was asked for."""
    with translation.override(_language_before_all(request)):
        detail = translation.gettext(
            "The registry is not at this address: the header Host names another one."
        )
        if is_api(request):
            return _problem(400, "unknown_host", detail)
        return HttpResponse(f"{detail}\n", status=400, content_type="text/plain; charset=utf-8")


def _language_before_all(request: HttpRequest) -> str:
    if is_api(request):
        return asked_language(request.headers.get("Accept-Language", ""))
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def _problem(status: int, code: str, detail: Text) -> JsonResponse:
    return JsonResponse(problem_body(status, code, detail), status=status, content_type=CONTENT_TYPE)


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
        return _problem(status, CODES[status], TITLES[status])
    return render(request, f"{status}.html", status=status)
