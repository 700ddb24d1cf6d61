"""The public status check."""

import datetime as dt

import pytest

pytestmark = pytest.mark.django_db


def ask(client, **query):
    return client.get("/en/check/", query).content.decode()


def test_number_is_found_however_it_is_typed(client, world):
    number = world.entry.number
    for typed in (number, f"№ {number}", number.replace("-", "/"), number.replace("-", " – ")):
        body = ask(client, q=typed)
        assert world.registered.code in body, typed
        assert "The agreement" in body


def test_number_under_the_name_of_the_api_is_answered_too(client, world):
    body = ask(client, number=world.entry.number)
    assert world.registered.code in body
    assert f'value="{world.entry.number}"' in body, "the field shows what was asked"


def test_names_give_candidates(client, world):
    body = ask(client, q="Brovary")
    assert "2 possible matches" in body
    assert world.draft.code not in body


def test_both_parties_by_name(client, world):
    assert world.registered.code in ask(client, community="Броварська громада", municipality="Єна")
    assert "There is no such public agreement" in ask(client, community="Бровари", municipality="Тонала")


def test_one_party_alone_is_asked_for_the_other(client, world):
    response = client.get("/en/check/", {"community": "Бровари"})
    assert response.status_code == 400
    assert "Enter both parties" in response.content.decode()


def test_a_day_before_registration(client, world):
    before = world.entry.registered_on - dt.timedelta(days=1)
    body = ask(client, q=world.entry.number, on=before.isoformat())
    assert "Not registered" in body
    assert "Cleared by the Ministry" in body


def test_a_day_before_signing(client, world):
    body = ask(client, q=world.entry.number, on="2024-01-01")
    assert "Not in force on 1 January 2024" in body


@pytest.mark.parametrize("on", ["yesterday", "2024-02-31", "0000-00-00", "99999-01-01"])
def test_a_day_that_is_none(client, world, on):
    assert client.get("/en/check/", {"q": "1", "on": on}).status_code == 400


def test_nothing_found_says_what_that_means(client, world):
    assert "If it is not here, it may still exist" in ask(client, q="no such thing")


def test_empty_question_gives_the_form(client, world):
    response = client.get("/en/check/?q=&community=&municipality=&on=")
    assert response.status_code == 200
    assert "possible match" not in response.content.decode()
