"""The cooperation log of a partnership: read by everybody, written by officials."""

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once
from accounts.api.views import ReadByAll
from common.api.listing import Listing
from common.api.openapi import IDEMPOTENCY_KEY, IF_MATCH, answers, page_of
from common.api.versions import expected_version, with_etag
from partnerships.api.access import partnership_or_404
from partnerships.api.inputs import ActivityPatch, ActivityWrite, activity_input
from partnerships.api.part_serializers import ActivitySerializer
from partnerships.models import Activity
from partnerships.policies import can_add
from partnerships.services import add_activity, delete_activity, update_activity

TAGS = ["partnerships"]
ACTIVITY_LISTING = Listing([], orderings={"happened": "happened_on"}, default="-happened")


class ActivityList(ReadByAll):
    """The cooperation log of a partnership."""

    parameters = ACTIVITY_LISTING

    @extend_schema(
        operation_id="partnership_activities_list",
        tags=TAGS,
        parameters=ACTIVITY_LISTING.schema(),
        responses=answers({200: page_of(ActivitySerializer)}, 302, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        """List what the partners did together, the latest first."""
        activities = partnership_or_404(request.user, pk).activities.all()
        return self.page(activities, ActivitySerializer, ACTIVITY_LISTING.order(self.asked))

    @extend_schema(
        operation_id="partnership_activities_create",
        tags=TAGS,
        parameters=[IDEMPOTENCY_KEY],
        request=ActivityWrite,
        responses=answers({201: ActivitySerializer}, 401, 403, 404, 409, 415),
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add an entry to the cooperation log."""
        return answer_once(request, lambda: self._create(request, pk))

    def _create(self, request: Request, pk: int) -> Response:
        can_add(request.user, partnership_or_404(request.user, pk)).require()
        given = ActivityWrite(data=request.data)
        given.is_valid(raise_exception=True)
        made = add_activity(pk, actor=self.actor, data=activity_input(given.validated_data))
        address = request.build_absolute_uri(reverse("api:activity", args=[pk, made.pk]))
        response = Response(ActivitySerializer(made).data, status=201, headers={"Location": address})
        return with_etag(response, made.version)


class ActivityDetail(ReadByAll):
    """One entry of the cooperation log."""

    @extend_schema(
        operation_id="partnership_activities_read",
        tags=TAGS,
        responses=answers({200: ActivitySerializer}, 302, 404),
    )
    def get(self, request: Request, pk: int, activity_pk: int) -> Response:
        """Show an entry; its version is in the `ETag`."""
        activity = self._find(request, pk, activity_pk)
        return with_etag(Response(ActivitySerializer(activity).data), activity.version)

    @extend_schema(
        operation_id="partnership_activities_update",
        tags=TAGS,
        parameters=[IF_MATCH],
        request=ActivityPatch,
        responses=answers({200: ActivitySerializer}, 401, 403, 404, 412, 415, 428),
    )
    def patch(self, request: Request, pk: int, activity_pk: int) -> Response:
        """Correct an entry; omitted fields do not change. The history keeps the old text."""
        activity = self._find(request, pk, activity_pk)
        version = expected_version(request, activity)
        can_add(request.user, activity.partnership).require()
        given = ActivityPatch(data=request.data)
        given.is_valid(raise_exception=True)
        data = activity_input(given.validated_data, activity)
        changed = update_activity(activity_pk, actor=self.actor, expected_version=version, data=data)
        return with_etag(Response(ActivitySerializer(changed).data), changed.version)

    @extend_schema(
        operation_id="partnership_activities_delete",
        tags=TAGS,
        parameters=[IF_MATCH],
        responses=answers({204: None}, 401, 403, 404, 412, 428),
    )
    def delete(self, request: Request, pk: int, activity_pk: int) -> Response:
        """Remove an entry. The history keeps what it said; its file stays with the partnership."""
        activity = self._find(request, pk, activity_pk)
        can_add(request.user, activity.partnership).require()
        delete_activity(activity_pk, actor=self.actor, expected_version=expected_version(request, activity))
        return Response(status=204)

    def _find(self, request: Request, pk: int, activity_pk: int) -> Activity:
        activity = partnership_or_404(request.user, pk).activities.filter(pk=activity_pk).first()
        if activity is None:
            raise Http404
        return activity
