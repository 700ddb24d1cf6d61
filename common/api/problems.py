"""Every error of the API as ``application/problem+json`` (RFC 9457): the one place that maps them."""

import math
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, UnreadablePostError
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from common.api.problem_fields import field_problems, printable
from common.errors import (
    UNREADABLE_VALUE,
    WRITTEN_AT_ONCE,
    ConfirmationNeeded,
    Conflict,
    DomainError,
    FieldProblem,
    InvalidTransition,
    MovedTo,
    RuleViolated,
    StaleVersion,
    Text,
    is_written_at_once,
)

CONTENT_TYPE = "application/problem+json"

TITLES: dict[int, Text] = {
    302: _("The record is at another address"),
    400: _("There is a problem with the request"),
    401: _("You must sign in first"),
    403: _("You do not have permission to do this"),
    404: _("Not found"),
    405: _("This address does not accept this method"),
    406: _("Only JSON is available here"),
    409: _("This conflicts with another record"),
    411: _("The length of the request is missing"),
    412: _("The record has changed"),
    413: _("The request is too large"),
    415: _("This content type is not accepted"),
    428: _("Version missing"),
    429: _("Too many requests"),
    500: _("Something went wrong on our side"),
    507: _("There is no room for the file"),
    503: _("The registry is temporarily unavailable"),
}

UNAVAILABLE = _("The database is not responding. Try again in a minute.")
RETRY_AFTER = 60  # seconds

# Errors of Django and Python: which answer each gets. The first that fits counts.
OTHER_ERRORS: tuple[tuple[tuple[type[Exception], ...], int, str, Text], ...] = (
    ((Http404,), 404, "not_found", _("There is no such record.")),
    ((PermissionDenied,), 403, "not_allowed", _("You do not have permission to do this.")),
    ((RequestDataTooBig,), 413, "too_large", _("The request is larger than the registry accepts.")),
    (
        (SuspiciousOperation, BadRequest, UnreadablePostError, *UNREADABLE_VALUE),
        400,
        "bad_request",
        _("The request cannot be read."),
    ),
    ((RecursionError,), 400, "malformed", _("The JSON is nested too deeply.")),
    ((OperationalError, InterfaceError), 503, "unavailable", UNAVAILABLE),
)


def problem_body(
    status: int,
    code: str,
    detail: Text,
    *,
    title: Text = "",
    errors: Iterable[FieldProblem] = (),
    **more: Any,
) -> dict[str, Any]:
    """Build the body of a problem; ``more`` are members such as ``current_status``."""
    body: dict[str, Any] = {
        "type": f"urn:pobratym:problem:{code}",
        "title": str(title or TITLES.get(status, TITLES[400])),
        "status": status,
        "detail": printable(detail),
        "code": code,
    }
    if listed := [
        {"field": printable(e.field), "code": e.code, "detail": printable(e.detail)} for e in errors
    ]:
        body["errors"] = listed
    return {**body, **more}


def problem(status: int, code: str, detail: Text, **more: Any) -> Response:
    """Answer with a problem."""
    return Response(problem_body(status, code, detail, **more), status=status, content_type=CONTENT_TYPE)


def problem_exception_handler(exc: Exception, context: dict[str, Any]) -> Response:
    """Turn whatever a view raised into a problem; an unexpected error is logged, never shown."""
    set_rollback()
    request: Any = context.get("request")
    if isinstance(exc, MovedTo) and request is not None and request.method in {"GET", "HEAD"}:
        return _moved(exc, request)
    response = _answer(exc)
    if response.status_code >= 500:
        log_response(  # which also keeps Django from logging the same answer again
            "API request failed", response=response, request=getattr(request, "_request", None), exception=exc
        )
        got_request_exception.send(sender=None, request=request)
    return response


def _moved(exc: MovedTo, request: Any) -> Response:
    """Lead a reader to the kept record, by 302: a merger can be undone for a day."""
    path = request.get_full_path().replace(f"/{exc.old}/", f"/{exc.new}/", 1)
    answer = problem(302, "moved", _("This record has been merged with another. Use the new address."))
    answer["Location"] = request.build_absolute_uri(path)
    return answer


def _answer(exc: Exception) -> Response:
    if isinstance(exc, DomainError):
        return _domain_problem(exc)
    if isinstance(exc, exceptions.APIException):
        return _framework_problem(exc)
    if is_written_at_once(exc):
        return _domain_problem(Conflict(WRITTEN_AT_ONCE))
    for kinds, status, code, detail in OTHER_ERRORS:
        if isinstance(exc, kinds):
            answer = problem(status, code, str(exc) if status == 403 and str(exc) else detail)
            if status == 503:
                answer["Retry-After"] = str(RETRY_AFTER)
            return answer
    return problem(500, "error", _("The error has been recorded. Nothing was changed."))


def domain_problem_body(exc: DomainError) -> dict[str, Any]:
    """The body for an error of the domain, with what it carries."""
    more: dict[str, Any] = {}
    if isinstance(exc, InvalidTransition):
        more["current_status"] = exc.current_status
    if isinstance(exc, StaleVersion):
        more["current_version"] = exc.current_version
    if isinstance(exc, RuleViolated):
        more["errors"] = exc.problems
    if isinstance(exc, ConfirmationNeeded):
        more["confirm"] = [question.code for question in exc.questions]
        more["questions"] = [
            {"code": question.code, "detail": printable(question.detail)} for question in exc.questions
        ]
    return problem_body(exc.status, exc.code, exc.detail, title=exc.title, **more)


def _domain_problem(exc: DomainError) -> Response:
    return Response(domain_problem_body(exc), status=exc.status, content_type=CONTENT_TYPE)


def _framework_problem(exc: exceptions.APIException) -> Response:
    if isinstance(exc, exceptions.ValidationError):
        return _domain_problem(RuleViolated(field_problems(exc.detail)))
    response = problem(exc.status_code, _framework_code(exc), _framework_detail(exc))
    if header := getattr(exc, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(exc, "wait", None):
        response["Retry-After"] = str(math.ceil(wait))
    return response


def _framework_code(exc: exceptions.APIException) -> str:
    codes: dict[type[exceptions.APIException], str] = {
        exceptions.ParseError: "malformed",
        exceptions.PermissionDenied: "not_allowed",
        exceptions.MethodNotAllowed: "method_not_allowed",
        exceptions.UnsupportedMediaType: "unsupported_media_type",
        exceptions.Throttled: "too_many_requests",
    }
    return codes.get(type(exc), str(exc.get_codes()))


def _framework_detail(exc: exceptions.APIException) -> Text:
    if isinstance(exc, exceptions.ParseError):
        return _("The body is not valid: %(reason)s") % {"reason": exc.detail}
    return str(exc.detail)
