"""Middleware for concerns that views should not handle."""

import logging
from collections.abc import Callable
from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import get_language

from common.errors import UNREADABLE_VALUE
from common.marked_languages import mark_ukrainian
from common.stored_files import FileNotWhole, StorageFull
from common.views.errors import bad_request, unknown_host

logger = logging.getLogger(__name__)
_SPECIAL = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class SteadyCSPMiddleware(CSPMiddleware):
    """Writes the site's content security policy without putting it together anew for each answer.

    A page with a policy of its own goes the ordinary way. Nonces are not used here.
    """

    @cached_property
    def site_policy(self) -> str:
        """Default policy for pages without their own."""
        return str(build_policy())

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the header unless the page has one."""
        if any(hasattr(response, name) for name in _SPECIAL) or HEADER in response:
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response[HEADER] = self.site_policy
        return response


class CompressPagesMiddleware(GZipMiddleware):
    """Sends pages compressed: a long list is 4 kB instead of 40.

    Pages only. An answer of the API keeps its strong ``ETag``, which a compressed one could not have and which
    ``If-Match`` needs; files are compressed already.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what is HTML."""
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        answer: HttpResponseBase = super().process_response(request, response)
        return answer


class MarkUkrainianMiddleware:
    """Marks Ukrainian texts on pages in another language; see ``common.marked_languages``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and get_language() != "uk":
            response.content = mark_ukrainian(response.content.decode(response.charset))
        return response


class KnownHostMiddleware:
    """Refuses requests for other sites before anything builds an address from their ``Host``.

    Whoever asks for the health of one process does so by the address of its machine: these two answers are
    the same for every host.
    """

    any_host = frozenset({"/healthz", "/readyz"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in self.any_host:
            answer: HttpResponse = resolve(request.path_info).func(request)
            return answer
        try:
            request.get_host()
        except DisallowedHost:
            return unknown_host(request)
        return self.get_response(request)


class FileTroubleMiddleware:
    """Says on a page that a file cannot be given out, or that there is no room for one (the API says so itself)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for these two errors alone."""
        if not isinstance(exception, FileNotWhole | StorageFull):
            return None
        return render(request, "file_trouble.html", {"error": exception}, status=exception.status)


class UnreadableValuesMiddleware:
    """Answers 400 where a page asked the database for something that it cannot compare with anything.

    The API does so itself. It is logged all the same: the value may have been ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Take the errors that a value of the request causes; leave all others."""
        if not isinstance(exception, UNREADABLE_VALUE):
            return None
        logger.warning("Unreadable value in a request", exc_info=exception, extra={"request": request})
        return bad_request(request, exception)


class NoNullBytesMiddleware:
    """An address with a null byte leads nowhere: PostgreSQL cannot even look for such a text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
        return self.get_response(request)
