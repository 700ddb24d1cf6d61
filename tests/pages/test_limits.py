"""Guesses are slowed down; strangers lock nobody out."""

import datetime as dt
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import AttemptCounter, User
from accounts.services import attempts
from accounts.services.attempts import (
    ACCOUNT,
    ADDRESS,
    BROWSER,
    PAIR,
    TooManyAttempts,
    Visitor,
    begin,
    forget_old_attempts,
)
from accounts.services.tokens import create_token
from tests.factories import PASSWORD, make_user
from tests.rules.threads import at_once

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def person():
    return make_user()


def try_in(client, person, password=PASSWORD, address="198.51.100.1"):
    body = {"login": person.email, "password": password}
    return client.post(LOGIN, body, REMOTE_ADDR=address)


def guess(person, times, address="198.51.100.66", client=None):
    return [try_in(client or Client(), person, "wrong", address) for _number in range(times)]


def later(seconds):
    """Let the time pass for all counters."""
    for row in AttemptCounter.objects.exclude(failed_at=None):
        row.failed_at -= dt.timedelta(seconds=seconds)
        row.save()


def test_stranger__is_slowed_down__and_told_how_long(person, monkeypatch):
    moment = timezone.now()  # a slow machine would let the pause pass
    monkeypatch.setattr(attempts, "timezone", SimpleNamespace(now=lambda: moment))
    last = guess(person, PAIR.free + 1)[-1]
    assert last.status_code == 429
    assert int(last["Retry-After"]) <= PAIR.first
    assert "Забагато спроб. Спробуйте ще раз через" in last.content.decode()
    right = try_in(Client(), person, address="198.51.100.66")
    assert right.status_code == 429, "also the right one: else the answer would tell it"


def test_owner__elsewhere__is_not_refused_because_of_a_stranger(person):
    guess(person, 60)
    assert try_in(Client(), person, address="203.0.113.7").status_code == 302


def test_owner__in_a_known_browser__is_not_slowed_even_at_the_address_of_the_stranger(person):
    browser = Client()
    assert try_in(browser, person, address="198.51.100.66").status_code == 302
    browser.post("/account/logout/")
    guess(person, 30)
    assert try_in(browser, person, address="198.51.100.66").status_code == 302


def test_known_browser__is_slowed_by_its_own_failures(person):
    browser = Client()
    try_in(browser, person)
    browser.post("/account/logout/")
    answers = guess(person, BROWSER.free + 1, client=browser)
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]


def test_cookie_of_another_person__or_a_forged_one__makes_no_browser_known(person):
    browser = Client()
    try_in(browser, make_user())
    browser.post("/account/logout/")
    assert guess(person, PAIR.free + 1, client=browser)[-1].status_code == 429
    browser.cookies["pobratym_browser"] = "forged"
    assert guess(person, 1, client=browser)[-1].status_code == 429


def test_pauses__double_up_to_a_limit_and_are_forgotten_after_an_hour(person):
    guess(person, PAIR.free)
    waits = []
    for _number in range(10):
        answer = guess(person, 1)[0]
        waits.append(int(answer["Retry-After"]))
        later(waits[-1] + 1)
        assert guess(person, 1)[0].status_code == 200
    assert waits[:3] == [4, 8, 16]
    assert waits[-1] == PAIR.longest
    later(3601)
    assert try_in(Client(), person, address="198.51.100.66").status_code == 302


def test_refused_attempt__makes_nobody_wait_longer(person):
    guess(person, PAIR.free)
    before = AttemptCounter.objects.values_list("failures", flat=True)
    kept = sorted(before)
    guess(person, 5)
    assert sorted(AttemptCounter.objects.values_list("failures", flat=True)) == kept


def test_many_addresses__slow_unknown_browsers_for_a_minute_at_most__and_no_known_one(person):
    known = Client()
    try_in(known, person, address="203.0.113.7")
    known.post("/account/logout/")
    for number in range(ACCOUNT.free + 9):
        guess(person, 1, address=f"192.0.2.{number}")
        later(61)
    answer = guess(person, 2, address="192.0.2.250")[-1]
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= ACCOUNT.longest
    assert try_in(known, person, address="192.0.2.251").status_code == 302
    assert try_in(Client(), person, address="203.0.113.7").status_code == 302, "an address that is familiar"


