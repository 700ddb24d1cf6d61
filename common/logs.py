"""What is written down when something goes wrong: one line for each event, without personal data.

A line says when, how bad, where in the program and in which request (the id that the answer carried, too). It never
holds the query string, the body, an address with a secret in it, or what PostgreSQL quotes of a row.
"""

import json
import logging
import re
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.urls import Resolver404, resolve
from django.utils import translation

ROOT = str(Path(__file__).resolve().parent.parent) + "/"
# Set for each request by audit.middleware; what runs in no request has none.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")

LONGEST_TEXT = 300
MOST_FRAMES = 25
MOST_CAUSES = 5
_EMAIL = re.compile(r"[^\s\"'<>(),;:=]+@[^\s\"'<>(),;:]+")
_PHONE = re.compile(r"\+?\d(?:[\s()-]*\d){8,}")
_QUOTED = re.compile(r"\"[^\"]*\"")

logger = logging.getLogger(__name__)


class TroubleOnly(logging.Filter):
    """Let pass what warns or carries an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether it is to be written."""
        return record.levelno >= logging.WARNING or bool(record.exc_info)


class JsonFormatter(logging.Formatter):
    """Write an event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return json.dumps(event_of(record), ensure_ascii=False, default=str)


class PlainFormatter(logging.Formatter):
    """Write an event for whoever watches a terminal: the same facts, and the trace below."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a line, and lines of the trace."""
        event = event_of(record)
        said = (
            event.get(name, "") for name in ("level", "logger", "message", "method", "route", "request_id")
        )
        return "\n".join([" ".join(filter(None, said)), *_trace_lines(event.get("errors", []))])


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a line says of an event."""
    event: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
        "request_id": REQUEST_ID.get(),
        "process": record.process,
    }
    request = getattr(record, "request", None)
    if request is not None:
        event |= {"method": request.method, "route": route_of(request)}
    if status := getattr(record, "status_code", None):
        event["status"] = status
    if job := getattr(record, "job", None):
        event["job"] = {name: job.get(name) for name in ("id", "task_name", "attempts")}
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and not record.name.startswith("django.security"):  # there the request is to blame
        event["errors"] = [_told(one) for one in _causes(error)]
    return {name: value for name, value in event.items() if value not in ("", None)}


def _message(record: logging.LogRecord) -> str:
    """The message without the address of a request, which may hold a secret, and without the arguments of a job."""
    if hasattr(record, "job"):
        return str(getattr(record, "action", "job"))
    message, request = record.getMessage(), getattr(record, "request", None)
    if request is not None:
        message = message.replace(request.path, route_of(request))
    return scrubbed(message)


def route_of(request: Any) -> str:
    """Return the pattern of a request's address, such as ``invitation/<str:secret>/``, never what stood in it."""
    match = getattr(request, "resolver_match", None)
    if match:
        return str(match.route)
    with translation.override(
        translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    ):
        try:
            return str(resolve(request.path_info).route)
        except Resolver404:
            return "no such address"


def scrubbed(text: str) -> str:
    """Return the first line of a text without e-mail addresses and telephone numbers."""
    line = (text.strip().splitlines() or [""])[0][:LONGEST_TEXT]
    return _PHONE.sub("…", _EMAIL.sub("…", line))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, the last one first."""
    for _number in range(MOST_CAUSES):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> dict[str, Any]:
    """The type, the text and the places of an error; what PostgreSQL quotes may come from a form."""
    kind = type(error)
    text = scrubbed(str(error))
    if isinstance(error, DatabaseError) or kind.__module__.startswith("psycopg"):
        text = text if "server at" in text else _QUOTED.sub('"…"', text)
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    places = [f"{one.filename.removeprefix(ROOT)}:{one.lineno} {one.name}" for one in frames]
    return {"type": f"{kind.__module__}.{kind.__qualname__}", "text": text, "trace": places}


def _trace_lines(errors: Iterable[dict[str, Any]]) -> Iterator[str]:
    for error in errors:
        yield from (f"    {place}" for place in error["trace"])
        yield f"  {error['type']}: {error['text']}"


class AdminMailHandler(logging.Handler):
    """Tells administrators (``ADMINS``) of errors by mail: each kind once in a while, and not too many in an hour.

    Letters leave from a thread of their own: a mail server that hangs holds up no answer. They do not go through
    the queue, since the database may be what fails.
    """

    same_again_after = 15 * 60  # seconds
    most_an_hour = 10

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.sent: list[float] = []
        self.last: dict[str, float] = {}
        self.left_out: Counter[str] = Counter()
        self.counting = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Send a letter unless enough have been sent."""
        if not settings.ADMINS:
            return
        event = event_of(record)
        kind = _kind(event)
        with self.counting:
            if not self._may_send(kind, time.monotonic()):
                self.left_out[kind] += 1
                return
            left_out, self.left_out = self.left_out, Counter()
        threading.Thread(target=_send, args=(kind, event, left_out), name="letter to ADMINS").start()

    def _may_send(self, kind: str, now: float) -> bool:
        self.sent = [moment for moment in self.sent if moment > now - 3600]
        if len(self.sent) >= self.most_an_hour or now - self.last.get(kind, -1e9) < self.same_again_after:
            return False
        self.sent.append(now)
        self.last[kind] = now
        return True


def _kind(event: dict[str, Any]) -> str:
    """What makes two errors the same: their type and the place where it was raised."""
    error: dict[str, Any] = next(iter(event.get("errors", [])), {})
    return " ".join(filter(None, [error.get("type", event["message"]), *error.get("trace", [])[-1:]]))


def _send(kind: str, event: dict[str, Any], left_out: Counter[str]) -> None:
    from django.core.mail import mail_admins

    lines = [f"{name}: {value}" for name, value in event.items() if name != "errors"]
    lines += ["", *_trace_lines(event.get("errors", []))]
    if left_out:
        lines += ["", "Not told by a letter since the last one:"]
        lines += [f"{number} × {what}" for what, number in left_out.most_common(20)]
    try:
        mail_admins(kind[:150], "\n".join(lines))
    except OSError as error:  # also what smtplib raises
        logger.warning("The letter to ADMINS did not leave: %s", type(error).__name__)


def logged_parts(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on the parts of an answer that is sent while it is made; an error then reaches nobody else."""
    try:
        yield from parts
    except Exception:
        logger.exception("An answer broke off while it was sent")
        raise
