"""Files of a partnership: listed, uploaded, and streamed to those who may read them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db.models import Q
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once
from accounts.api.views import ReadByAll
from common.api.kinds import BOOLEAN
from common.api.listing import Listing
from common.api.openapi import IDEMPOTENCY_KEY, answers, page_of
from common.api.parameters import Parameter
from common.api.problems import TITLES
from common.errors import DomainError, RuleViolated
from common.stored_files import file_answer
from partnerships.api.access import partnership_or_404
from partnerships.api.inputs import DocumentWrite
from partnerships.api.part_serializers import CreatedDocumentSerializer, DocumentSerializer
from partnerships.document_versions import with_versions
from partnerships.models import Document, Partnership
from partnerships.policies import can_attach_something, can_read_file_content
from partnerships.services import attach_document
from partnerships.services.documents import same_file, same_file_warning
from partnerships.services.file_types import ACCEPTED_TYPES

TAGS = ["partnerships"]
FORM_AROUND_FILE = 64 * 1024  # the other fields and the boundaries of a form
CURRENT = Parameter("current", BOOLEAN, "With `true`, only files that have no later version.")
DOCUMENT_LISTING = Listing(
    [], orderings={"uploaded_at": "uploaded_at"}, default="-uploaded_at", more=[CURRENT]
)


class FileTooLarge(DomainError):
    """The file is larger than the registry takes."""

    code = "too_large"
    status = 413
    title = TITLES[413]


class DocumentList(ReadByAll):
    """Documents of a partnership."""

    parameters = DOCUMENT_LISTING
    parser_classes = (MultiPartParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is far too large before it is read."""
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdigit() and int(length) > settings.DOCUMENT_MAX_BYTES + FORM_AROUND_FILE:
            raise RequestDataTooBig

    @extend_schema(
        operation_id="partnership_documents_list",
        tags=TAGS,
        parameters=DOCUMENT_LISTING.schema(),
        responses=answers({200: page_of(DocumentSerializer)}, 302, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        """List the documents: all of them if you may read them, otherwise only the public ones."""
        partnership = partnership_or_404(request.user, pk)
        documents = partnership.documents.all()
        self.may_read_file = bool(can_read_file_content(request.user, partnership))
        if not self.may_read_file:
            documents = documents.filter(is_public=True)
        self.current_ids = current_ids(documents)
        if "current" in self.asked:
            wanted = Q(pk__in=self.current_ids)
            documents = documents.filter(wanted if self.asked["current"] else ~wanted)
        return self.page(documents, DocumentSerializer, DOCUMENT_LISTING.order(self.asked))

    @extend_schema(
        operation_id="partnership_documents_create",
        tags=TAGS,
        parameters=[IDEMPOTENCY_KEY],
        request={"multipart/form-data": DocumentWrite},
        responses=answers({201: CreatedDocumentSerializer}, 401, 403, 404, 409, 413, 415),
    )
    def post(self, request: Request, pk: int) -> Response:
        """Attach a file; its type is detected from the content."""
        return answer_once(request, lambda: self._create(request, pk))

    def _create(self, request: Request, pk: int) -> Response:
        can_attach_something(request.user, partnership_or_404(request.user, pk)).require()
        given = DocumentWrite(data=request.data)
        given.is_valid(raise_exception=True)
        fields = given.validated_data
        try:
            document = attach_document(
                pk,
                actor=self.actor,
                upload=fields["file"],
                kind=fields["kind"],
                language=fields.get("language", ""),
                agreement_id=fields.get("agreement"),
                activity_id=fields.get("activity"),
            )
        except RuleViolated as error:
            raise _too_large(error) or error from None
        self.may_read_file, self.current_ids = True, {document.pk}
        shown = DocumentSerializer(document, context={"request": request, "view": self}).data
        body = {**shown, "warnings": warnings_about(document)}
        return Response(body, status=201, headers={"Location": shown["content"]})


def current_ids(documents: Iterable[Document]) -> set[int]:
    """Ids of the files that count now; what is not among ``documents`` replaces nothing."""
    return {found.current.pk for found in with_versions(documents)}


def warnings_about(document: Document) -> list[dict[str, Any]]:
    """What a person should look at after attaching a file."""
    other = same_file(document)
    if other is None:
        return []
    return [{"code": "same_file", "detail": same_file_warning(document), "document": other.pk}]


def _too_large(error: RuleViolated) -> FileTooLarge | None:
    """Return the answer for a file that is only too large: that has a status of its own."""
    details = [problem.detail for problem in error.problems if problem.code == FileTooLarge.code]
    return FileTooLarge(details[0]) if details else None


class DocumentContent(ReadByAll):
    """The content of one document."""

    @extend_schema(
        operation_id="partnership_documents_content",
        tags=TAGS,
        responses=answers({(200, kind): OpenApiTypes.BINARY for kind in ACCEPTED_TYPES}, 401, 403, 404),
    )
    def get(self, request: Request, pk: int, document_pk: int) -> HttpResponse:
        """Stream the file, always as a download."""
        partnership = partnership_or_404(request.user, pk)
        document = partnership.documents.filter(pk=document_pk).first()
        if document is None:
            raise Http404
        may_read_file = self._require_readable(request, partnership, document)
        name = document.original_name if may_read_file else f"document-{document.pk}"
        response = file_answer(document, name=name, content_type=document.detected_type)
        response["ETag"] = f'"{document.sha256}"'
        response["Cache-Control"] = "public, max-age=3600" if document.is_public else "private, no-store"
        return response

    def _require_readable(self, request: Request, partnership: Partnership, document: Document) -> bool:
        decision = can_read_file_content(request.user, partnership)
        if document.is_public or decision:
            return bool(decision)
        if not request.user.is_authenticated:
            self.permission_denied(request)
        decision.require()
        return False