def test_council_behind_one_address__works_while_somebody_there_guesses_on_many_accounts():
    colleagues = [make_user() for _number in range(3)]
    for colleague in colleagues:
        assert try_in(Client(), colleague, address="198.51.100.66").status_code == 302
    for number in range(ADDRESS.free + 3):
        Client().post(LOGIN, {"login": f"{number}@a.example", "password": "x"}, REMOTE_ADDR="198.51.100.66")
    assert guess(make_user(), 1)[0].status_code == 429
    for colleague in colleagues:
        assert try_in(Client(), colleague, address="198.51.100.66").status_code == 302


def test_colleagues__more_than_an_address_may_fail__sign_in_from_one_address():
    person = make_user()
    assert {try_in(Client(), person).status_code for _number in range(ADDRESS.free + 5)} == {302}


def test_known_and_unknown_accounts__are_told_the_same(person):
    nobody = User(email="nobody@nowhere.example")
    for number in range(PAIR.free + 2):
        real, invented = guess(person, 1)[0], guess(nobody, 1)[0]
        assert real.status_code == invented.status_code, number
    assert real.status_code == 429


@pytest.mark.parametrize(
    ("proxies", "header", "counted"),
    [
        (0, "203.0.113.9", "198.51.100.66"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.66"),
        (1, "", "198.51.100.66"),
    ],
)
def test_address__is_the_one_that_trusted_proxies_have_seen(rf, settings, proxies, header, counted):
    from common.client_address import client_address

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", REMOTE_ADDR="198.51.100.66", HTTP_X_FORWARDED_FOR=header)
    assert client_address(request) == counted


def test_network__of_ipv6_is_its_first_half(rf):
    from common.client_address import client_network

    one, two = (rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{end}") for end in ("1", "ffff"))
    assert client_network(one) == client_network(two) == "2001:db8:1:2::/64"
    assert client_network(rf.get("/", REMOTE_ADDR="::ffff:192.0.2.1")) == "192.0.2.1"


def test_proxy_that_is_not_trusted__is_noticed_once_in_the_log_and_at_the_desk(client, monkeypatch, settings):
    from common import client_address

    cache.delete(client_address.NOTICED)
    said = []
    monkeypatch.setattr(client_address.logger, "warning", said.append)
    administrator = Client()
    administrator.force_login(make_user("administrator"))
    assert "TRUSTED_PROXIES is 0" not in administrator.get("/en/admin/settings/").content.decode()
    for _number in range(3):
        client.get("/account/login/", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert len(said) == 1
    assert "TRUSTED_PROXIES is 0" in said[0]
    assert "TRUSTED_PROXIES is 0" in administrator.get("/en/admin/settings/").content.decode()
    assert "TRUSTED_PROXIES is 0" in administrator.get("/en/admin/").content.decode()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert "TRUSTED_PROXIES is 0" not in administrator.get("/en/admin/").content.decode()


def test_codes_of_the_second_factor__are_slowed_for_strangers_only(person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    owner, stranger = Client(), Client()
    try_in(owner, person)
    try_in(stranger, person, address="198.51.100.66")
    where = "/account/two-factor/authenticate/"
    answers = [
        stranger.post(where, {"code": "000000"}, REMOTE_ADDR="198.51.100.66")
        for _number in range(PAIR.free + 1)
    ]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert owner.post(where, {"code": "000000"}, REMOTE_ADDR="203.0.113.7").status_code == 200


@pytest.mark.parametrize("path", ["/invitation/invented{}/", "/account/password/reset/key/1-abc-{}/"])
def test_invented_links__are_slowed_down__real_ones_never(path, person):
    answers = [Client().get(path.format(number)) for number in range(31)]
    assert answers[0].status_code in {200, 404}
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) >= 1


def test_invented_keys__are_slowed_down__real_ones_never(client, person):
    _token, key = create_token(user=person, name="Програма")
    answers = [
        client.get("/api/v1/partnerships/", headers={"Authorization": f"Token invented{number}"})
        for number in range(31)
    ]
    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) >= 1
    assert client.get("/api/v1/partnerships/", headers={"Authorization": f"Token {key}"}).status_code == 200


def test_old_counters__are_removed__familiar_addresses_stay(person):
    try_in(Client(), person)
    guess(person, 3, address="192.0.2.1")
    AttemptCounter.objects.update(updated_at=timezone.now() - dt.timedelta(hours=2))
    assert forget_old_attempts() > 0
    assert AttemptCounter.objects.exclude(succeeded_at=None).count() == AttemptCounter.objects.count() > 0


@pytest.mark.django_db(transaction=True)
def test_many_attempts_at_once__are_all_counted():
    def attempt():
        try:
            begin("password", "a@b.example", Visitor("192.0.2.1"))
        except TooManyAttempts:
            return False
        return True

    assert sum(at_once(*[attempt] * 12)) == PAIR.free
