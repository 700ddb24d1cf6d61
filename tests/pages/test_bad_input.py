"""Whatever is typed or sent, no page breaks."""

import pytest
from django.contrib.admin import site
from django.core.cache import cache
from django.urls import reverse

from accounts.admin.user import UserAdmin
from tests.factories import make_user

pytestmark = pytest.mark.django_db

BAD = {
    "null byte": "Бро\x00вари",
    "long": "ї" * 10_000,
    "many words": "а " * 5_000,
    "emoji": "👨‍👩‍👧‍👦🇺🇦",
    "surrogate": "%ED%A0%80",
    "markup": "<script>alert(1)</script>",
    "quotes": "'; DROP TABLE accounts_user; --",
    "wildcards": "%_\\",
    "right to left": "\u202eиравorB",
    "nothing but signs": "№ — …",
}
FIELDS = [
    ("/partnerships/", "q"), ("/partnerships/", "status"), ("/partnerships/", "country"),
    ("/partnerships/", "oblast"), ("/partnerships/", "sort"), ("/partnerships/", "page"),
    ("/communities/", "q"), ("/communities/", "oblast"), ("/communities/", "partners"),
    ("/check/", "q"), ("/check/", "on"), ("/register/", "q"), ("/register/", "country"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "field"), FIELDS, ids=str)
def test_query_of_a_public_page(client, path, field):
    for name, value in BAD.items():
        response = client.get(path, {field: value})
        assert response.status_code in {200, 400}, name
        assert b"<script>alert" not in response.content, name


def test_both_names_of_the_check(client):
    for name, value in BAD.items():
        response = client.get("/check/", {"community": value, "municipality": value})
        assert response.status_code in {200, 400}, name


@pytest.mark.parametrize("path", ["/pickers/communities/", "/pickers/municipalities/"])
def test_pickers(client, world, path):
    client.force_login(world.official)
    for name, value in BAD.items():
        response = client.get(path, {"q": value, "country": value})
        assert response.status_code == 200, name
        assert len(response.json()["results"]) <= 20, name


def test_sign_in_form(client):
    for name, value in BAD.items():
        cache.clear()  # attempts are counted
        form = {"login": value, "password": value}
        assert client.post("/account/login/", form).status_code == 200, name
        assert client.post("/account/password/reset/", {"email": value}).status_code in {200, 302}, name


def test_profile_forms(client, world):
    client.force_login(world.official)
    for name, value in BAD.items():
        form = {"name": value, "language": value}
        assert client.post("/account/profile/", form).status_code == 400, name
        assert client.post("/account/profile/keys/", {"name": value, "days": value}).status_code == 400, name


@pytest.mark.parametrize(
    "path",
    [
        "/partnerships/%00/",
        "/communities/%00/",
        "/partnerships/" + "x" * 5000 + "/",
        "/invitation/%00/",
        "/en/%F0%9F",
    ],
)
def test_address_itself(client, path):
    assert client.get(path).status_code in {302, 400, 404}


def test_bytes_that_are_no_text(client):
    assert client.get("/partnerships/?q=%ff%fe").status_code in {200, 400}


UNREADABLE = (
    "pk__regex=(", "pk__gt=99999999999999999999999", "q=%00", "pk__in=%00", "pk=1%00", "e=1&p=99999999999999999999",
    "o=99.99", "created_at__year=99999999", "created_at__gte=99999-01-01",
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_admin_lists__value_that_the_database_cannot_compare__is_no_server_error(client):
    client.force_login(make_user("administrator"))
    client.raise_request_exception = False
    wrong = {}
    for number, model in enumerate(site._registry):
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        # The pattern is asked of every list; the others of one list each, for they all end in the same code.
        for query in (UNREADABLE[0], UNREADABLE[number % len(UNREADABLE)]):
            if (status := client.get(f"{path}?{query}").status_code) not in {200, 302, 400, 403}:
                wrong[path, query] = status
    assert wrong == {}


@pytest.mark.django_db(transaction=True)
def test_admin_list__malformed_pattern__is_a_bad_request(client, monkeypatch):
    client.force_login(make_user("administrator"))
    answer = client.get("/admin/accounts/user/?pk__regex=(")
    assert answer.status_code == 400
    assert "pk__regex" in answer.content.decode(), "no filter of this list"
    # Whatever reaches the database all the same: its error is a 400, too.
    monkeypatch.setattr(
        UserAdmin,
        "get_search_results",
        lambda _self, _request, rows, words: (rows.filter(email__regex=words), False),
    )
    answer = client.get("/admin/accounts/user/?q=(")
    assert answer.status_code == 400
    assert "Запит" in answer.content.decode()


def test_api__half_a_character_in_a_body__is_no_server_error(client, world):
    client.force_login(world.official)
    for body in ('{"\\ud800": 1}', '{"community_parties": "\\ud800"}', '{"summary_uk": "\\ud800\\u0000"}'):
        answer = client.post("/api/v1/partnerships/", body, content_type="application/json")
        assert answer.status_code == 400, body
        answer.content.decode()
