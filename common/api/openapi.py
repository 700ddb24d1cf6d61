"""What every operation has in common in the OpenAPI document."""

from functools import cache
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from common.api.problems import CONTENT_TYPE


class ProblemFieldSerializer(serializers.Serializer):
    """One problem of one field."""

    field = serializers.CharField(help_text="Path of the field, such as `foreign_parties[1].municipality`.")
    code = serializers.CharField(help_text="Code of the problem, the same in every language.")
    detail = serializers.CharField(help_text="What is wrong and what to do, in the language asked for.")


class QuestionSerializer(serializers.Serializer):
    """Something that is possible but unusual."""

    code = serializers.CharField(help_text="Code of the question, to be repeated in `confirm`.")
    detail = serializers.CharField(help_text="What is unusual, in the language asked for.")


class ProblemSerializer(serializers.Serializer):
    """Why a request was not carried out (RFC 9457)."""

    type = serializers.CharField(help_text="URN of the kind of problem.")
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="The HTTP status again.")
    detail = serializers.CharField(help_text="What happened and what to do, in the language asked for.")
    code = serializers.CharField(help_text="Code of the problem, the same in every language.")
    errors = ProblemFieldSerializer(  # type: ignore[assignment]  # fields are no attributes
        many=True, required=False, help_text="Problems of single fields or parameters."
    )
    current_status = serializers.CharField(
        required=False, help_text="With 409: the status in which the record is now."
    )
    current_version = serializers.IntegerField(
        required=False, help_text="With 412: the version of the record now."
    )
    confirm = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="With 409 `confirmation_needed`: send the same request again with this list in its body.",
    )
    questions = QuestionSerializer(
        many=True, required=False, help_text="With 409 `confirmation_needed`: each code with its words."
    )


MEANINGS = {
    302: "The record has been merged with another; `Location` is its address.",
    400: "The input breaks a rule; `errors` lists every field with a problem.",
    401: "Not signed in, or the token is not accepted.",
    403: "Not allowed; `detail` is the reason.",
    404: "There is no such record, or you may not see it.",
    409: "Not possible in the current status, or in conflict with another record.",
    412: "The record has changed since it was read.",
    413: "The body is too large.",
    415: "This content type is not accepted.",
    428: "`If-Match` is missing.",
    429: "Too many requests; `Retry-After` gives the number of seconds to wait.",
}


def answers(success: dict[Any, Any], *problems: int) -> dict[Any, Any]:
    """Return the responses of an operation: what succeeds, and which problems may come."""
    found = dict(success)
    for status in sorted({*problems, 400, 429}):
        found[(status, CONTENT_TYPE)] = OpenApiResponse(ProblemSerializer, description=MEANINGS[status])
    return found


DID_YOU_MEAN = (
    "What `search` was changed to when the original text found nothing: misspelled words "
    "corrected, or the other keyboard layout. Otherwise absent."
)


@cache
def page_of(item: type[serializers.Serializer], *, searched: bool = False) -> type[serializers.Serializer]:
    """Return the shape of a page of records; ``searched`` when its search tells what it took a text for."""
    name = item.__name__.removesuffix("Serializer")
    told = {"did_you_mean": serializers.CharField(required=False, help_text=DID_YOU_MEAN)} if searched else {}
    fields: dict[str, Any] = {
        "__doc__": f"A page of a list ({name}).",
        "next": serializers.URLField(
            allow_null=True, help_text="Address of the next page; null on the last."
        ),
        "previous": serializers.URLField(
            allow_null=True, help_text="Address of the page before; null on the first."
        ),
        "count": serializers.IntegerField(
            required=False, help_text="How many records match in all; only with `count=true`."
        ),
        **told,
        "results": item(many=True, help_text="The records of the page."),
    }
    return type(f"{name}PageSerializer", (serializers.Serializer,), fields)


IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description='The version you read: the `ETag` of that response, for example `"3"`.',
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description=(
        "A text of your choice, at most 255 characters. A repeated request with the same key and "
        "body gets the first response again and creates nothing."
    ),
)
