"""Answers that are ready and the same for everybody, given out without Django REST framework's machinery.

The request has passed the whole middleware and the routing; limits and strict parameters hold as in any other
view. Whatever is unusual (somebody signed in, a wrong parameter, a limit reached, nothing found) goes the
ordinary way, which knows every answer.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.api.views import ReadByAll
from common.api.parameters import Asked
from common.api.throttles import AnonymousThrottle
from common.errors import RuleViolated
from common.replica import is_public_read


@dataclass(frozen=True)
class Stored:
    """A ready body in JSON; with a version for the ``ETag`` where the record has one."""

    body: bytes
    version: int | None = None


class ServedAsStored(ReadByAll):
    """A view whose public answer is stored."""

    def stored(self, request: HttpRequest, asked: Asked, **kwargs: Any) -> Stored | None:
        """Return the answer, or None for the ordinary way."""
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Try the short way for reads by everybody."""
        if is_plain_read(request) and (answer := self._short_way(request, **kwargs)):
            return answer
        return super().dispatch(request, *args, **kwargs)

    def _short_way(self, request: HttpRequest, **kwargs: Any) -> HttpResponse | None:
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
        response["Vary"] = "Accept, Authorization, Cookie"
        if found.version is not None:
            response["ETag"] = f'"{found.version}"'
        return response


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
