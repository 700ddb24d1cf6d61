"""What the environment says is taken as it was meant, or the start is refused with one line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

from config.environment import Environment

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("given", ["RU,BY", "RU, BY", "RU;BY", "ru by", " RU ,\tBY;", "RU,BY,RU"])
def test_countries__whatever_stands_between_them__are_all_meant(given):
    assert Environment({"BLOCKED_COUNTRIES": given}).country_codes("BLOCKED_COUNTRIES", "") == ["RU", "BY"]


def test_countries__not_set__are_the_default():
    assert Environment({}).country_codes("BLOCKED_COUNTRIES", "RU,BY") == ["RU", "BY"]


def test_countries__none__must_be_said():
    assert Environment({"X": "none"}).country_codes("X", "RU") == []
    for empty in ("", " ", ",;"):
        with pytest.raises(SystemExit, match="X is empty: name countries, or say none"):
            Environment({"X": empty}).country_codes("X", "RU")


@pytest.mark.parametrize("given", ["RUS", "XX", "EU", "Russia", "РФ", "RU|BY", "RU,B"])
def test_countries__no_code_of_a_country__refuses_the_start(given):
    with pytest.raises(SystemExit, match="X must be country codes"):
        Environment({"X": given}).country_codes("X", "RU")


@pytest.mark.parametrize("given", ["a.example,b.example", "a.example; b.example", " a.example b.example "])
def test_hosts__whatever_stands_between_them__are_all_meant(given):
    assert Environment({"X": given}).hosts("X") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    "given", ["", " , ", "https://a.example", "a.example:8443", "a.example/path", "a..example", "-a"]
)
def test_hosts__what_no_request_can_name__refuses_the_start(given):
    with pytest.raises(SystemExit, match=r"^X "):
        Environment({"X": given}).hosts("X")


def test_hosts__patterns_and_addresses__are_taken():
    given = [".example.org", "127.0.0.1", "[::1]", "localhost", "*"]
    assert Environment({"X": ",".join(given)}).hosts("X") == given


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://registry.example/", "https://registry.example"),
        (" http://127.0.0.1:8000 ", "http://127.0.0.1:8000"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ],
)
def test_address__scheme_and_host__is_taken(given, address):
    assert Environment({"X": given}).address("X") == address


@pytest.mark.parametrize(
    "given",
    ["registry.example", "ftp://a.example", "https://", "https://a.example/path", "https://a b", "https://a:port",
     "https://a.example?x", "https://user@a.example", "https://a.example,https://b.example", "https://*.a.example"],
)  # fmt: skip
def test_address__what_no_link_can_lead_to__refuses_the_start(given):
    with pytest.raises(SystemExit, match="X must be an address"):
        Environment({"X": given}).address("X")


@pytest.mark.parametrize(
    ("read", "given"),
    [
        (lambda env: env.number("X", 1), "two"),
        (lambda env: env.number("X", 1), "-1"),
        (lambda env: env.number("X", 1), "1.5"),
        (lambda env: env.number("X", 1, least=1), "0"),
        (lambda env: env.ports("X", "443"), "443, https"),
        (lambda env: env.ports("X", "443"), "70000"),
        (lambda env: env.emails("X"), "admin@a.example, Administrator"),
        (lambda env: env.flag("X", default=True), "perhaps"),
        (lambda env: env.one_of("X", ("calendar", "working")), "business"),
        (lambda env: env.rate("X", "600/min"), "600 per minute"),
        (lambda env: env.number_format("X", "{sequence}"), "{year}-1"),
        (lambda env: env.number_format("X", "{sequence}"), "{number}"),
        (lambda env: env.text("X"), " "),
    ],
)
def test_value_that_cannot_be_meant__refuses_the_start_and_names_the_variable(read, given):
    with pytest.raises(SystemExit, match=r"^X .*See docs/operations.md"):
        read(Environment({"X": given}))


def test_values_that_are_empty__are_the_defaults():
    env = Environment({"X": " "})
    assert env.number("X", 7) == 7
    assert env.one_of("X", ("calendar", "working")) == "calendar"
    assert env.rate("X", "600/min") == "600/min"
    assert env.rate("X", None) is None
    assert env.flag("X", default=True) is False


def check_deploy(**variables):
    """Run the check as an operator does, on a server that is not there."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    production = {
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "DATABASE_URL": "postgresql://127.0.0.1:1/x",
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": "registry.example",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT, env={**inherited, **production, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_check_deploy__malformed_variable__is_one_line_and_no_trace():
    done = check_deploy(BLOCKED_COUNTRIES="RU|BY")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "BLOCKED_COUNTRIES must be country codes such as RU (ISO 3166-1 alpha-2), not 'RU|BY'. See docs/operations.md."
    ]


def test_check_deploy__settings_as_in_the_manual__has_nothing_to_say_of_them():
    done = check_deploy(BLOCKED_COUNTRIES="RU, BY", ALLOWED_HOSTS="registry.example, .registry.example")
    assert not {"BLOCKED_COUNTRIES", "ALLOWED_HOSTS", "SITE_URL"} & set(
        re.findall("[A-Z_]{8,}", done.stderr)
    ), done.stderr


def test_check_deploy__possible_but_hardly_meant__is_pointed_at(settings):
    settings.BLOCKED_COUNTRIES, settings.ALLOWED_HOSTS, settings.SITE_URL = ["BY"], ["*"], "http://a.example"
    found = {problem.id for problem in run_checks(include_deployment_checks=True, tags=["security"])}
    assert {"pobratym.W002", "pobratym.W003", "pobratym.W004"} <= found
