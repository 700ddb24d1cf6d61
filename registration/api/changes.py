"""What has changed in public, in the order of commits, for whoever keeps a copy of the registry."""

import json
import threading
import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ReadByAll
from common.api.fields import CodeField, MomentField
from common.api.kinds import Kind
from common.api.listing import DEFAULT_PAGE_SIZE, PAGE_SIZE
from common.api.openapi import answers
from common.api.parameters import Parameter, ParameterSet
from partnerships.models import ChangeAction, ChangedResource
from partnerships.records.changes import Change, changes_after, public_documents
from registration.api.serializers import EntrySerializer
from registration.selectors import register_entries

LONGEST_WAIT = 30  # seconds
LOOK_EVERY = 0.5  # seconds between two looks while a reader waits
LARGEST_PLACE = 2**63 - 1


def _place(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) > LARGEST_PLACE:
        raise ValueError
    return int(text)


def _seconds(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 2 or int(text) > LONGEST_WAIT:
        raise ValueError
    return int(text)


CHANGES = ParameterSet(
    [
        Parameter(
            "since",
            Kind(_place, "a `cursor` of an earlier answer", {"type": "string", "pattern": "^[0-9]{1,19}$"}),
            (
                "Position to start after: the `cursor` of an earlier response; it never expires. "
                "Without it, or with `0`, from the beginning."
            ),
        ),
        Parameter(
            "wait",
            Kind(_seconds, "0 – 30", {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT}),
            "Seconds to wait for a change. A busy server responds earlier, with no changes.",
        ),
        Parameter("page_size", PAGE_SIZE, "How many changes a page holds."),
    ]
)


class ChangeSerializer(serializers.Serializer):
    """One record that changed in one commit."""

    cursor = serializers.CharField(source="place", help_text="Position of the change, for `since`.")
    resource = CodeField(ChangedResource, help_text="Which list of the API the record belongs to.")
    key = serializers.CharField(
        help_text="Id of the partnership, or registration number of the entry: the number may be corrected, its "
        "`sequence` never changes."
    )
    action = CodeField(
        ChangeAction, help_text="`upsert`: added or changed; `delete`: no longer public, a tombstone."
    )
    at = MomentField(help_text="When it was committed.")
    document = serializers.JSONField(
        allow_null=True,
        help_text="The record as its list shows it now, including any later changes. Null for a tombstone.",
    )


class ChangePageSerializer(serializers.Serializer):
    """A page of changes in the order of commits."""

    next = serializers.URLField(allow_null=True, help_text="Address of what follows; null when up to date.")
    previous = serializers.URLField(allow_null=True, help_text="Always null: changes are followed forwards.")
    cursor = serializers.CharField(help_text="Position reached; use it in the next request.")
    results = ChangeSerializer(many=True, help_text="The changes, the earliest first.")


class ChangeList(ReadByAll):
    """The public changes."""

    parameters = CHANGES

    @extend_schema(
        operation_id="changes_list",
        tags=["changes"],
        parameters=CHANGES.schema(),
        responses=answers({200: ChangePageSerializer}),
    )
    def get(self, request: Request) -> Response:
        """List public changes since a given position, in commit order.

        Nothing is missing and nothing is repeated, even while others write. Several changes to a record
        in one commit count as one. Keep `cursor` and use it in the next request.
        """
        since, size = self.asked.get("since", 0), self.asked.get("page_size", DEFAULT_PAGE_SIZE)
        found = wait_for_changes(since, size + 1, self.asked.get("wait", 0))
        shown = found[:size]
        cursor = str(shown[-1].place if shown else since)
        following = request.build_absolute_uri(f"{request.path}?since={cursor}&page_size={size}")
        body = {
            "next": following if len(found) > size else None,
            "previous": None,
            "cursor": cursor,
            "results": with_documents(shown),
        }
        response = Response(ChangePageSerializer(body).data)
        response["Cache-Control"] = "no-cache"
        return response


_waiting = threading.Semaphore(settings.API_MOST_WAITING)


def wait_for_changes(since: int, most: int, seconds: int) -> list[Change]:
    """Changes behind a place; when there are none, wait, if this process can spare a thread for it."""
    found = changes_after(since, most)
    if found or not seconds or not _waiting.acquire(blocking=False):
        return found
    try:
        until = time.monotonic() + seconds
        while not found and time.monotonic() < until:
            time.sleep(min(LOOK_EVERY, max(until - time.monotonic(), 0)))
            found = changes_after(since, most)
    finally:
        _waiting.release()
    return found


def with_documents(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The changes as they are told. What has gone since it was changed is told as gone at once."""
    partnerships = {
        pk: json.loads(text)
        for pk, text in public_documents(_records(changes, ChangedResource.PARTNERSHIPS)).items()
    }
    numbers = _records(changes, ChangedResource.REGISTER)
    entries = register_entries().filter(act__in=numbers) if numbers else ()
    register = {entry.sequence: dict(EntrySerializer(entry).data) for entry in entries}
    return [
        _told(
            change,
            (register if change.resource == ChangedResource.REGISTER else partnerships).get(change.record),
        )
        for change in changes
    ]


def _records(changes: Sequence[Change], resource: ChangedResource) -> list[int]:
    return sorted(
        {one.record for one in changes if one.resource == resource and one.action == ChangeAction.UPSERT}
    )


def _told(change: Change, document: dict[str, Any] | None) -> dict[str, Any]:
    is_there = document is not None and change.action == ChangeAction.UPSERT
    in_register = change.resource == ChangedResource.REGISTER and document
    return {
        "place": str(change.place),
        "resource": change.resource,
        "key": document["number"] if in_register and document else str(change.record),
        "action": ChangeAction.UPSERT if is_there else ChangeAction.DELETE,
        "at": change.at,
        "document": document if is_there else None,
    }
