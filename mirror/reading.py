"""Reading another registry over HTTP: pages of changes, and whole exports line by line."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TIMEOUT = 90  # seconds; longer than the longest wait for changes
PAGE = 500


class CannotReadError(Exception):
    """The other registry does not answer as one does; the message is for whoever runs the command."""


@dataclass(frozen=True)
class Page:
    """Some changes, and the cursor behind them."""

    changes: list[dict[str, Any]]
    cursor: str
    is_last: bool


def changes_since(url: str, cursor: str, *, wait: int = 0) -> Page:
    """The next changes. Raises ``CannotReadError``."""
    body = _read(f"{url}changes/?since={cursor}&page_size={PAGE}&wait={wait}")
    try:
        page = json.loads(body)
        return Page(page["results"], page["cursor"], page["next"] is None)
    except (ValueError, KeyError, TypeError):
        raise CannotReadError(f"{url}changes/ is not the API of such a registry.") from None


def whole_list(url: str, resource: str) -> Iterator[dict[str, Any]]:
    """All records of a list, from its export. Raises ``CannotReadError`` when it was cut off."""
    count = 0
    try:
        with urllib.request.urlopen(f"{url}exports/{resource}.jsonl", timeout=TIMEOUT) as answer:  # noqa: S310  # checked by the command
            for line in answer:
                document = json.loads(line)
                if document.get("complete"):
                    if document["count"] != count:
                        break
                    return
                count += 1
                yield document
    except (OSError, ValueError) as error:
        raise CannotReadError(f"{url}exports/{resource}.jsonl: {error}") from None
    raise CannotReadError(f"{url}exports/{resource}.jsonl was cut off after {count} records.")


def legal_acts(url: str, *, after: int = 0) -> Iterator[dict[str, Any]]:
    """The chain of legal acts behind a place, in its order. Raises ``CannotReadError``."""
    address: str | None = f"{url}legal-acts/?page_size={PAGE}" + (f"&after={after}" if after else "")
    while address:
        body = _read(address)
        try:
            page = json.loads(body)
            yield from page["results"]
            address = page["next"]
        except (ValueError, KeyError, TypeError):
            raise CannotReadError(f"{url}legal-acts/ is not the API of such a registry.") from None


def _read(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310  # checked by the command
            body: bytes = answer.read()
            return body
    except (OSError, urllib.error.URLError) as error:
        raise CannotReadError(f"{address}: {error}") from None
