"""Sessions: seen and ended by their people, ended by a changed password and by idleness, kept by no cache."""

import time

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import ApiToken, User
from accounts.roles import Role
from accounts.services.sessions import browser_of
from accounts.services.tokens import create_token
from tests.communities.factories import make_community
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "a brand new passphrase"
SESSIONS = "/account/sessions/"
PROFILE = "/account/profile/"


@pytest.fixture
def person():
    return make_user()


def sign_in(person, password=PASSWORD, **headers):
    client = Client(headers={"User-Agent": FIREFOX}, **headers)
    response = client.post("/account/login/", {"login": person.email, "password": password})
    assert response.status_code == 302
    return client


def is_in(client):
    return client.get(PROFILE).status_code == 200


def test_person__sees_own_browsers_and_signs_one_out(person):
    here, there, stranger = sign_in(person), sign_in(person, REMOTE_ADDR="203.0.113.7"), sign_in(make_user())
    page = here.get("/en/account/sessions/")
    rows = page.context["sessions"]
    assert [row.is_current for row in rows] == [True, False]
    assert "Firefox, Windows" in page.content.decode()
    assert "203.0.113.7" in page.content.decode()
    other = rows[1].pk
    assert stranger.post(f"{SESSIONS}{other}/end/").status_code == 404
    assert here.get(f"{SESSIONS}{other}/end/").status_code == 405
    assert here.post(f"{SESSIONS}{other}/end/").status_code == 302
    assert not is_in(there)
    assert is_in(here)
    assert is_in(stranger)


def test_person__signs_out_all_others(person):
    here, *others = [sign_in(person) for _number in range(3)]
    assert here.post(f"{SESSIONS}end-others/").status_code == 302
    assert [is_in(client) for client in (here, *others)] == [True, False, False]
    assert len(here.get(SESSIONS).context["sessions"]) == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/141.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15", "Safari, macOS"),
        ("curl/8.0", ""),
    ],
)  # fmt: skip
def test_browser__is_named_as_far_as_it_is_known(agent, words):
    assert browser_of(agent) == words


def change_on_page(person):
    client = sign_in(person)
    body = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/account/password/change/", body).status_code == 302
    assert is_in(client), "the browser in which it was changed stays"


def change_by_administrator(person):
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    body = {"usable_password": "true", "password1": NEW, "password2": NEW}
    assert client.post(f"/admin/accounts/user/{person.pk}/password/", body).status_code == 302


def take_away(person):
    fresh = User.objects.get(pk=person.pk)
    fresh.set_unusable_password()
    fresh.save()  # what the administrator's page does


def change_by_command(person):
    fresh = User.objects.get(pk=person.pk)
    fresh.set_password(NEW)
    fresh.save()  # what `manage.py changepassword` does


@pytest.mark.parametrize("change", [change_on_page, change_by_administrator, take_away, change_by_command])
def test_changed_password__ends_keys_and_other_sessions(person, change):
    _token, key = create_token(user=person, name="Програма")
    elsewhere = sign_in(person)
    change(person)
    assert not is_in(elsewhere)
    answer = Client().get("/api/v1/partnerships/", headers={"Authorization": f"Token {key}"})
    assert answer.status_code == 401
    assert ApiToken.objects.get().revoked_at is not None


def test_renewed_hash_and_other_changes__end_nothing(person, settings):
    create_token(user=person, name="Програма")
    client = sign_in(person)
    person.name = "Інше Ім’я"
    person.save()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)
    assert User.objects.get(pk=person.pk).password.startswith("pbkdf2")
    assert ApiToken.objects.get().revoked_at is None
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]
    assert client is not None


def test_idle_session__ends_and_says_so__a_used_one_goes_on(person, settings, monkeypatch):
    settings.IDLE_MINUTES = 30
    client, start = sign_in(person), time.time()
    for minutes, inside in ((25, True), (50, True), (81, False)):
        monkeypatch.setattr("accounts.middleware.time.time", lambda minutes=minutes: start + minutes * 60)
        assert is_in(client) == inside
    assert "Ви вийшли з реєстру автоматично" in client.get("/account/login/").content.decode()


def test_idle_end__is_switched_off_by_zero(person, settings, monkeypatch):
    settings.IDLE_MINUTES = 0
    client, start = sign_in(person), time.time()
    monkeypatch.setattr("accounts.middleware.time.time", lambda: start + 5 * 60 * 60)
    assert is_in(client)


def test_session__costs_no_write_with_each_page(person, django_assert_max_num_queries):
    client = sign_in(person)
    client.get(PROFILE)
    with django_assert_max_num_queries(30) as asked:
        client.get(PROFILE)
    assert [
        q["sql"] for q in asked.captured_queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ] == []


@pytest.mark.parametrize(
    "path",
    [
        PROFILE, SESSIONS, "/desk/", "/desk/file/", "/desk/people/", "/desk/notices/", "/",
        "/account/two-factor/totp/activate/", "/account/two-factor/", "/account/password/change/",
    ],
)  # fmt: skip
def test_pages_of_an_official__are_kept_by_no_cache(path):
    response = sign_in(make_user(communities=[make_community()])).get(path, follow=True)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/admin/", "/admin/partnerships/partnership/", "/admin/accounts/user/"])
def test_desks__are_kept_by_no_cache(path):
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/account/login/",
        "/account/password/reset/",
        "/account/password/reset/key/1-abc-def/",
        "/invitation/x/",
    ],
)
def test_ways_in__are_kept_by_no_cache(db, path):
    assert Client().get(path)["Cache-Control"] == "private, no-store"


def test_public_pages__may_be_kept_when_nobody_is_signed_in(db):
    assert "no-store" not in Client().get("/").get("Cache-Control", "")


def test_staff__give_their_password_once_at_the_first_sign_in(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    client = sign_in(make_user(Role.MINISTRY))
    page = client.get("/account/start/", follow=True)
    assert page.redirect_chain[-1][0] == "/account/two-factor/totp/activate/"
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"


def test_staff__give_it_again_when_some_time_has_passed(settings, monkeypatch):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    client, start = sign_in(make_user(Role.MINISTRY)), time.time()
    monkeypatch.setattr("accounts.adapters.time.time", lambda: start + 10 * 60)
    response = client.get("/account/two-factor/totp/activate/")
    assert response["Location"].startswith("/account/reauthenticate/")


def test_old_sessions__are_removed_by_the_daily_job(person):
    from accounts.services.sessions import forget_old_sessions

    client = sign_in(person)
    call_command("clearsessions")
    assert forget_old_sessions() == 0
    client.post("/account/logout/")
    assert forget_old_sessions() == 1
