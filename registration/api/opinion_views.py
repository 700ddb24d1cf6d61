"""Opinions of other ministries on a draft."""

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once
from accounts.api.views import ReadByAll
from common.api.listing import Listing
from common.api.openapi import IDEMPOTENCY_KEY, IF_MATCH, answers, page_of
from common.api.versions import expected_version, with_etag
from registration.api.inputs import OpinionRecordInput, OpinionRequestInput
from registration.api.serializers import OpinionSerializer
from registration.api.views import case_or_404
from registration.models import Opinion
from registration.policies import can_keep_opinions
from registration.services import record_opinion, request_opinion

TAGS = ["registrations"]
OPINION_LISTING = Listing([], orderings={"requested_on": "requested_on"}, default="requested_on")


def _shown(request: Request, opinion: Opinion, status: int = 200) -> Response:
    address = reverse("api:opinion", args=[opinion.case_id, opinion.pk])
    headers = {"Location": request.build_absolute_uri(address)} if status == 201 else None
    case = case_or_404(request.user, opinion.case_id)
    return with_etag(Response(OpinionSerializer(opinion).data, status=status, headers=headers), case.version)


class OpinionList(ReadByAll):
    """Opinions on the draft of a case."""

    permission_classes = (IsAuthenticated,)
    parameters = OPINION_LISTING

    @extend_schema(
        operation_id="registration_opinions_list",
        tags=TAGS,
        parameters=OPINION_LISTING.schema(),
        responses=answers({200: page_of(OpinionSerializer)}, 401, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        """List the opinions asked for, the oldest first."""
        found = case_or_404(request.user, pk).opinions.all()
        return self.page(found, OpinionSerializer, OPINION_LISTING.order(self.asked))

    @extend_schema(
        operation_id="registration_opinions_create",
        tags=TAGS,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
        request=OpinionRequestInput,
        responses=answers({201: OpinionSerializer}, 401, 403, 404, 409, 412, 415, 428),
    )
    def post(self, request: Request, pk: int) -> Response:
        """Ask another ministry for its opinion; `If-Match` is the version of the case."""
        return answer_once(request, lambda: self._create(request, pk))

    def _create(self, request: Request, pk: int) -> Response:
        case = case_or_404(request.user, pk)
        version = expected_version(request, case)
        can_keep_opinions(request.user, case).require()
        given = OpinionRequestInput(data=request.data)
        given.is_valid(raise_exception=True)
        made = request_opinion(pk, actor=self.actor, expected_version=version, **given.validated_data)
        return _shown(request, made, 201)


class OpinionDetail(ReadByAll):
    """One opinion."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="registration_opinions_read",
        tags=TAGS,
        responses=answers({200: OpinionSerializer}, 401, 404),
    )
    def get(self, request: Request, pk: int, opinion_pk: int) -> Response:
        """Show an opinion; the `ETag` is the version of the case."""
        return _shown(request, self._find(request, pk, opinion_pk))

    @extend_schema(
        operation_id="registration_opinions_update",
        tags=TAGS,
        parameters=[IF_MATCH],
        request=OpinionRecordInput,
        responses=answers({200: OpinionSerializer}, 401, 403, 404, 409, 412, 415, 428),
    )
    def patch(self, request: Request, pk: int, opinion_pk: int) -> Response:
        """Record what the other ministry answered, or correct it: history keeps what was recorded first.

        `If-Match` is the version of the case.
        """
        opinion = self._find(request, pk, opinion_pk)
        version = expected_version(request, opinion.case)
        can_keep_opinions(request.user, opinion.case).require()
        given = OpinionRecordInput(data=request.data)
        given.is_valid(raise_exception=True)
        changed = record_opinion(
            opinion_pk, actor=self.actor, expected_version=version, **given.validated_data
        )
        return _shown(request, changed)

    def _find(self, request: Request, pk: int, opinion_pk: int) -> Opinion:
        case = case_or_404(request.user, pk)
        opinion = Opinion.objects.select_related("case").filter(case=case, pk=opinion_pk).first()
        if opinion is None:
            raise Http404
        return opinion
