"""The examples of the OpenAPI document are sent as they stand, each to the operation that shows it."""

import pytest
import yaml
from django.conf import settings

from communities.models import ForeignMunicipality
from partnerships.inputs import ActivityInput
from partnerships.services import add_activity
from tests.api.client import Api
from tests.communities.factories import make_brovary, make_country
from tests.factories import SIGNED, attach_scan, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db
DOCUMENT = yaml.safe_load((settings.BASE_DIR / "docs" / "openapi.yaml").read_text(encoding="utf-8"))
EXAMPLES = {
    operation["operationId"]: (method, path, example["value"])
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    for content in operation.get("requestBody", {}).get("content", {}).values()
    for example in content.get("examples", {}).values()
}
# Which record an operation is shown with: its status, and who acts.
CASES = {
    "registrations_clear": "in_review",
    "registrations_submit_signed": "cleared",
    "registrations_register": "registration_filed",
    "registrations_terminate": "registered",
    "registration_opinions_create": "in_review",
}
BY_OFFICIALS = {"registrations_submit_signed", "registrations_create"}


@pytest.fixture
def official(db):
    ForeignMunicipality(pk=17, name="Jena", country=make_country("DE")).save(force_insert=True)
    return make_user(communities=[make_brovary()])


def test_document_has_examples():
    assert set(CASES) | {"partnerships_create", "partnerships_bulk_create", "registrations_create"} <= set(
        EXAMPLES
    )
    assert len(EXAMPLES) >= 12


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_example__is_taken(name, official):
    method, path, body = EXAMPLES[name]
    api, record = Api(official), None
    if name in CASES:
        filed = make_partnership("approved", official=official, community=make_brovary())
        record = make_case(CASES[name], partnership=filed)
        attach_scan(record)
        api = Api(official if name in BY_OFFICIALS else record.assigned_to or make_user("ministry"))
    elif "{id}" in path:
        record = make_partnership(official=official, community=make_brovary())
    elif name == "registrations_create":
        agreement = make_partnership("approved", official=official, community=make_brovary()).agreements.get()
        body = {**body, "agreement": agreement.pk}
    address = path.removeprefix("/api/v1/").replace("{id}", str(getattr(record, "pk", "")))
    target = record
    if "{agreement_pk}" in address:
        target = record.agreements.get()
    elif "{activity_pk}" in address:
        target = add_activity(record.pk, actor=official, data=ActivityInput("visit", SIGNED, "Візит"))
    address = address.format(agreement_pk=getattr(target, "pk", ""), activity_pk=getattr(target, "pk", ""))
    headers = {}
    if method == "patch" or name in CASES:
        target.refresh_from_db()
        headers["If-Match"] = f'"{target.version}"'
    answer = getattr(api, method)(address, body, **headers)
    assert answer.status_code in {200, 201}, answer.content.decode()
