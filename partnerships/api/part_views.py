"""What belongs to a partnership: agreements, comments, the timeline."""

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once
from accounts.api.views import ReadByAll
from common.api.listing import AS_GIVEN, PAGING, Listing, Rows
from common.api.openapi import IDEMPOTENCY_KEY, IF_MATCH, answers, page_of
from common.api.parameters import ParameterSet
from common.api.versions import expected_version, with_etag
from partnerships.api.access import partnership_or_404
from partnerships.api.inputs import (
    AgreementPatch,
    AgreementWrite,
    CommentWrite,
    agreement_input,
)
from partnerships.api.part_serializers import CommentSerializer, EventSerializer
from partnerships.api.serializers import AgreementSerializer
from partnerships.models import Agreement, Partnership
from partnerships.policies import can_add, can_comment, can_edit_agreement, can_read_file_content
from partnerships.selectors import agreements_for, comments_for
from partnerships.services import add_agreement, add_comment, update_agreement
from partnerships.timeline import timeline_for

TAGS = ["partnerships"]

AGREEMENT_LISTING = Listing([], orderings={"id": "id"}, default="id")
EVENT_LISTING = ParameterSet(PAGING)
COMMENT_LISTING = Listing([], orderings={"created_at": "created_at"}, default="created_at")


def _agreements(request: Request, partnership: Partnership) -> list[int]:
    return list(agreements_for(request.user).filter(partnership=partnership).values_list("pk", flat=True))


def _shown_agreement(request: Request, pk: int, status: int = 200) -> Response:
    agreement = Agreement.objects.select_related("register_entry").prefetch_related("cases__order").get(pk=pk)
    address = reverse("api:agreement", args=[agreement.partnership_id, pk])
    headers = {"Location": request.build_absolute_uri(address)} if status == 201 else None
    response = Response(AgreementSerializer(agreement).data, status=status, headers=headers)
    return with_etag(response, agreement.version)


class AgreementList(ReadByAll):
    """Agreements of a partnership."""

    parameters = AGREEMENT_LISTING

    @extend_schema(
        operation_id="partnership_agreements_list",
        tags=TAGS,
        parameters=AGREEMENT_LISTING.schema(),
        responses=answers({200: page_of(AgreementSerializer)}, 302, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        """List the agreements of a partnership."""
        partnership = partnership_or_404(request.user, pk)
        found = Agreement.objects.filter(pk__in=_agreements(request, partnership))
        found = found.select_related("register_entry").prefetch_related("cases__order")
        return self.page(found, AgreementSerializer, AGREEMENT_LISTING.order(self.asked))

    @extend_schema(
        operation_id="partnership_agreements_create",
        tags=TAGS,
        parameters=[IDEMPOTENCY_KEY],
        request=AgreementWrite,
        responses=answers({201: AgreementSerializer}, 401, 403, 404, 409, 415),
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add another agreement, or an amendment, to a partnership."""
        return answer_once(request, lambda: self._create(request, pk))

    def _create(self, request: Request, pk: int) -> Response:
        can_add(request.user, partnership_or_404(request.user, pk)).require()
        given = AgreementWrite(data=request.data)
        given.is_valid(raise_exception=True)
        made = add_agreement(pk, actor=self.actor, data=agreement_input(given.validated_data))
        return _shown_agreement(request, made.pk, 201)


class AgreementDetail(ReadByAll):
    """One agreement."""

    @extend_schema(
        operation_id="partnership_agreements_read",
        tags=TAGS,
        responses=answers({200: AgreementSerializer}, 302, 404),
    )
    def get(self, request: Request, pk: int, agreement_pk: int) -> Response:
        """Show an agreement; its version is in the `ETag`."""
        self._find(request, pk, agreement_pk)
        return _shown_agreement(request, agreement_pk)

    @extend_schema(
        operation_id="partnership_agreements_update",
        tags=TAGS,
        parameters=[IF_MATCH],
        request=AgreementPatch,
        responses=answers({200: AgreementSerializer}, 401, 403, 404, 412, 415, 428),
    )
    def patch(self, request: Request, pk: int, agreement_pk: int) -> Response:
        """Correct an agreement that is open for editing; omitted fields do not change."""
        agreement = self._find(request, pk, agreement_pk)
        version = expected_version(request, agreement)
        can_edit_agreement(request.user, agreement).require()
        given = AgreementPatch(data=request.data)
        given.is_valid(raise_exception=True)
        data = agreement_input(given.validated_data, agreement)
        update_agreement(agreement_pk, actor=self.actor, expected_version=version, data=data)
        return _shown_agreement(request, agreement_pk)

    def _find(self, request: Request, pk: int, agreement_pk: int) -> Agreement:
        partnership = partnership_or_404(request.user, pk)
        agreement = agreements_for(request.user).filter(partnership=partnership, pk=agreement_pk).first()
        if agreement is None:
            raise Http404
        return agreement


class CommentList(ReadByAll):
    """Questions and answers about a filing; never public."""

    permission_classes = (IsAuthenticated,)
    parameters = COMMENT_LISTING

    @extend_schema(
        operation_id="partnership_comments_list",
        tags=TAGS,
        parameters=COMMENT_LISTING.schema(),
        responses=answers({200: page_of(CommentSerializer)}, 302, 401, 403, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        """List the comments that you may read, the oldest first."""
        partnership = partnership_or_404(request.user, pk)
        can_read_file_content(request.user, partnership).require()
        found = comments_for(self.actor, partnership)
        return self.page(found, CommentSerializer, COMMENT_LISTING.order(self.asked))

    @extend_schema(
        operation_id="partnership_comments_create",
        tags=TAGS,
        parameters=[IDEMPOTENCY_KEY],
        request=CommentWrite,
        responses=answers({201: CommentSerializer}, 401, 403, 404, 409, 415),
    )
    def post(self, request: Request, pk: int) -> Response:
        """Write a comment."""
        return answer_once(request, lambda: self._create(request, pk))

    def _create(self, request: Request, pk: int) -> Response:
        can_comment(request.user, partnership_or_404(request.user, pk)).require()
        given = CommentWrite(data=request.data)
        given.is_valid(raise_exception=True)
        made = add_comment(pk, actor=self.actor, **given.validated_data)
        address = request.build_absolute_uri(reverse("api:comments", args=[pk]))
        return Response(CommentSerializer(made).data, status=201, headers={"Location": address})


class EventList(ReadByAll):
    """The timeline of a partnership; never public."""

    permission_classes = (IsAuthenticated,)
    parameters = EVENT_LISTING

    @extend_schema(
        operation_id="partnership_events_list",
        tags=TAGS,
        parameters=EVENT_LISTING.schema(),
        responses=answers({200: page_of(EventSerializer)}, 302, 401, 403, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        """List all events, oldest first, with the fields that changed."""
        partnership = partnership_or_404(request.user, pk)
        can_read_file_content(request.user, partnership).require()
        return self.page(Rows(timeline_for(self.actor, partnership)), EventSerializer, AS_GIVEN)
