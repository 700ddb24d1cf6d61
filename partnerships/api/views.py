"""Partnerships: the list, one of them, filing, correcting, and the steps with the Association."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once
from accounts.api.stored import ServedAsStored, Stored
from accounts.api.views import ReadByAll
from common.api.fields import answer_inputs
from common.api.openapi import IDEMPOTENCY_KEY, IF_MATCH, answers, page_of
from common.api.parameters import Asked
from common.api.versions import expected_version, say_last_modified, with_etag
from common.life_cycle import Reason
from common.transition_executor import require_possible
from partnerships.api.access import partnership_or_404, shown_partnerships
from partnerships.api.filters import PARTNERSHIP_LISTING
from partnerships.api.inputs import (
    PartnershipPatch,
    PartnershipStepInput,
    PartnershipWrite,
    partnership_input,
)
from partnerships.api.record_pages import public_page, record_page, signed_in_body
from partnerships.api.serializers import (
    CreatedPartnershipSerializer,
    PartnershipSerializer,
    SteppedPartnershipSerializer,
    WarningSerializer,
)
from partnerships.models import Partnership
from partnerships.policies import (
    can_delete_draft,
    can_edit_agreement,
    can_edit_partnership,
    can_file,
    can_take_step,
)
from partnerships.records.cache import cached_when_repeated
from partnerships.records.stored import public_document_of
from partnerships.resubmission import NOTHING_CHANGED, is_unchanged_since_return
from partnerships.selectors import same_parties
from partnerships.services import delete_draft, file_partnership, take_step, update_partnership
from partnerships.timeline import timeline_for
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

TAGS = ["partnerships"]


def shown(request: Request, partnership: Partnership) -> Any:
    """Represent one partnership for the person who asks."""
    return PartnershipSerializer(partnership, context={"request": request}).data


class PartnershipList(ServedAsStored):
    """All partnerships that the person may see."""

    parameters = PARTNERSHIP_LISTING

    @extend_schema(
        operation_id="partnerships_list",
        tags=TAGS,
        parameters=PARTNERSHIP_LISTING.schema(),
        responses=answers({200: page_of(PartnershipSerializer, searched=True)}),
    )
    def get(self, request: Request) -> Response:
        """List partnerships: public ones, and, if you are signed in, those you may see."""
        page = record_page(request.user, self.asked, request.build_absolute_uri())
        rows = shown_partnerships(request.user).in_bulk([row.pk for row in page.rows])
        found = [rows[row.pk] for row in page.rows if row.pk in rows]
        results = PartnershipSerializer(found, many=True, context={"request": request})
        return Response(signed_in_body(page, results.data))

    def stored(self, request: HttpRequest, asked: Asked, **kwargs: Any) -> Stored | None:
        """The public list, from the stored documents."""
        address = request.build_absolute_uri()
        return Stored(cached_when_repeated(address, lambda: public_page(asked, address)))

    @extend_schema(
        operation_id="partnerships_create",
        tags=TAGS,
        parameters=[IDEMPOTENCY_KEY],
        request=PartnershipWrite,
        responses=answers({201: CreatedPartnershipSerializer}, 401, 403, 409, 415),
    )
    def post(self, request: Request) -> Response:
        """File a partnership as a draft; officials do this for their own communities."""
        return answer_once(request, lambda: self._create(request))

    def _create(self, request: Request) -> Response:
        can_file(request.user).require()
        given = PartnershipWrite(data=request.data)
        given.is_valid(raise_exception=True)
        made = file_partnership(actor=self.actor, data=partnership_input(given.validated_data))
        partnership = partnership_or_404(request.user, made.pk)
        body = {**shown(request, partnership), "warnings": _warnings(partnership)}
        address = request.build_absolute_uri(reverse("api:partnership", args=[made.pk]))
        return with_etag(Response(body, status=201, headers={"Location": address}), partnership.version)


def _require_open(user: Any, partnership: Partnership) -> None:
    """Refuse early when nothing of it may be edited; a return by the Ministry opens an agreement only."""
    decision = can_edit_partnership(user, partnership)
    if not any(can_edit_agreement(user, agreement) for agreement in partnership.agreements.all()):
        decision.require()


def _warnings(partnership: Partnership) -> Any:
    detail = _("There is already a partnership with the same parties. Check whether it is the one you mean.")
    found = [
        {"code": "same_parties", "detail": detail, "partnership": other}
        for other in same_parties(partnership).order_by("pk")
    ]
    return WarningSerializer(found, many=True).data


class PartnershipDetail(ServedAsStored):
    """One partnership."""

    @extend_schema(
        operation_id="partnerships_read", tags=TAGS, responses=answers({200: PartnershipSerializer}, 302, 404)
    )
    def get(self, request: Request, pk: int) -> Response:
        """Show a partnership; its version is in the `ETag`."""
        partnership = partnership_or_404(request.user, pk)
        response = with_etag(Response(shown(request, partnership)), partnership.version)
        say_last_modified(response, partnership.updated_at.timestamp())
        return response

    def stored(self, request: HttpRequest, asked: Asked, **kwargs: Any) -> Stored | None:
        """The public document."""
        found = public_document_of(kwargs["pk"])
        return Stored(found.document, found.version, found.updated) if found else None

    @extend_schema(
        operation_id="partnerships_update",
        tags=TAGS,
        parameters=[IF_MATCH],
        request=PartnershipPatch,
        responses=answers({200: PartnershipSerializer}, 401, 403, 404, 412, 415, 428),
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Correct a draft or a returned partnership; omitted fields do not change."""
        partnership = partnership_or_404(request.user, pk)
        version = expected_version(request, partnership)
        _require_open(request.user, partnership)
        given = PartnershipPatch(data=request.data)
        given.is_valid(raise_exception=True)
        agreements = list(partnership.agreements.all())
        data = partnership_input(given.validated_data, agreements[0] if len(agreements) == 1 else None)
        update_partnership(pk, actor=self.actor, expected_version=version, data=data)
        return self.get(request, pk)

    @extend_schema(
        operation_id="partnerships_delete",
        tags=TAGS,
        parameters=[IF_MATCH],
        responses=answers({204: None}, 401, 403, 404, 409, 412, 428),
    )
    def delete(self, request: Request, pk: int) -> Response:
        """Remove a record that was never submitted; 409 for one that was. The history keeps who removed it."""
        partnership = partnership_or_404(request.user, pk)
        can_delete_draft(request.user, partnership).require()
        delete_draft(pk, actor=self.actor, expected_version=expected_version(request, partnership))
        return Response(status=204)


