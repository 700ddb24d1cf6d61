"""Files in two calls, and more where the line breaks: announce with the hash, then send the bytes."""

from collections.abc import Iterator, Mapping
from typing import IO, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once
from accounts.api.views import ReadByAll
from common.api.fields import CodeField, StrictSerializer
from common.api.openapi import IDEMPOTENCY_KEY, answers
from common.errors import FieldProblem, RuleViolated
from partnerships.api.access import partnership_or_404
from partnerships.api.document_views import warnings_about
from partnerships.api.inputs import identifier
from partnerships.api.part_serializers import DocumentWarningSerializer
from partnerships.choices import DocumentKind
from partnerships.models import Upload
from partnerships.policies import can_attach_something
from partnerships.services.uploads import KEPT, Announced, announce_upload, receive, upload_of

TAGS = ["partnerships"]
PART = 256 * 1024  # bytes that are written at a time
LARGEST_OFFSET = 2**40
OFFSET = OpenApiParameter(
    "Upload-Offset",
    {"type": "integer", "minimum": 0},
    OpenApiParameter.HEADER,
    required=True,
    description="Position of the first byte of the body: `received` from the last response.",
)


class AnnounceInput(StrictSerializer):
    """What a file will be."""

    name = serializers.CharField(max_length=255, help_text="Name of the file, for people.")
    size = serializers.IntegerField(min_value=0, max_value=LARGEST_OFFSET, help_text="Number of its bytes.")
    sha256 = serializers.CharField(max_length=64, help_text="SHA-256 of its bytes, in hexadecimal digits.")
    kind = CodeField(DocumentKind, help_text="What the file is.")
    language = serializers.CharField(
        required=False, allow_blank=True, max_length=10, help_text="Language of the text, such as `uk`."
    )
    agreement = identifier(required=False, help_text="Id of the agreement to which it belongs.")
    activity = identifier(required=False, help_text="Id of the activity to which it belongs.")


class UploadSerializer(serializers.Serializer):
    """Progress of an upload."""

    id = serializers.UUIDField(help_text="Id of the upload.")
    size = serializers.IntegerField(help_text="Bytes that were announced.")
    received = serializers.IntegerField(
        help_text=(
            "Bytes received: continue from there. Back to 0 if the file did not match what was announced."
        )
    )
    document = serializers.IntegerField(
        source="document_id", allow_null=True, help_text="Id of the document; null until all bytes have come."
    )
    warnings = serializers.SerializerMethodField(
        help_text="What a person should look at, such as `same_file`; empty until all bytes have come."
    )
    expires_at = serializers.SerializerMethodField(help_text="When it is deleted if it is not complete.")

    @extend_schema_field(DocumentWarningSerializer(many=True))
    def get_warnings(self, upload: Upload) -> list[dict[str, Any]]:
        """The same as of a file that was sent at once."""
        return warnings_about(upload.document) if upload.document else []

    def get_expires_at(self, upload: Upload) -> str:
        """A day after it was announced."""
        return (upload.created_at + KEPT).isoformat()


class RawParser(BaseParser):
    """Leaves the body as a stream: it is written to the disk part by part."""

    media_type = "application/octet-stream"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The stream itself."""
        return stream


class UploadAnnounce(ReadByAll):
    """Beginning an upload."""

    @extend_schema(
        operation_id="partnership_uploads_create",
        tags=TAGS,
        parameters=[IDEMPOTENCY_KEY],
        request=AnnounceInput,
        responses=answers({201: UploadSerializer}, 401, 403, 404, 409, 415),
    )
    def post(self, request: Request, pk: int) -> Response:
        """Announce a file; send its bytes to the address in `Location`, in one or more parts."""
        return answer_once(request, lambda: self._create(request, pk))

    def _create(self, request: Request, pk: int) -> Response:
        can_attach_something(request.user, partnership_or_404(request.user, pk)).require()
        given = AnnounceInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = {
            name: given.validated_data[name]
            for name in ("name", "size", "sha256", "kind", "language")
            if name in given.validated_data
        }
        belongs = {f"{name}_id": given.validated_data.get(name) for name in ("agreement", "activity")}
        upload = announce_upload(pk, actor=self.actor, data=Announced(**data, **belongs))
        address = request.build_absolute_uri(reverse("api:upload", args=[upload.pk]))
        return Response(UploadSerializer(upload).data, status=201, headers={"Location": address})


class UploadDetail(ReadByAll):
    """An upload on its way: one's own only."""

    parser_classes = (RawParser,)

    @extend_schema(
        operation_id="uploads_read", tags=TAGS, responses=answers({200: UploadSerializer}, 401, 404)
    )
    def get(self, request: Request, upload_id: UUID) -> Response:
        """Show how many bytes have been received, so that you can continue after a lost connection."""
        if not request.user.is_authenticated:
            self.permission_denied(request)
        return Response(UploadSerializer(upload_of(upload_id, self.actor)).data)

    @extend_schema(
        operation_id="uploads_send",
        tags=TAGS,
        parameters=[OFFSET],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses=answers({200: UploadSerializer, 201: UploadSerializer}, 401, 403, 404, 409, 413, 415),
    )
    def patch(self, request: Request, upload_id: UUID) -> Response:
        """Send bytes. When the last one is received, the file is checked and attached: 201.

        409 `wrong_offset` means that the part does not begin where the last one ended.
        """
        offset = _offset(request)
        upload = receive(upload_id, actor=self.actor, offset=offset, parts=_parts(request.data))
        return Response(UploadSerializer(upload).data, status=201 if upload.document_id else 200)


def _offset(request: Request) -> int:
    text = request.headers.get("Upload-Offset", "")
    if not text.isascii() or not text.isdecimal() or int(text[:20]) > LARGEST_OFFSET:
        detail = _("Set the Upload-Offset header to the first byte of this body; start with 0.")
        raise RuleViolated([FieldProblem("Upload-Offset", "invalid", detail)])
    return int(text)


def _parts(stream: Any) -> Iterator[bytes]:
    """The body, piece by piece; nothing at all when there is none."""
    while hasattr(stream, "read") and (part := stream.read(PART)):
        yield part
