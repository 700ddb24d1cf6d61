"""Signing in and out, forgotten passwords, the second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.browsers import COOKIE
from accounts.roles import Role
from accounts.services.attempts import LETTERS
from accounts.services.letters import send_password_reset
from tests.factories import PASSWORD, make_user
from tests.queued import do_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_attempts():
    cache.clear()


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def follow_start(client, response):
    assert response.status_code == 302
    assert response["Location"].endswith("/account/start/")
    return client.get(response["Location"])["Location"]


@pytest.mark.parametrize(
    ("person", "place"),
    [
        ("official", "/desk/"),
        ("association", "/admin/"),
        ("ministry", "/admin/"),
        ("auditor", "/admin/"),
        ("administrator", "/admin/"),
    ],
)
def test_people_arrive_where_they_work(client, everybody, sign_in, person, place):
    assert follow_start(client, sign_in(everybody[person])) == place


def test_address_may_be_typed_in_capitals(client, world):
    response = client.post("/account/login/", {"login": world.official.email.upper(), "password": PASSWORD})
    assert response.status_code == 302


def test_language_stays_after_sign_in(client, world):
    response = client.post("/en/account/login/", {"login": world.official.email, "password": PASSWORD})
    assert follow_start(client, response) == "/en/desk/"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "///evil.example"],
)
def test_nobody_is_led_to_another_site(client, world, sign_in, target):
    response = sign_in(world.official, query=f"?next={target}")
    assert response.status_code == 302
    assert "evil" not in response["Location"]
    assert "javascript" not in response["Location"]
    leaving = client.post("/account/logout/", {"next": target})
    assert "evil" not in leaving["Location"]


def test_one_comes_back_to_the_page_one_wanted(client, world):
    wanted = client.get("/account/profile/")["Location"]
    response = client.post(wanted, {"login": world.official.email, "password": PASSWORD})
    assert response["Location"] == "/account/profile/"


def test_sign_out_needs_a_post(client, world):
    client.force_login(world.official)
    client.get("/account/logout/")
    assert client.get("/account/profile/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/account/profile/").status_code == 302


def test_nobody_signs_up(client, db):
    assert client.get("/en/account/signup/").status_code == 200
    assert (
        client.post("/en/account/signup/", {"email": "a@b.example", "password1": PASSWORD}).status_code == 405
    )


def test_guessing_is_slowed_down(client, world, sign_in):
    answers = [sign_in(world.official, password="wrong") for _attempt in range(12)]
    assert sign_in(world.official).status_code != 302
    assert answers[0].status_code == 200


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_forgotten_password(client, world, settings, prefix):
    world.official.language = "en" if prefix else "uk"
    world.official.save()
    response = client.post(f"{prefix}/account/password/reset/", {"email": world.official.email})
    assert client.get(response["Location"]).status_code == 200
    assert mail.outbox == []
    do_jobs("send_password_reset")
    [letter] = mail.outbox
    assert letter.to == [world.official.email]
    link = re.search(rf"{settings.SITE_URL}(\S+)", letter.body)[1]
    assert link.startswith(f"{prefix}/account/password/reset/key/")
    page = client.get(link, follow=True)
    form_path = page.redirect_chain[-1][0]
    new = "a brand new passphrase"
    done = client.post(form_path, {"password1": new, "password2": new}, follow=True)
    assert done.status_code == 200
    assert client.login(email=world.official.email, password=new)


def reset_password(browser, person, new):
    do_jobs("send_password_reset")
    link = re.search(r"https?://[^/]+(\S+)", mail.outbox[-1].body)[1]
    form_path = browser.get(link, follow=True).redirect_chain[-1][0]
    return browser.post(form_path, {"password1": new, "password2": new})


def test_password_set_by_a_link__makes_that_browser_known(client, world):
    client.post("/account/password/reset/", {"email": world.official.email})
    new = "a brand new passphrase"
    answer = reset_password(client, world.official, new)
    assert COOKIE in answer.cookies
    for _number in range(30):  # a stranger at the same address
        Client().post("/account/login/", {"login": world.official.email, "password": "wrong"})
    assert (
        Client().post("/account/login/", {"login": world.official.email, "password": new}).status_code == 429
    )
    assert client.post("/account/login/", {"login": world.official.email, "password": new}).status_code == 302


def test_letters_for_a_new_password__to_one_address__do_not_fill_it(client, world):
    for number in range(12):  # from everywhere
        answer = client.post(
            "/account/password/reset/", {"email": world.official.email}, REMOTE_ADDR=f"192.0.2.{number}"
        )
        assert answer["Location"] == "/account/password/reset/done/"
    do_jobs("send_password_reset")
    assert len(mail.outbox) == LETTERS.free
    assert reset_password(client, world.official, "a brand new passphrase").status_code == 302, (
        "the last works"
    )


def test_letter_that_the_mail_server_refuses__is_not_counted(world, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", lambda *args, **kwargs: 1 / 0)
        for _number in range(LETTERS.free + 2):
            with pytest.raises(ZeroDivisionError):
                send_password_reset(world.official.email)
    assert [send_password_reset(world.official.email) for _number in range(5)] == [True] * 3 + [False] * 2


def test_visitor_who_asks_for_many_letters__waits__for_every_address_alike(world):
    answers = {}
    for address in (world.official.email, "nobody@nowhere.example"):
        asked = [Client().post("/account/password/reset/", {"email": address}) for _number in range(7)]
        answers[address] = [(answer.status_code, answer.get("Retry-After")) for answer in asked]
    assert answers[world.official.email] == answers["nobody@nowhere.example"]
    assert answers[world.official.email][:5] == [(302, None)] * 5
    assert answers[world.official.email][-1][0] == 429


def test_unknown_address_gets_the_same_page_and_no_letter(client, db):
    response = client.post("/account/password/reset/", {"email": "nobody@nowhere.example"})
    assert response["Location"] == "/account/password/reset/done/"
    assert do_jobs() == ["send_password_reset"]
    assert mail.outbox == []


def test_known_and_unknown_addresses__cost_the_same(client, world):
    closed = make_user(is_active=False)
    counts = []
    for address in (world.official.email, closed.email, "nobody@nowhere.example"):
        with CaptureQueriesContext(connection) as asked:
            response = client.post("/account/password/reset/", {"email": address})
        assert response["Location"] == "/account/password/reset/done/"
        counts.append([query["sql"].split()[0] for query in asked.captured_queries])
    assert counts[0] == counts[1] == counts[2]


def test_no_page_sends_an_email_itself(client, world, sign_in, monkeypatch):
    """With the mail server away every flow of an account still answers; what is to be sent waits."""
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda *args, **kwargs: 1 / 0)
    association, unit = world.people[Role.ASSOCIATION], world.brovary
    client.post("/account/password/reset/", {"email": world.official.email})
    sign_in(world.official)
    new = "a brand new passphrase"
    changed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/change/", changed).status_code == 302
    body = {"email": "new@brovary.example", "community": unit.pk, "language": "uk"}
    assert client.post("/desk/people/", body).status_code == 302
    client.force_login(association)
    body["email"] = "second@brovary.example"
    assert client.post("/admin/accounts/invitation/add/", body).status_code == 302
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/account/two-factor/totp/activate/").context["form"].secret
    assert client.post("/account/two-factor/totp/activate/", {"code": code_of(secret)}).status_code == 302
    jobs = ProcrastinateJob.objects.exclude(task_name__in=("send_notice", "start_digests"))
    assert list(jobs.order_by("pk").values_list("task_name", flat=True)) == [
        "send_password_reset",
        "send_invitation",
        "send_invitation",
    ]


def test_used_reset_link_says_so(client, db):
    body = client.get("/en/account/password/reset/key/1-abc-def/").content.decode()
    assert "The link no longer works" in body


def test_closed_account_cannot_sign_in(client, world, sign_in):
    world.official.is_active = False
    world.official.save()
    sign_in(world.official)
    assert client.get("/account/profile/").status_code == 302


class TestSecondFactor:
    """Staff cannot work without a second factor where the setting asks for one."""

    @pytest.fixture(autouse=True)
    def _needed(self, settings):
        settings.STAFF_NEEDS_SECOND_FACTOR = True

    @pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR])
    @pytest.mark.parametrize("path", ["/admin/", "/account/profile/", "/", "/account/start/"])
    def test_staff_are_led_to_set_it_up(self, client, world, role, path):
        client.force_login(world.people[role])
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"] == "/account/two-factor/totp/activate/"

    def test_officials_and_the_public_pass(self, client, world):
        assert client.get("/").status_code == 200
        client.force_login(world.official)
        assert client.get("/account/profile/").status_code == 200

    def test_a_session_opens_nothing_of_the_api(self, client, world):
        client.force_login(world.people[Role.MINISTRY])
        response = client.get("/api/v1/registrations/")
        assert response.status_code == 403
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "second_factor_needed"

    def test_set_up_then_sign_in_with_a_code(self, client, world, sign_in):
        clerk = world.people[Role.MINISTRY]
        sign_in(clerk)
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        page = client.get("/en/account/two-factor/totp/activate/")
        secret = page.context["form"].secret
        assert secret in page.content.decode()
        done = client.post("/en/account/two-factor/totp/activate/", {"code": code_of(secret)})
        assert done["Location"] == "/en/account/two-factor/recovery-codes/"
        codes = client.get(done["Location"])
        assert codes.status_code == 200
        assert client.get("/admin/").status_code == 200
        client.post("/account/logout/")
        assert sign_in(clerk)["Location"].endswith("/account/two-factor/authenticate/")
        assert client.get("/admin/").status_code == 302
        assert client.get("/en/account/two-factor/authenticate/").status_code == 200
        recovery = Authenticator.objects.get(user=clerk, type="recovery_codes").wrap().get_unused_codes()[0]
        client.post("/account/two-factor/authenticate/", {"code": recovery})
        assert client.get("/admin/").status_code == 200

    def test_a_wrong_code_opens_nothing(self, client, world, sign_in):
        clerk = world.people[Role.MINISTRY]
        TOTP.activate(clerk, "JBSWY3DPEHPK3PXP")
        sign_in(clerk)
        client.post("/account/two-factor/authenticate/", {"code": "000000"})
        assert client.get("/admin/").status_code == 302
