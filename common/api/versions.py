"""``ETag`` and ``If-Match``: whoever writes says which version was read."""

import re
from typing import Any

from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import DomainError, FieldProblem, RuleViolated, StaleVersion

_TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
_LIST = re.compile(rf"\s*{_TAG}(?:\s*,\s*{_TAG})*\s*\Z")
# Proxies that compress name the packed bytes in a tag of their own: nginx writes W/"7", Apache and Caddy "7-gzip".
_PACKED = re.compile(r'-(?:gzip|br|zstd|deflate)"\Z')
_OWN_TAG = re.compile(r'"(\d{1,9})"\Z')


class VersionRequired(DomainError):
    """A write does not say which version it is based on."""

    code = "version_required"
    status = 428
    title = gettext_lazy("Version missing")


def asked_versions(request: Request) -> set[int]:
    """Read ``If-Match``; raises ``VersionRequired`` when it is missing or says "whatever there is"."""
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        raise VersionRequired(
            _("Send the version you have read: put the ETag of the last response in the If-Match header.")
        )
    if not _LIST.match(header):
        detail = _("If-Match must be the ETag of the last response, with its quotation marks.")
        raise RuleViolated([FieldProblem("If-Match", "invalid", detail)])
    own = (_OWN_TAG.match(own_tag(tag)) for tag in re.findall(_TAG, header))
    return {int(found.group(1)) for found in own if found}


def own_tag(tag: str) -> str:
    """Return a tag as the registry wrote it, without what a compressing proxy has made of it on the way."""
    return _PACKED.sub('"', tag.removeprefix("W/"))


def expected_version(request: Request, record: Any) -> int:
    """Return the version the caller has read; raises ``StaleVersion`` unless it is the record's.

    This is the early comparison; the service compares again under the row lock.
    """
    if record.version not in asked_versions(request):
        raise StaleVersion(current_version=record.version)
    version: int = record.version
    return version


def with_etag(response: Response, version: int) -> Response:
    """Say in the answer which version it shows."""
    response["ETag"] = f'"{version}"'
    return response


def last_modified(updated: float) -> str:
    """``Last-Modified`` of a record: when it was changed, or the beginning of this day; empty while too fresh.

    Whether an agreement is in force changes with the date, and nobody writes anything then. The header knows
    seconds only: a record may change once more within the second of its last change, so none is said in it.
    """
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    changed = int(max(updated, midnight.timestamp()))
    return http_date(changed) if changed < int(now.timestamp()) else ""


def say_last_modified(response: Any, updated: float) -> None:
    """Put ``Last-Modified`` on an answer when it can be relied on."""
    if moment := last_modified(updated):
        response["Last-Modified"] = moment
