"""Cases with the Ministry: the list, one of them, filing, and the steps."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once
from accounts.api.views import ReadByAll
from common.api.openapi import IDEMPOTENCY_KEY, IF_MATCH, answers, page_of
from common.api.versions import expected_version, with_etag
from common.errors import FieldProblem, RuleViolated
from common.transition_executor import require_possible
from partnerships.api.serializers import WarningSerializer
from partnerships.models import Agreement, Partnership
from partnerships.policies import can_file
from partnerships.resubmission import NOTHING_CHANGED
from registration.api.filters import CASE_LISTING, narrowed
from registration.api.inputs import CaseWrite, step_arguments, step_input
from registration.api.serializers import CaseSerializer, SteppedCaseSerializer
from registration.models import RegistrationCase
from registration.policies import can_take_step
from registration.remarks import is_unchanged_case
from registration.selectors import cases_for
from registration.services import file_case, take_step
from registration.transitions import CASE_LIFE_CYCLE

TAGS = ["registrations"]


def case_or_404(user: Any, pk: int) -> RegistrationCase:
    """Return a case with everything; invisible and absent are the same."""
    found = cases_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def shown_case(request: Request, pk: int, status: int = 200) -> Response:
    """Answer with a case, fresh from the database."""
    case = case_or_404(request.user, pk)
    body = CaseSerializer(case, context={"request": request}).data
    address = request.build_absolute_uri(reverse("api:registration", args=[pk]))
    headers = {"Location": address} if status == 201 else None
    return with_etag(Response(body, status=status, headers=headers), case.version)


class CaseList(ReadByAll):
    """Cases that the person may see."""

    permission_classes = (IsAuthenticated,)
    parameters = CASE_LISTING

    @extend_schema(
        operation_id="registrations_list",
        tags=TAGS,
        parameters=CASE_LISTING.schema(),
        responses=answers({200: page_of(CaseSerializer)}, 401),
    )
    def get(self, request: Request) -> Response:
        """List cases: all of them for the Ministry; for officials, those of their communities."""
        found = narrowed(cases_for(request.user), CASE_LISTING, self.asked)
        return self.page(found, CaseSerializer, CASE_LISTING.order(self.asked))

    @extend_schema(
        operation_id="registrations_create",
        tags=TAGS,
        parameters=[IDEMPOTENCY_KEY],
        request=CaseWrite,
        responses=answers({201: CaseSerializer}, 401, 403, 409, 415),
    )
    def post(self, request: Request) -> Response:
        """File the draft of an agreement with the Ministry, by a letter of request."""
        return answer_once(request, lambda: self._create(request))

    def _create(self, request: Request) -> Response:
        can_file(request.user).require()
        given = CaseWrite(data=request.data)
        given.is_valid(raise_exception=True)
        fields = given.validated_data
        visible = Partnership.objects.visible_to(request.user)
        if not Agreement.objects.filter(pk=fields["agreement"], partnership__in=visible).exists():
            detail = _("There is no such agreement.")
            raise RuleViolated([FieldProblem("agreement", "unknown", detail)])
        case = file_case(
            fields["agreement"],
            actor=self.actor,
            letter_number=fields["letter_number"],
            letter_date=fields["letter_date"],
            confirm=fields.get("confirm", ()),
        )
        return shown_case(request, case.pk, 201)


class CaseDetail(ReadByAll):
    """One case."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="registrations_read", tags=TAGS, responses=answers({200: CaseSerializer}, 401, 404)
    )
    def get(self, request: Request, pk: int) -> Response:
        """Show a case; its version is in the `ETag`."""
        return shown_case(request, pk)


class CaseStep(ReadByAll):
    """A step of the life cycle with the Ministry."""

    permission_classes = (IsAuthenticated,)
    step = ""

    def post(self, request: Request, pk: int) -> Response:
        """Take the step, if the status, your role and the record allow it."""
        case = case_or_404(request.user, pk)
        version = expected_version(request, case)
        require_possible(CASE_LIFE_CYCLE, self.step, case, request.user, can_take_step)
        given = step_input(self.step)(data=request.data)
        given.is_valid(raise_exception=True)
        arguments = step_arguments(self.step, given.validated_data)
        take_step(pk, self.step, actor=self.actor, expected_version=version, **arguments)
        answer = shown_case(request, pk)
        answer.data["warnings"] = self._warnings(pk)
        return answer

    def _warnings(self, pk: int) -> Any:
        """What is worth a look although the step was taken."""
        if self.step not in {"refile", "submit-signed"}:
            return []
        unchanged = is_unchanged_case(self.actor, case_or_404(self.actor, pk))
        found = [{"code": "nothing_changed", "detail": NOTHING_CHANGED}] if unchanged else []
        return WarningSerializer(found, many=True).data


def step_view(name: str) -> type[CaseStep]:
    """Return the view of one step, so that the OpenAPI document says what just this step takes."""

    class Step(CaseStep):
        step = name

        @extend_schema(
            operation_id=f"registrations_{name.replace('-', '_')}",
            tags=TAGS,
            parameters=[IF_MATCH],
            request=step_input(name),
            responses=answers({200: SteppedCaseSerializer}, 401, 403, 404, 409, 412, 415, 428),
        )
        def post(self, request: Request, pk: int) -> Response:
            return super().post(request, pk)

    Step.post.__doc__ = f"{in_english(name)}."
    return Step


def in_english(name: str) -> str:
    """Return the label of a step for the OpenAPI document."""
    from common.api.labels import in_language

    return in_language("en", CASE_LIFE_CYCLE.get(name).label)
