"""Nested errors of serializers as a flat list with paths such as ``foreign_parties[1].municipality``."""

from collections.abc import Iterator
from typing import Any

from rest_framework.exceptions import ErrorDetail

from common.errors import FieldProblem, Text

WHOLE = "non_field_errors"
LONGEST_DETAIL = 500


def field_problems(detail: Any) -> list[FieldProblem]:
    """Flatten the detail of a framework's ``ValidationError``."""
    return list(_flat(detail, ""))


def _flat(detail: Any, path: str) -> Iterator[FieldProblem]:
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from _flat(value, _joined(path, key))
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        for index, item in enumerate(detail):
            yield from _flat(item, f"{path}[{index}]")
    elif isinstance(detail, list):
        for item in detail:
            yield from _flat(item, path)
    else:
        code = (detail.code if isinstance(detail, ErrorDetail) else None) or "invalid"
        yield FieldProblem(path, code, str(detail))


def _joined(path: str, key: Any) -> str:
    if key == WHOLE:
        return path
    if isinstance(key, int):  # the items of a list field
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else str(key)


def printable(text: Text) -> str:
    """Make a text safe to send: no half surrogates, no endless echo of what was sent."""
    plain = str(text).encode("utf-8", "replace").decode()
    return plain if len(plain) <= LONGEST_DETAIL else f"{plain[:LONGEST_DETAIL]}…"
