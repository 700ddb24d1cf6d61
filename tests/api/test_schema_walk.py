"""Every operation of the OpenAPI document, asked with what it allows: no error 500, no answer that it lacks."""

from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.services.tokens import create_token
from partnerships.services import add_comment
from tests.communities.factories import make_brovary
from tests.factories import make_case, make_entry, make_partnership, make_user

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.yaml"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CASES = 6  # of each operation and caller


@pytest.fixture(scope="module")
def operations():
    schema = schemathesis.openapi.from_path(DOCUMENT)
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def world(db):
    brovary = make_brovary()
    official = make_user(communities=[brovary])
    for status in ("draft", "submitted", "approved"):
        make_partnership(status, official=official, community=brovary)
    case, entry = make_case("in_review"), make_entry(community=brovary)
    add_comment(entry.agreement.partnership_id, actor=official, text="Коментар.")
    return {"official": official, "clerk": case.assigned_to, "anonymous": None}


@pytest.fixture
def _one_connection(db):
    """What a request leaves behind would close the connection of the test's transaction; Django's client knows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("who", ["anonymous", "official", "clerk"])
def test_no_operation__breaks_or_answers_what_the_document_lacks(operations, world, who):
    headers = {"Accept-Encoding": "identity"}
    if person := world[who]:
        headers["Authorization"] = f"Token {create_token(user=person, name='walk')[1]}"
    application = get_wsgi_application()
    assert len(operations) > 60
    wrong = {}
    for operation in operations:
        try:
            walk(operation, application, headers)
        except FailureGroup as failures:
            wrong[operation.label] = [str(failure) for failure in failures.exceptions]
    assert wrong == {}


def walk(operation, application, headers):
    """Ask one operation, with valid input first and then with anything."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        case.operation.app = application
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    ask()
