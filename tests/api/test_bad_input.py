"""Nonsense is answered with a problem, never with a server error or a page."""

import copy
import json

import pytest

from common.api.parameters import ParameterSet
from communities.api.filters import COMMUNITY_LISTING, MUNICIPALITY_LISTING, PLACE_LISTING
from partnerships.api.filters import PARTNERSHIP_LISTING
from partnerships.api.stats_views import STATS_PARAMETERS
from registration.api.filters import CASE_LISTING, REGISTER_LISTING
from registration.api.register_views import CHECK_PARAMETERS
from tests.api.client import BASE, Api
from tests.factories import attach_scan, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db

LISTS: dict[str, ParameterSet] = {
    "communities/": COMMUNITY_LISTING,
    "municipalities/": MUNICIPALITY_LISTING,
    "places/": PLACE_LISTING,
    "partnerships/": PARTNERSHIP_LISTING,
    "register/": REGISTER_LISTING,
    "registrations/": CASE_LISTING,
    "check/": CHECK_PARAMETERS,
    "stats/": STATS_PARAMETERS,
}
NONSENSE = [
    "", " ", ",,", "a\x00b", "x" * 10_000, "🦄", "'\"; DROP TABLE users; --", "%00", "\\", "9" * 30, "-1", "1.5",
    "null", "[]",
    "true,false", "2026-13-45", "0000-00-00", "99999-01-01", "2026-01-01T99:99:99Z", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "DE," * 500, "ＤＥ", "٣", "UA" + "9" * 17,
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_nonsense_in_every_parameter__never_a_server_error(path):
    api = Api(make_user("ministry"))
    make_partnership("approved")
    for name in LISTS[path].parameters:
        for value in NONSENSE:
            response = api.get(path, {name: value})
            assert response.status_code in {200, 400}, (name, value, response.content)
            assert response["Content-Type"] in {"application/json", "application/problem+json"}
            if response.status_code == 400:
                assert response.json()["errors"], (name, value)


@pytest.mark.parametrize("path", LISTS)
def test_unknown_parameter__is_named_on_every_list(path):
    response = Api(make_user("ministry")).get(
        path,
        {
            "ordering": "id",
            "serach": "x",
            "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"): "",
        },
    )
    assert response.status_code == 400
    assert {"serach"} <= {error["field"] for error in response.json()["errors"]}


def test_unknown_parameter__is_refused_on_details_and_writes_too():
    partnership = make_partnership("approved")
    api = Api(partnership.responsible)
    for response in (
        api.get(f"partnerships/{partnership.pk}/?expand=all"),
        api.get(f"partnerships/{partnership.pk}/events/?x=1"),
        api.post("partnerships/?dry_run=true"),
        api.get("communities/UA32060050000030591/?format=xml"),
    ):
        assert response.status_code == 400
        assert response.json()["errors"][0]["code"] == "unknown_parameter"


def test_value_given_twice__is_refused_where_one_is_taken():
    response = Api().get("partnerships/?in_force=true&in_force=false")
    assert response.json()["errors"][0]["code"] == "too_many_values"


@pytest.mark.parametrize(
    "path",
    [
        "partnerships/99999999999999999999999/",
        "partnerships/0/",
        "partnerships/-1/",
        "partnerships/1%00/",
        "partnerships/٣/",
        "communities/%00/",
        "communities/" + "x" * 5000 + "/",
        "register/%00/",
        "register/" + "9" * 5000 + "/",
        "register/🦄/",
        "register/a/b/c/",
        "municipalities/9223372036854775808/",
        "%ff%fe/",
        "%2e%2e/",
    ],
)
def test_nonsense_in_an_address__404(path):
    response = Api().get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


VALUES = [
    None, True, -1, 10**30, "", "\x00", "x" * 10_000, "\ud800", [], [None], {"a": 1}, ["\x00"], "2026-02-30",
    {"date": "0001-01-01", "precision": "year"}, {"kind": "until", "until": "9999-12-31"},
    {"kind": "years", "years": 10**12},
]  # fmt: skip


def paths_in(body, path=()):
    """All places in a body, as lists of keys."""
    items = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from paths_in(value, (*path, key))


def replaced(body, path, value):
    changed = copy.deepcopy(body)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