class PartnershipStep(ReadByAll):
    """A step of the life cycle with the Association."""

    step = ""

    @extend_schema(
        tags=TAGS,
        parameters=[IF_MATCH],
        request=PartnershipStepInput,
        responses=answers({200: SteppedPartnershipSerializer}, 401, 403, 404, 409, 412, 415, 428),
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take the step, when the status, your role and the completeness of the record allow it."""
        partnership = partnership_or_404(request.user, pk)
        version = expected_version(request, partnership)
        require_possible(PARTNERSHIP_LIFE_CYCLE, self.step, partnership, request.user, can_take_step)
        given = PartnershipStepInput(data=request.data)
        given.is_valid(raise_exception=True)
        fields = given.validated_data
        take_step(
            pk,
            self.step,
            actor=self.actor,
            expected_version=version,
            reason=Reason(tuple(fields.get("reason_codes", ())), fields.get("text", "")),
            ended_on=fields.get("ended_on"),
            answers=answer_inputs(fields),
            confirm=fields.get("confirm", ()),
        )
        changed = partnership_or_404(request.user, pk)
        body = {**shown(request, changed), "warnings": self._warnings(changed)}
        return with_etag(Response(body), changed.version)

    def _warnings(self, partnership: Partnership) -> Any:
        """What is worth a look although the step was taken."""
        if self.step != "submit":
            return []
        unchanged = is_unchanged_since_return(partnership, timeline_for(self.actor, partnership))
        found = [{"code": "nothing_changed", "detail": NOTHING_CHANGED}] if unchanged else []
        return WarningSerializer(found, many=True).data
