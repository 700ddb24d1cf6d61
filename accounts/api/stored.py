"""Answers that are ready and the same for everybody, given out without Django REST framework's machinery.

Routing, security headers, limits and strict parameters hold as in any other view. Whatever is unusual
(somebody signed in, a wrong parameter, a limit reached, nothing found) goes the ordinary way, which knows
every answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from accounts.api.views import ReadByAll
from common.api.parameters import Asked
from common.api.throttles import AnonymousThrottle
from common.api.versions import say_last_modified
from common.errors import RuleViolated
from common.replica import is_public_read

API = "/api/v1/"


@dataclass(frozen=True)
class Stored:
    """A ready body in JSON; with a version for the ``ETag`` where the record has one."""

    body: bytes
    version: int | None = None
    updated: float | None = None  # seconds since 1970


class ServedAsStored(ReadByAll):
    """A view whose public answer is stored."""

    def stored(self, request: HttpRequest, asked: Asked, **kwargs: Any) -> Stored | None:
        """Return the answer, or None for the ordinary way."""
        return None

    def stored_answer(self, request: HttpRequest, **kwargs: Any) -> HttpResponse | None:
        """Answer at once, or None for the ordinary way."""
        try:
            asked = self.parameters.read(request.GET)
            if not is_within_limits(request, self):
                return None
            found = self.stored(request, asked, **kwargs)
        except RuleViolated:
            return None
        if found is None:
            return None
        response = HttpResponse(found.body, content_type="application/json")
        response["Content-Length"] = str(len(found.body))
        response["Vary"] = "Accept, Authorization, Cookie"
        if found.version is not None:
            response["ETag"] = f'"{found.version}"'
        if found.updated is not None:
            say_last_modified(response, found.updated)
        return response


class StoredAnswersMiddleware:
    """Gives out stored answers before sessions, languages and messages are looked at: nobody is signed in.

    Security headers, the id of the request, the host's check, the routing and the limits are behind it or here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(API) and is_plain_read(request):
            return self._stored_answer(request) or self.get_response(request)
        return self.get_response(request)

    @staticmethod
    def _stored_answer(request: HttpRequest) -> HttpResponse | None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return None
        view = getattr(match.func, "cls", None)
        if view is None or not issubclass(view, ServedAsStored):
            return None
        request.get_host()  # refuses foreign ones
        answer: HttpResponse | None = view().stored_answer(request, **match.kwargs)
        return answer


def is_plain_read(request: HttpRequest) -> bool:
    """Whether nobody is signed in and JSON is wanted."""
    return (
        request.method == "GET"
        and is_public_read(request)
        and request.META.get("HTTP_ACCEPT", "*/*") in {"*/*", "application/json"}
    )


def is_within_limits(request: HttpRequest, view: ReadByAll) -> bool:
    """Count the request against the limit of its address."""
    request.user = AnonymousUser()
    throttle: Any = AnonymousThrottle()
    return bool(throttle.allow_request(request, view))