def assert_answered(response, *accepted):
    assert response.status_code in {400, *accepted}, response.content
    assert b"<html" not in response.content
    if response.status_code == 400:
        body = response.json()
        assert body["code"] in {"invalid", "malformed"}
        for error in body.get("errors", []):
            assert set(error) == {"field", "code", "detail"}


def test_nonsense_in_every_place_of_a_filing__never_a_server_error(official, filing):
    api = Api(official)
    for path in paths_in(filing):
        for value in VALUES:
            body = json.dumps(replaced(filing, path, value))
            assert_answered(api.post("partnerships/", body), 201)


def test_nonsense_in_every_place_of_a_correction__never_a_server_error(official, filing):
    api = Api(official)
    made = api.post("partnerships/", filing).json()
    address, version = f"partnerships/{made['id']}/", made["version"]
    for path in [path for path in paths_in(filing) if len(path) == 1 or path[0] in {"agreement", "started"}]:
        for value in VALUES:
            body = json.dumps(replaced(filing, path, value))
            response = api.patch(address, body, version=version)
            assert_answered(response, 200)
            version = response.json().get("version", version)


BODIES = {
    "activities/": {"type": "visit", "happened": {"date": "2025-01-01"}, "title_uk": "Візит", "value": "10.50",
                    "currency": "EUR", "people": 5, "spheres": ["sport"]},
    "comments/": {"text": "Питання", "visibility": "official"},
    "agreements/": {"document_type": "protocol", "title_uk": "Протокол", "amends": 1, "council_decision_number": "1",
                    "council_decision_date": "2025-01-01"},
}  # fmt: skip


@pytest.mark.parametrize("part", BODIES)
def test_nonsense_in_every_place_of_a_part__never_a_server_error(part):
    partnership = make_partnership("approved")
    api = Api(partnership.responsible)
    for path in paths_in(BODIES[part]):
        for value in VALUES:
            body = json.dumps(replaced(BODIES[part], path, value))
            assert_answered(api.post(f"partnerships/{partnership.pk}/{part}", body), 201)


STEPS = {
    ("in_review", "clear", "ministry"): {"order_number": "1", "order_date": "2025-01-01", "signer": "x"},
    ("cleared", "submit-signed", "official"): {
        "signed": {"date": "2025-06-01", "precision": "day"}, "signed_place": "x", "signed_online": True,
    },
    ("registration_filed", "register", "ministry"): {"registered_on": "2025-07-01", "number": "1"},
    ("registered", "terminate", "ministry"): {"act_kind": "other", "act_number": "1", "act_date": "2025-07-01"},
    ("in_review", "return", "ministry"): {"reason_codes": ["other"], "text": "x"},
}  # fmt: skip


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step[1])
def test_nonsense_in_every_place_of_a_step__never_a_server_error(step, monkeypatch):
    status, name, role = step
    case = make_case(status)
    attach_scan(case)
    api = Api(case.filed_by if role == "official" else make_user("ministry"))
    for path in paths_in(STEPS[step]):
        for value in VALUES:
            body = json.dumps(replaced(STEPS[step], path, value))
            response = api.post(f"registrations/{case.pk}/{name}/", body, version=case.version)
            assert_answered(response, 200, 409, 412)
            if response.status_code == 200:
                case = make_case(status)
                if role == "official":
                    api = Api(case.filed_by)


@pytest.mark.parametrize(
    "body", ["null", "[]", "1", '"x"', "", "[{}]", "{", "NaN", '{"a":NaN}', "\xff", "9" * 5000]
)
def test_body_of_a_wrong_shape__400(official, body):
    response = Api(official).post("partnerships/", body)
    assert_answered(response)
    assert response.status_code == 400


def test_upload__without_a_file_or_with_a_wrong_one__400():
    partnership = make_partnership("approved")
    api = Api(partnership.responsible)
    path = f"partnerships/{partnership.pk}/documents/"
    assert api.upload(path, {"kind": "draft_uk"}).json()["errors"][0]["field"] == "file"
    assert api.upload(path, {"kind": "draft_uk", "file": "text"}).json()["errors"][0]["field"] == "file"
    headers = {**api.headers, "Content-Type": "multipart/form-data"}
    response = api.http.post(BASE + path, b"nonsense", "multipart/form-data", headers=headers)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
