"""Filing many partnerships in one request, with a report for each."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once, answer_once_for, key_of_part, request_digest
from accounts.api.views import ReadByAll
from common.api.fields import StrictSerializer
from common.api.openapi import IDEMPOTENCY_KEY, ProblemSerializer, answers
from common.api.problem_fields import field_problems
from common.api.problems import domain_problem_body
from common.errors import DomainError, FieldProblem, RuleViolated
from partnerships.api.inputs import PartnershipWrite, partnership_input
from partnerships.policies import can_file
from partnerships.services import file_partnership

MOST_ITEMS = 500
CREATED = 201


class BulkInput(StrictSerializer):
    """Many filings."""

    partnerships = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=MOST_ITEMS,
        help_text="Filings, each as a single `POST partnerships/` takes it.",
    )
    all_or_nothing = serializers.BooleanField(
        required=False,
        default=False,
        help_text=(
            "With `true`, one invalid filing stops all of them; the response is then a problem "
            "whose `errors` give the position of each: `partnerships[3].agreement.title_uk`."
        ),
    )


class BulkItemSerializer(serializers.Serializer):
    """Result for one filing."""

    index = serializers.IntegerField(help_text="Its position in the request, from 0.")
    status = serializers.IntegerField(help_text="The status that a request of its own would have had.")
    id = serializers.IntegerField(
        allow_null=True, help_text="Id of the partnership; null when it was refused."
    )
    code = serializers.CharField(
        allow_null=True, help_text="Code of the partnership; null when it was refused."
    )
    problem = ProblemSerializer(allow_null=True, help_text="Why it was refused; null when it was filed.")


class BulkReportSerializer(serializers.Serializer):
    """Results for all filings."""

    created = serializers.IntegerField(help_text="How many were filed.")
    refused = serializers.IntegerField(help_text="How many were not.")
    results = BulkItemSerializer(many=True, help_text="Each in the order of the request.")


class PartnershipBulk(ReadByAll):
    """Many partnerships at once."""

    @extend_schema(
        operation_id="partnerships_bulk_create",
        tags=["partnerships"],
        parameters=[IDEMPOTENCY_KEY],
        request=BulkInput,
        responses=answers({200: BulkReportSerializer}, 401, 403, 409, 413, 415),
    )
    def post(self, request: Request) -> Response:
        """File up to 500 partnerships as drafts; each is accepted or refused separately.

        With `Idempotency-Key` a repeated request continues where the first one stopped, even after a crash: what
        was filed is reported again, not filed again. With `all_or_nothing` all are filed in one transaction.
        """
        can_file(request.user).require()
        given = BulkInput(data=request.data)
        given.is_valid(raise_exception=True)
        filings = given.validated_data["partnerships"]
        if given.validated_data["all_or_nothing"]:
            return answer_once(request, lambda: self._all(filings))
        return Response(_report([self._one(request, place, filing) for place, filing in enumerate(filings)]))

    def _one(self, request: Request, place: int, filing: Any) -> dict[str, Any]:
        """File one, in a transaction of its own."""
        key = key_of_part(request, place)
        try:
            if key is None:
                return self._file(place, filing)
            digest = request_digest(request, filing)
            answer = answer_once_for(
                request.user, key, digest, lambda: Response(self._file(place, filing), status=CREATED)
            )
        except (DomainError, serializers.ValidationError) as error:
            return _refused(place, error)
        made: dict[str, Any] = answer.data
        return made

    def _all(self, filings: list[Any]) -> Response:
        """File all of them, or tell all problems of all of them."""
        made, problems = [], []
        with transaction.atomic():
            for place, filing in enumerate(filings):
                try:
                    with transaction.atomic():
                        made.append(self._file(place, filing))
                except (DomainError, serializers.ValidationError) as error:
                    problems += _placed(place, error)
            if problems:
                raise RuleViolated(problems)  # takes back what was filed before
        return Response(_report(made))

    def _file(self, place: int, filing: Any) -> dict[str, Any]:
        given = PartnershipWrite(data=filing)
        given.is_valid(raise_exception=True)
        made = file_partnership(actor=self.actor, data=partnership_input(given.validated_data))
        return {"index": place, "status": CREATED, "id": made.pk, "code": made.code, "problem": None}


def _report(results: list[dict[str, Any]]) -> Any:
    created = sum(one["status"] == CREATED for one in results)
    report = {"created": created, "refused": len(results) - created, "results": results}
    return BulkReportSerializer(report).data


def _problems_of(error: DomainError | serializers.ValidationError) -> list[FieldProblem]:
    if isinstance(error, serializers.ValidationError):
        return field_problems(error.detail)
    if isinstance(error, RuleViolated):
        return error.problems
    return [FieldProblem("", error.code, error.detail)]


def _placed(place: int, error: DomainError | serializers.ValidationError) -> list[FieldProblem]:
    return [
        FieldProblem(f"partnerships[{place}].{problem.field}".rstrip("."), problem.code, problem.detail)
        for problem in _problems_of(error)
    ]


def _refused(place: int, error: DomainError | serializers.ValidationError) -> dict[str, Any]:
    if isinstance(error, serializers.ValidationError):
        error = RuleViolated(_problems_of(error))
    body = domain_problem_body(error)
    return {"index": place, "status": body["status"], "id": None, "code": None, "problem": body}
