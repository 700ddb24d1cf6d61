"""Many filings in one request: each with its report, or all of them or none."""

import pytest

from partnerships.models import Partnership
from tests.api.client import Api
from tests.communities.factories import make_brovary, make_municipality
from tests.factories import make_user

pytestmark = pytest.mark.django_db
BULK = "partnerships/bulk/"


@pytest.fixture
def official(db):
    return make_user(communities=[make_brovary()])


@pytest.fixture
def api(official):
    return Api(official)


def filing(**changes):
    return {
        "community_parties": [{"katottg": "UA32060050000030591", "body_kind": "council"}],
        "foreign_parties": [{"municipality": make_municipality().pk, "body_kind": "council"}],
        "agreement": {"document_type": "memorandum", "title_uk": "Меморандум"},
        **changes,
    }


WRONG = {"agreement": {"document_type": "wedding", "title_uk": "Меморандум"}}


def test_each_is_filed_or_refused_by_itself__with_a_report(api):
    answer = api.post(BULK, {"partnerships": [filing(), filing(**WRONG), {"nonsense": 1}, filing()]})
    body = answer.json()
    assert (answer.status_code, body["created"], body["refused"]) == (200, 2, 2)
    assert [one["status"] for one in body["results"]] == [201, 400, 400, 201]
    assert [one["index"] for one in body["results"]] == [0, 1, 2, 3]
    problem = body["results"][1]["problem"]
    assert (problem["code"], problem["errors"][0]["field"]) == ("invalid", "agreement.document_type")
    assert set(Partnership.objects.values_list("code", flat=True)) == {
        one["code"] for one in body["results"] if one["code"]
    }


def test_all_or_nothing__one_wrong_filing_keeps_all_out_and_every_problem_has_its_place(api):
    body = {"partnerships": [filing(), filing(**WRONG), filing(foreign_parties=[])], "all_or_nothing": True}
    answer = api.post(BULK, body)
    fields = {error["field"] for error in answer.json()["errors"]}
    assert answer.status_code == 400
    assert any(field.startswith("partnerships[1].agreement.document_type") for field in fields)
    assert any(field.startswith("partnerships[2].foreign_parties") for field in fields), fields
    assert not Partnership.objects.exists()


def test_all_or_nothing__all_right__all_are_filed(api):
    answer = api.post(BULK, {"partnerships": [filing() for _number in range(3)], "all_or_nothing": True})
    assert (answer.status_code, answer.json()["created"]) == (200, 3)
    assert Partnership.objects.count() == 3


@pytest.mark.parametrize("whole", [False, True])
def test_repeated_with_its_key__nothing_is_filed_twice(api, whole):
    body = {"partnerships": [filing(), filing()], "all_or_nothing": whole}
    key = {"Idempotency-Key": "k1"}
    first, second = (api.post(BULK, body, **key).json() for _number in range(2))
    assert first["results"] == second["results"]
    assert Partnership.objects.count() == 2


def test_key_with_other_filings__conflicts_item_by_item(api):
    key = {"Idempotency-Key": "k1"}
    one, other = filing(), filing()
    api.post(BULK, {"partnerships": [one]}, **key)
    results = api.post(BULK, {"partnerships": [other, other]}, **key).json()["results"]
    assert [result["status"] for result in results] == [409, 201]
    assert results[0]["problem"]["code"] == "idempotency_conflict"


@pytest.mark.parametrize("number", [0, 501])
def test_none_and_too_many__are_refused_as_a_whole(api, number):
    answer = api.post(BULK, {"partnerships": [{}] * number})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "partnerships"


def test_filing_for_another_community__is_refused_with_the_reason(api):
    from tests.communities.factories import make_community

    other = filing(community_parties=[{"katottg": make_community().katottg, "body_kind": "council"}])
    [result] = api.post(BULK, {"partnerships": [other]}).json()["results"]
    assert (result["status"], result["problem"]["code"]) == (403, "not_allowed")
