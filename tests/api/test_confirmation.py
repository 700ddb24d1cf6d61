"""409 ``confirmation_needed``: what is possible but unusual goes through when the request confirms it."""

import pytest

from tests.api.client import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(official, filing):
    api = Api(official)
    first = api.post("partnerships/", filing).json()
    assert api.post(f"partnerships/{first['id']}/submit/", version=first["version"]).status_code == 200
    return api, first, api.post("partnerships/", filing).json()


def test_submit__same_parties_again__names_what_is_to_be_confirmed(second):
    api, first, again = second
    answer = api.post(f"partnerships/{again['id']}/submit/", version=again["version"])
    assert answer.status_code == 409
    problem = answer.json()
    assert (problem["code"], problem["confirm"]) == ("confirmation_needed", ["same_parties"])
    assert first["code"] in problem["questions"][0]["detail"]
    assert api.get(f"partnerships/{again['id']}/").json()["status"] == "draft"


def test_submit__same_parties_confirmed__goes_through(second):
    api, _first, again = second
    body = {"confirm": ["same_parties"]}
    answer = api.post(f"partnerships/{again['id']}/submit/", body, version=again["version"])
    assert (answer.status_code, answer.json()["status"]) == (200, "submitted")


@pytest.mark.parametrize("confirm", [["other"], [], "same_parties", [1]])
def test_submit__something_else_confirmed__is_not_enough(second, confirm):
    api, _first, again = second
    answer = api.post(f"partnerships/{again['id']}/submit/", {"confirm": confirm}, version=again["version"])
    assert answer.status_code in {400, 409}
