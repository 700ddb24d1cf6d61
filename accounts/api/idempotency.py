"""``Idempotency-Key``: a repeated creating request gets the first answer and creates nothing."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import IdempotentAnswer
from common.errors import Conflict, FieldProblem, RuleViolated
from common.stored_files import atomic_with_files

KEPT_HEADERS = ("Location", "ETag")
LONGEST_KEY = 255


class IdempotencyConflict(Conflict):
    """The key was used before, with another body."""

    code = "idempotency_conflict"


def answer_once(request: Any, work: Callable[[], Response]) -> Response:
    """Do the work and keep its answer under the request's key, in one transaction.

    A second request with the key waits until the first has ended: it gets that answer when the first
    succeeded, and does the work when the first failed. Without a key the work is simply done.
    """
    key = _key(request)
    if key is None:
        with atomic_with_files():
            return work()
    return answer_once_for(request.user, key, request_digest(request), work)


def key_of_part(request: Request, part: int) -> str | None:
    """The key of one item of a request that does many things, each in a transaction of its own."""
    key = _key(request)
    return None if key is None else f"{key}#{part}"


def answer_once_for(user: Any, key: str, digest: str, work: Callable[[], Response]) -> Response:
    """The same under a key that is given."""
    with atomic_with_files():
        kept, is_new = IdempotentAnswer.objects.get_or_create(
            user=user, key=key, defaults={"request_digest": digest}
        )
        if not is_new:
            return _again(kept, digest)
        response = work()
        kept.status = response.status_code
        kept.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        kept.body = JSONRenderer().render(response.data).decode()
        kept.save(update_fields=["status", "headers", "body"])
        return response


def request_digest(request: Request, data: Any = None) -> str:
    """Hash method, address and body; the spacing of the JSON does not matter, the content of files does.

    ``data`` is the part of the body that counts; the whole body when not said.
    """
    content = [request.method, request.path, _canonical(request.data if data is None else data)]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _canonical(data: Any) -> Any:
    if not hasattr(data, "lists"):
        return data
    return {name: [_file_hash(value) for value in values] for name, values in data.lists()}


def _file_hash(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return [value.name, digest.hexdigest()]


def _key(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        detail = _("Idempotency-Key must be 1 to 255 printable ASCII characters.")
        raise RuleViolated([FieldProblem("Idempotency-Key", "invalid", detail)])
    return key


def _again(kept: IdempotentAnswer, digest: str) -> Response:
    if kept.request_digest != digest:
        raise IdempotencyConflict(
            _("This Idempotency-Key has already been used for a different request. Choose a new key.")
        )
    headers = {**kept.headers, "Idempotent-Replayed": "true"}
    return Response(json.loads(kept.body), status=kept.status, headers=headers)
