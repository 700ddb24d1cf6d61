"""Examples of what is written to cases, for the OpenAPI document; the tests send each of them."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer

from registration.api.inputs import (
    CaseWrite,
    ClearInput,
    OpinionRequestInput,
    RegisterInput,
    SubmitSignedInput,
    TerminateInput,
)

EXAMPLES = {
    CaseWrite: {"agreement": 31, "letter_number": "02-15/117", "letter_date": "2025-04-14"},
    ClearInput: {"order_number": "879", "order_date": "2025-05-19", "signer": "Заступник Міністра"},
    SubmitSignedInput: {"signed": {"date": "2025-06-02", "precision": "day"}, "signed_place": "Київ"},
    RegisterInput: {"registered_on": "2025-07-03"},
    TerminateInput: {"act_kind": "council_decision", "act_number": "12", "act_date": "2025-12-01"},
    OpinionRequestInput: {"authority": "justice", "requested_on": "2025-04-20"},
}
for serializer, value in EXAMPLES.items():
    extend_schema_serializer(examples=[OpenApiExample("usual", value=value, request_only=True)])(serializer)
