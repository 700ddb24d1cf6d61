"""Every class of error, with its whole body: programs rely on it."""

import json

import pytest
from django.core.cache import caches
from django.db import OperationalError

from accounts.services.tokens import create_token
from partnerships.api import views
from tests.api.client import BASE, Api
from tests.factories import make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db


def assert_problem(response, **body):
    assert response["Content-Type"] == "application/problem+json"
    assert response.status_code == body["status"]
    assert response.json() == {"type": f"urn:pobratym:problem:{body['code']}", **body}


def test_invalid_input__400__names_every_field_by_its_path(official, filing):
    filing["foreign_parties"] = [filing["foreign_parties"][0], {"municipality": "x"}]
    filing["agreement"]["kinds"] = ["none"]
    filing["sumary_uk"] = "typo"
    assert_problem(
        Api(official).post("partnerships/", filing),
        status=400,
        code="invalid",
        title="There is a problem",
        detail="A valid integer is required. “none” is not a known value. Known values: interterritorial, "
        "cross_border, transnational. Unknown field. Known fields: community_parties, foreign_parties, started, "
        "summary_uk, summary_en, agreement.",
        errors=[
            {
                "field": "foreign_parties[1].municipality",
                "code": "invalid",
                "detail": "A valid integer is required.",
            },
            {
                "field": "agreement.kinds[0]",
                "code": "invalid_choice",
                "detail": "“none” is not a known value. Known values: interterritorial, cross_border, transnational.",
            },
            {
                "field": "sumary_uk",
                "code": "unknown_field",
                "detail": "Unknown field. Known fields: community_parties, foreign_parties, started, summary_uk, "
                "summary_en, agreement.",
            },
        ],
    )


def test_broken_rule__400__comes_from_the_service_in_the_same_form(official, filing):
    filing["community_parties"][0]["katottg"] = "UA00000000000000000"
    assert_problem(
        Api(official).post("partnerships/", filing),
        status=400,
        code="invalid",
        title="There is a problem",
        detail="There is no community with the KATOTTG code “UA00000000000000000”.",
        errors=[
            {
                "field": "community_parties[0].katottg",
                "code": "unknown",
                "detail": "There is no community with the KATOTTG code “UA00000000000000000”.",
            }
        ],
    )


def test_unknown_parameter__400__names_the_known_ones(anybody):
    detail = (
        "Unknown parameter “contry”. Known parameters: count, country, cursor, ordering, page_size, search."
    )
    assert_problem(
        anybody.get("places/?contry=DE"),
        status=400,
        code="invalid",
        title="There is a problem",
        detail=detail,
        errors=[{"field": "contry", "code": "unknown_parameter", "detail": detail}],
    )


def test_malformed_json__400(official):
    response = Api(official).post("partnerships/", "{")
    assert_problem(
        response,
        status=400,
        code="malformed",
        title="There is a problem with the request",
        detail=response.json()["detail"],
    )
    assert response.json()["detail"].startswith("The body is not valid: JSON parse error")


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        ("Token nonsense", "This API key is not accepted: it is wrong, revoked or expired."),
        ("Token", "Write the header as: Authorization: Token KEY"),
        ("Token a b", "Write the header as: Authorization: Token KEY"),
    ],
)
def test_wrong_token__401__says_how_to_sign_in(header, detail):
    response = Api(Authorization=header).get("partnerships/")
    assert_problem(
        response, status=401, code="authentication_failed", title="You must sign in first", detail=detail
    )
    assert response["WWW-Authenticate"] == "Token"


def test_no_sign_in__401__says_how_to_sign_in(anybody):
    response = anybody.get("registrations/")
    assert_problem(
        response,
        status=401,
        code="not_authenticated",
        title="You must sign in first",
        detail="Authentication credentials were not provided.",
    )
    assert response["WWW-Authenticate"] == "Token"


def test_not_allowed__403__says_why(ministry):
    partnership = make_partnership("approved")
    assert_problem(
        Api(ministry).post(f"partnerships/{partnership.pk}/end/", version=partnership.version),
        status=403,
        code="not_allowed",
        title="You do not have permission to do this",
        detail="Your role cannot take this step.",
    )


def test_read_only_token__403__says_why(official, filing):
    assert_problem(
        Api(official, read_only=True).post("partnerships/", filing),
        status=403,
        code="not_allowed",
        title="You do not have permission to do this",
        detail="This API key is read-only. Create one that can also write.",
    )


@pytest.mark.parametrize(
    "path", ["partnerships/999999/", "register/none/", "communities/UA00000000000000001/"]
)
def test_no_such_record__404(anybody, path):
    assert_problem(
        anybody.get(path),
        status=404,
        code="not_found",
        title="Not found",
        detail="There is no such record.",
    )


@pytest.mark.parametrize(
    "path", ["", "v2/", "partnerships", "nonsense/", "partnerships/x/", "../", "register/"[:-1]]
)
def test_no_such_address__404__is_no_page(anybody, path):
    assert_problem(
        anybody.get(path),
        status=404,
        code="not_found",
        title="Not found",
        detail="This address does not exist. Addresses end in a slash; see /api/v1/docs/ for all of them.",
    )


def test_wrong_method__405__says_which_are_taken(official):
    response = Api(official).patch("partnerships/", {})
    assert_problem(
        response,
        status=405,
        code="method_not_allowed",
        title="This address does not accept this method",
        detail='Method "PATCH" not allowed.',
    )
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_wrong_method__not_signed_in__405_not_401(anybody):
    response = anybody.http.delete("/api/v1/partnerships/")
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")


