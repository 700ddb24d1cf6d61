"""A person's own page: name, language and access keys."""

import pytest

from accounts.models import ApiToken, User
from accounts.services.tokens import create_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client, world) -> User:
    client.force_login(world.official)
    return world.official


def test_name_and_language_are_saved(client, official):
    client.post("/account/profile/", {"name": "Інше Ім’я", "language": "en", "role": "administrator"})
    official.refresh_from_db()
    assert (official.name, official.language, official.role) == ("Інше Ім’я", "en", "official")


def test_profile_names_the_communities(client, official, world):
    assert world.brovary.full_name_en in client.get("/en/account/profile/").content.decode()


def test_key_is_shown_once(client, official):
    response = client.post("/account/profile/keys/", {"name": "Звіт", "days": "30", "read_only": "on"})
    token = ApiToken.objects.get()
    key = response.context["new_key"]
    assert key in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert token.read_only
    assert token.user == official
    assert key not in client.get("/account/profile/").content.decode()


@pytest.mark.parametrize("days", ["", "0", "-1", "366", "1e3", "ten", "99999999999999999999"])
def test_key_needs_a_sensible_number_of_days(client, official, days):
    assert client.post("/account/profile/keys/", {"name": "Звіт", "days": days}).status_code == 400
    assert not ApiToken.objects.exists()


def test_key_is_revoked(client, official):
    token, _key = create_token(user=official, name="Звіт", days=1)
    client.post(f"/account/profile/keys/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_keys_of_others_do_not_exist(client, official, world):
    token, _key = create_token(user=world.stranger, name="Чужий", days=1)
    assert client.post(f"/account/profile/keys/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
    assert "Чужий" not in client.get("/account/profile/").content.decode()


def test_address_is_not_changed_by_oneself(client, official):
    assert client.get("/account/email/").status_code == 302
    assert client.post("/account/email/", {"email": "other@x.example", "action_add": ""}).status_code == 405
