"""Bodies whose length nobody said (``Transfer-Encoding: chunked``): Django would not read one byte of them.

They are read to their end before anything else looks at the request, up to a limit, into a temporary file. The
server cannot tell a body that was cut off from one that has ended, so only what shows its own end is taken: JSON,
a form in parts, and bytes of an upload, which goes on where it stopped. For everything else, and for nothing at
all, the answer is 411: half a form must not count as a whole one.
"""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.core.handlers.wsgi import LimitedStream
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext_lazy as _

from common.errors import Text
from common.views.errors import refused

PART = 64 * 1024
IN_MEMORY = 1024 * 1024
WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FORM_IN_PARTS = "multipart/form-data"
SHOWS_ITS_END = frozenset({"application/json", "application/octet-stream", FORM_IN_PARTS})
LENGTH_NEEDED = _(
    "Send the header Content-Length: without it nobody can tell whether the request is whole. Nothing was done."
)
CUT_OFF = _("The request ended too early. Nothing was done. Send it again.")
TOO_LARGE = _("The request is larger than the registry takes. Nothing was done.")


class RefusedError(Exception):
    """The request is not taken: status, code and what to say."""

    def __init__(self, status: int, code: str, detail: Text) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail


class BodyLengthMiddleware:
    """Gives a request without ``Content-Length`` its length, or refuses it with nothing done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in WITHOUT_BODY or not has_unknown_length(request):
            return self.get_response(request)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                _read(request, body)
            except RefusedError as no:
                return refused(request, no.status, no.code, no.detail)
            return self.get_response(request)


def _read(request: HttpRequest, body: IO[bytes]) -> None:
    """Move the request's body into ``body`` and give it its length. Raises ``RefusedError``."""
    if not _may_be_read(request):
        raise RefusedError(411, "length_required", LENGTH_NEEDED)
    try:
        size = _keep(_source(request), body)
    except (OSError, UnreadablePostError):
        raise RefusedError(400, "bad_request", CUT_OFF) from None
    if not size and (_coding(request) or request.headers.get("Content-Type")):
        raise RefusedError(411, "length_required", LENGTH_NEEDED)
    if not _is_whole(request, body, size):
        raise RefusedError(400, "bad_request", CUT_OFF)
    _give(request, body, size)


def has_unknown_length(request: HttpRequest) -> bool:
    """Whether a body may follow whose length no header says.

    In HTTP/1 only ``Transfer-Encoding`` says that one follows; HTTP/2 and later need no header for it.
    """
    if _coding(request):
        return True
    protocol = request.META.get("SERVER_PROTOCOL", "")
    return not request.META.get("CONTENT_LENGTH") and protocol.startswith(("HTTP/2", "HTTP/3"))


def _coding(request: HttpRequest) -> str:
    return request.headers.get("Transfer-Encoding", "").strip().lower()


def _may_be_read(request: HttpRequest) -> bool:
    """Whether the server takes the chunks apart, and the body shows its own end."""
    is_read_to_end = hasattr(request, "scope") or bool(request.META.get("wsgi.input_terminated"))
    kind = parse_header_parameters(request.headers.get("Content-Type", ""))[0]
    is_empty_kind = not kind and not _coding(request)  # HTTP/2: mostly a request with no body at all
    return is_read_to_end and _coding(request) in {"", "chunked"} and (kind in SHOWS_ITS_END or is_empty_kind)


def _source(request: Any) -> IO[bytes]:
    """The body as the server hands it over; an ASGI server's has been read to its end by Django."""
    stream: IO[bytes] = request.META.get("wsgi.input") or request._stream
    return stream


def _keep(source: IO[bytes], body: IO[bytes]) -> int:
    """Write what comes and return how much it was."""
    size = 0
    while part := source.read(PART):
        size += len(part)
        if size > settings.REQUEST_MAX_BYTES:
            raise RefusedError(413, "too_large", TOO_LARGE)
        body.write(part)
    return size


def _is_whole(request: HttpRequest, body: IO[bytes], size: int) -> bool:
    """Whether a form in parts has its last boundary; of JSON the parser sees it, of an upload its number of bytes."""
    kind, parameters = parse_header_parameters(request.headers.get("Content-Type", ""))
    if kind != FORM_IN_PARTS:
        return True
    last = f"--{parameters.get('boundary', '')}--".encode()
    body.seek(max(size - len(last) - PART, 0))
    return last in body.read()


def _give(request: Any, body: IO[bytes], size: int) -> None:
    """Let Django read the body as if its length had been said."""
    body.seek(0)
    request.META["CONTENT_LENGTH"] = str(size)
    request.META.pop("HTTP_TRANSFER_ENCODING", None)
    request.__dict__.pop("headers", None)  # they are kept once read
    request._stream = LimitedStream(cast("Any", body), size)
