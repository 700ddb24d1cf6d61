"""Keys for programs: made on the command line, shown once, checked at every request."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.services.tokens import create_token, digest_of, revoke_token
from common.errors import NotVisible, RuleViolated
from tests.api.client import Api
from tests.communities.factories import make_brovary, make_community, make_municipality
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db


def status_with(key: str) -> int:
    return Api(Authorization=f"Token {key}").get("registrations/").status_code


def test_command__prints_only_the_key_and_the_key_works():
    user = make_user()
    out, err = StringIO(), StringIO()
    call_command("create_api_token", user.email.upper(), "--days", "3", stdout=out, stderr=err)
    (key,) = out.getvalue().splitlines()
    assert status_with(key) == 200
    token = ApiToken.objects.get()
    assert (token.user, token.digest) == (user, digest_of(key))
    assert token.expires_at - timezone.now() < dt.timedelta(days=3)
    assert key not in err.getvalue()


def test_command__read_only_and_named():
    call_command(
        "create_api_token",
        make_user().email,
        "--read-only",
        "--name",
        "map",
        stdout=StringIO(),
        stderr=StringIO(),
    )
    token = ApiToken.objects.get()
    assert (token.read_only, token.name, token.expires_at) == (True, "map", None)


@pytest.mark.parametrize("arguments", [["nobody@test.example"], ["a@test.example", "--days", "0"]])
def test_command__wrong_input__one_line(arguments):
    make_user(email="a@test.example")
    with pytest.raises(CommandError):
        call_command("create_api_token", *arguments, stdout=StringIO(), stderr=StringIO())


def test_command__speaks_the_language_of_the_terminal():
    make_user(email="a@test.example")
    with pytest.raises(CommandError, match=r"^Enter a number of days from 1 to 3650\.$"):
        call_command("create_api_token", "a@test.example", "--days", "0")


def test_command__before_the_first_run__says_what_to_do(monkeypatch):
    def no_tables(*args, **kwargs):
        raise ProgrammingError('relation "accounts_user" does not exist')

    monkeypatch.setattr(User.objects, "filter", no_tables)
    with pytest.raises(CommandError, match="no tables yet: `make run` once"):
        call_command("create_api_token", "a@test.example")


def test_expired_and_revoked_tokens__401():
    user = make_user()
    token, key = create_token(user=user, name="x", days=1)
    assert status_with(key) == 200
    ApiToken.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert status_with(key) == 401
    second, key = create_token(user=user, name="y")
    revoke_token(second.pk, actor=user)
    assert status_with(key) == 401
    with pytest.raises(NotVisible):
        revoke_token(token.pk, actor=make_user())


def test_token__without_a_name_or_with_a_mad_term__is_refused():
    with pytest.raises(RuleViolated) as refused:
        create_token(user=make_user(), name=" ", days=10**6)
    assert [problem.field for problem in refused.value.problems] == ["name", "days"]


def test_last_use__is_noted_at_most_once_a_minute(django_assert_num_queries):
    _token, key = create_token(user=make_user(), name="x")
    assert status_with(key) == 200
    noted = ApiToken.objects.get().last_used_at
    assert noted
    assert status_with(key) == 200
    assert ApiToken.objects.get().last_used_at == noted
    ApiToken.objects.update(last_used_at=noted - dt.timedelta(minutes=2))
    assert status_with(key) == 200
    assert ApiToken.objects.get().last_used_at > noted


def test_session__reads_and_writes_with_the_csrf_token():
    api = Api()
    api.http.force_login(make_user())
    assert api.get("registrations/").status_code == 200


def test_read_only_token__reads():
    assert Api(make_user(), read_only=True).get("registrations/").status_code == 200


def test_token_of_one_community__sees_and_does_nothing_for_the_others():
    brovary, other = make_brovary(), make_community()
    official = make_user(communities=[brovary, other])
    mine, theirs = (make_partnership(official=official, community=unit) for unit in (brovary, other))
    _token, key = create_token(user=official, name="x", communities=[brovary])
    client = Client(headers={"Authorization": f"Token {key}"})
    assert client.get(f"/api/v1/partnerships/{mine.pk}/").status_code == 200
    assert client.get(f"/api/v1/partnerships/{theirs.pk}/").status_code == 404
    found = client.get("/api/v1/partnerships/").json()["results"]
    assert [one["id"] for one in found] == [mine.pk]
    body = {
        "community_parties": [{"katottg": other.katottg}],
        "foreign_parties": [{"municipality": make_municipality().pk}],
    }
    assert client.post("/api/v1/partnerships/", body, "application/json").status_code == 403
    _all, key = create_token(user=official, name="y")
    client = Client(headers={"Authorization": f"Token {key}"})
    assert client.get(f"/api/v1/partnerships/{theirs.pk}/").status_code == 200


def test_token__is_limited_to_communities_of_its_owner_only():
    official = make_user(communities=[make_brovary()])
    with pytest.raises(RuleViolated) as refused:
        create_token(user=official, name="x", communities=[make_community()])
    assert refused.value.problems[0].field == "communities"


def test_key_page__offers_communities_to_those_who_act_for_several(client):
    brovary, other = make_brovary(), make_community()
    one, two = make_user(communities=[brovary]), make_user(communities=[brovary, other])
    client.force_login(one)
    assert 'name="communities"' not in client.get("/account/profile/").content.decode()
    client.force_login(two)
    assert 'name="communities"' in client.get("/account/profile/").content.decode()
    body = {"name": "Програма", "days": 9, "communities": [other.pk]}
    page = client.post(reverse("key_create"), body)
    assert page.status_code == 200
    assert [unit.pk for unit in two.api_tokens.get().communities.all()] == [other.pk]


def test_command__limits_a_token_by_katottg(capsys):
    official = make_user(communities=[make_brovary()])
    call_command("create_api_token", official.email, "--community", "UA32060050000030591")
    assert official.api_tokens.get().communities.get().katottg == "UA32060050000030591"
    with pytest.raises(CommandError, match="no community"):
        call_command("create_api_token", official.email, "--community", "UA00")