def test_wrong_accept__406(anybody):
    assert_problem(
        anybody.get("places/", Accept="text/csv"),
        status=406,
        code="not_acceptable",
        title="Only JSON is available here",
        detail="Could not satisfy the request Accept header.",
    )


def test_undeclared_step__409__tells_the_current_status(association):
    partnership = make_partnership("approved")
    assert_problem(
        Api(association).post(f"partnerships/{partnership.pk}/approve/", version=partnership.version),
        status=409,
        code="invalid_transition",
        title="This step is not possible now",
        detail="“Mark as checked” is not possible: the status is now “Checked by the Association”.",
        current_status="approved",
    )


def test_second_case__409__is_a_conflict():
    case = make_case()
    body = {"agreement": case.agreement_id, "letter_number": "1", "letter_date": "2025-01-01"}
    assert_problem(
        Api(case.filed_by).post("registrations/", body),
        status=409,
        code="conflict",
        title="This conflicts with another record",
        detail="This agreement already has an open case with the Ministry.",
    )


def test_stale_version__412__tells_the_current_one(official, filing):
    api = Api(official)
    made = api.post("partnerships/", filing).json()
    api.patch(f"partnerships/{made['id']}/", {"summary_en": "First."}, version=1)
    assert_problem(
        api.patch(f"partnerships/{made['id']}/", {"summary_en": "Second."}, version=1),
        status=412,
        code="stale_version",
        title="The record has changed",
        detail="Someone else changed this record after you opened it. Check it and make your change again.",
        current_version=2,
    )


def test_too_large_body__413(official, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert_problem(
        Api(official).post("partnerships/", {"summary_uk": "я" * 2000}),
        status=413,
        code="too_large",
        title="The request is too large",
        detail="The request is larger than the registry accepts.",
    )


def test_wrong_content_type__415(official):
    api = Api(official)
    response = api.http.post(
        BASE + "partnerships/", "a=1", "text/plain", headers=api.headers | {"Accept-Language": "en"}
    )
    assert_problem(
        response,
        status=415,
        code="unsupported_media_type",
        title="This content type is not accepted",
        detail='Unsupported media type "text/plain" in request.',
    )


@pytest.mark.parametrize("header", [{}, {"If-Match": "*"}])
def test_submit__without_if_match__asks_for_it(header):
    partnership = make_partnership()
    assert_problem(
        Api(partnership.responsible, **header).post(f"partnerships/{partnership.pk}/submit/"),
        status=428,
        code="version_required",
        title="Version missing",
        detail="Send the version you have read: put the ETag of the last response in the If-Match header.",
    )


def test_too_many_requests__429__says_when_to_come_again(anybody, settings):
    caches["process"].clear()
    settings.API_THROTTLE_RATES = {"anonymous": "2/min", "person": "1/min"}
    assert [anybody.get("places/").status_code for _ in range(2)] == [200, 200]
    response = anybody.get("places/")
    wait = int(response["Retry-After"])
    assert 0 < wait <= 60
    assert_problem(
        response,
        status=429,
        code="too_many_requests",
        title="Too many requests",
        detail=response.json()["detail"],
    )
    person = Api(make_user())
    assert [person.get("places/").status_code for _ in range(2)] == [200, 429]
    caches["process"].clear()


def test_unexpected_error__500__is_a_problem_without_a_trace(official, filing, monkeypatch, caplog):
    def explode(**_options):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(views, "file_partnership", explode)
    response = Api(official).post("partnerships/", filing)
    assert_problem(
        response,
        status=500,
        code="error",
        title="Something went wrong on our side",
        detail="The error has been recorded. Nothing was changed.",
    )
    assert "secret detail" in caplog.text


def test_no_database__503__says_when_to_come_again(official, filing, monkeypatch):
    def refuse(**_options):
        raise OperationalError("server closed the connection at 10.0.0.1")

    monkeypatch.setattr(views, "file_partnership", refuse)
    response = Api(official).post("partnerships/", filing)
    assert_problem(
        response,
        status=503,
        code="unavailable",
        title="The registry is temporarily unavailable",
        detail="The database is not responding. Try again in a minute.",
    )
    assert response["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("uk", "uk"),
        ("", "uk"),
        ("pl,de;q=0.5", "uk"),
        ("de, en;q=0.5, uk;q=0.1", "en"),
    ],
)
def test_language_of_answers__follows_the_header(anybody, header, language):
    assert anybody.get("places/", Accept_Language=header)["Content-Language"] == language


def test_session__write_without_csrf_token__403(official, filing):
    api = Api()
    api.http.handler.enforce_csrf_checks = True
    api.http.force_login(official)
    response = api.post("partnerships/", filing)
    assert_problem(
        response,
        status=403,
        code="not_allowed",
        title="You do not have permission to do this",
        detail=response.json()["detail"],
    )
    assert response.json()["detail"].startswith("CSRF Failed")


def test_token__of_a_person_who_left__401():
    user = make_user()
    _token, key = create_token(user=user, name="old")
    user.is_active = False
    user.save()
    assert Api(Authorization=f"Token {key}").get("partnerships/").status_code == 401


def test_deeply_nested_json__400(official):
    response = Api(official).post("partnerships/", "[" * 100_000)
    assert response.status_code == 400
    assert json.loads(response.content)["code"] == "malformed"
