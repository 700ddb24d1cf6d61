"""While PostgreSQL has no connection left, everybody is asked to come again, on every way to an answer."""

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db

API = [
    "/api/v1/partnerships/", "/api/v1/partnerships/?search=Jena&count=true", "/api/v1/partnerships/1/",
    "/api/v1/register/", "/api/v1/communities/", "/api/v1/communities/UA32060050000030591/", "/api/v1/municipalities/",
    "/api/v1/stats/?by=country", "/api/v1/changes/", "/api/v1/check/?q=Jena", "/api/v1/places/?search=Jena",
    "/api/v1/registrations/",
]  # fmt: skip
PAGES = ["/", "/partnerships/", "/en/partnerships/", "/map/", "/register/", "/communities/", "/check/?q=Jena"]


@pytest.fixture
def no_connection_left(monkeypatch):
    def refuse(_wrapper):
        raise OperationalError("FATAL: sorry, too many clients already")

    def begin():
        monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)

    yield begin
    monkeypatch.undo()


def asks_to_come_again(answer):
    return answer.status_code == 503 and int(answer["Retry-After"]) > 0


def test_api__is_a_problem_503_with_retry_after(no_connection_left):
    client = Client(raise_request_exception=False)
    no_connection_left()
    for headers in ({}, {"Authorization": "Token " + "x" * 43}, {"Accept": "text/csv, */*;q=0.5"}):
        for address in API:
            answer = client.get(address, headers=headers)
            if answer.status_code == 401:  # asked before anything is read
                continue
            assert asks_to_come_again(answer), (address, headers, answer.status_code)
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["code"] == "unavailable"


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_pages__say_so_in_words_with_retry_after(no_connection_left, is_signed_in):
    client = Client(raise_request_exception=False)
    if is_signed_in:
        client.force_login(make_user())
    no_connection_left()
    for address in PAGES + (["/desk/", "/account/profile/", "/admin/"] if is_signed_in else []):
        answer = client.get(address)
        assert asks_to_come_again(answer), (address, answer.status_code)
        assert ("Try again in a minute" if "/en/" in address else "за хвилину") in answer.content.decode()


def test_sign_in__asks_to_come_again(no_connection_left):
    client = Client(raise_request_exception=False)
    no_connection_left()
    answer = client.post("/account/login/", {"login": "a@b.example", "password": "x"})
    assert asks_to_come_again(answer)
