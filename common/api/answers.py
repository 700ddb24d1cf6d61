"""What every answer of the API has around it: caching, conditions, compression, limits, other sites' scripts.

The version of a record is its strong ``ETag`` and goes into ``If-Match``. It says nothing of facts that stand
in other tables, so a record is "not modified" only when ``If-Modified-Since`` says so, too. Lists have a weak
``ETag`` of their content.
"""

import gzip
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import Any

import zstandard
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, parse_http_date_safe
from django.utils.text import compress_sequence

from common.api.versions import own_tag

API = "/api/"
READS = frozenset({"GET", "HEAD"})
SMALLEST = 1000  # bytes: below that compression gains nothing
COMPRESSED = (
    "application/json",
    "application/problem+json",
    "text/csv",
    "application/x-ndjson",
    "application/geo+json",
)
EXPOSED = (
    "ETag, Last-Modified, Location, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
    "Deprecation, Sunset, X-Request-ID"
)
TOLD_HEADERS = "Accept, Accept-Language, If-None-Match, If-Modified-Since"
GZIP_LEVEL, ZSTD_LEVEL = 5, 3


class ApiAnswersMiddleware:
    """Finishes the answers of the API; everything else passes untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        if request.method == "OPTIONS" and request.headers.get("Access-Control-Request-Method", "") in READS:
            return _preflight()
        response = self.get_response(request)
        _tell_limits(request, response)
        if request.method not in READS:
            return response
        if is_anonymous(request):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED
            if response.status_code == 200 and "Cache-Control" not in response:
                response["Cache-Control"] = "public, no-cache"  # kept, but asked for before it is used again
        _tag(response)
        if _may_be_compressed(response):
            patch_vary_headers(response, ("Accept-Encoding",))
        if _is_not_modified(request, response):
            return _not_modified(response)
        return compressed(request, response)


def is_anonymous(request: HttpRequest) -> bool:
    """Whether neither a token nor a session came with the request."""
    return "Authorization" not in request.headers and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _preflight() -> HttpResponse:
    """Scripts of other sites may read what everybody may; they send no token and no cookie."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD"
    response["Access-Control-Allow-Headers"] = TOLD_HEADERS
    response["Access-Control-Max-Age"] = "86400"
    return response


def _tell_limits(request: HttpRequest, response: Any) -> None:
    if limit := getattr(request, "rate_limit", None):
        response["RateLimit-Limit"], response["RateLimit-Remaining"], response["RateLimit-Reset"] = map(
            str, limit
        )


def _tag(response: Any) -> None:
    """Give a list a weak ``ETag`` of its content."""
    if response.status_code != 200 or response.streaming or "ETag" in response:
        return
    if response.get("Content-Type", "").startswith("application/json") and response.content:
        response["ETag"] = f'W/"{blake2b(response.content, digest_size=12).hexdigest()}"'


def _is_not_modified(request: HttpRequest, response: Any) -> bool:
    if response.status_code != 200:
        return False
    asked, tag = parse_etags(request.headers.get("If-None-Match", "")), response.get("ETag", "")
    if asked:
        same = tag and own_tag(tag) in {own_tag(one) for one in asked}
        if not same:
            return False
        if tag.startswith("W/"):
            return True
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    modified = parse_http_date_safe(response.get("Last-Modified", ""))
    return since is not None and modified is not None and modified <= since


def _not_modified(response: Any) -> Any:
    """The headers without the body."""
    answer: Any = HttpResponseNotModified()
    for name, value in response.items():
        if name.lower() not in {"content-type", "content-length"}:
            answer[name] = value
    answer._resource_closers.extend(response._resource_closers)  # files are closed with the answer
    return answer


def compressed(request: HttpRequest, response: Any) -> Any:
    """Compress what is long, in the way that the reader prefers; a strong ``ETag`` names these very bytes."""
    if not _may_be_compressed(response):
        return response
    coding = _coding(request.headers.get("Accept-Encoding", ""))
    if not coding or request.method == "HEAD":
        return response
    if response.streaming:
        response.streaming_content = _stream(response.streaming_content, coding)
        response.headers.pop("Content-Length", None)
    else:
        pack = zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress if coding == "zstd" else _gzip
        response.content = pack(response.content)
        response["Content-Length"] = str(len(response.content))
    response["Content-Encoding"] = coding
    return response


def _may_be_compressed(response: Any) -> bool:
    if response.status_code < 200 or "Content-Encoding" in response:
        return False
    if response.get("ETag", "").startswith('"') or not response.get("Content-Type", "").startswith(
        COMPRESSED
    ):
        return False
    return bool(response.streaming or len(response.content) >= SMALLEST)


def _coding(accepted: str) -> str:
    """``zstd`` before ``gzip``; empty when neither is wanted."""
    wanted = {}
    for part in accepted.lower().split(","):
        name, _semicolon, weight = part.strip().partition(";q=")
        wanted[name.strip()] = weight.strip() not in {"0", "0.0", "0.00", "0.000"}
    return next((name for name in ("zstd", "gzip") if wanted.get(name)), "")


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, GZIP_LEVEL, mtime=0)


def _stream(parts: Iterable[bytes], coding: str) -> Iterator[bytes]:
    if coding == "gzip":
        yield from compress_sequence(parts)
        return
    packer = zstandard.ZstdCompressor(level=ZSTD_LEVEL).compressobj()
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()
