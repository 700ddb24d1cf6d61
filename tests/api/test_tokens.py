"""Keys for programs: made on the command line, shown once, checked at every request."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.services.tokens import create_token, digest_of, revoke_token
from common.errors import NotVisible, RuleViolated
from tests.api.client import Api
from tests.factories import make_user

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
    with pytest.raises(CommandError, match=r"^Give the number of days, from 1 to 3650\.$"):
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
