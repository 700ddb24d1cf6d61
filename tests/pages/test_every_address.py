"""Deny by default: every address asks for a sign-in unless it is declared public."""

import pytest

from tests.pages.addresses import PUBLIC_NAMES, all_addresses

pytestmark = pytest.mark.django_db
PAGES = [address for address in all_addresses() if not address.is_api]


def test_the_walk_finds_pages_of_every_part():
    names = {address.name for address in all_addresses()}
    assert {"home", "partnership", "desk", "profile", "mfa_activate_totp", "admin:index"} <= names


def test_views_that_open_themselves_are_declared_public():
    undeclared = {page.name or page.route for page in PAGES if page.is_open} - PUBLIC_NAMES
    assert undeclared == set()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_whatever_is_not_public_leads_to_sign_in(client, world, prefix):
    wrong = []
    for page in PAGES:
        if page.name in PUBLIC_NAMES or page.name == "admin:logout":
            continue
        path = prefix + page.path(world)
        response = client.get(path)
        if response.status_code == 302 and "/login/" in response["Location"]:
            continue
        # Behind the sign-in there may be no such address at all, or it takes only POST.
        if response.status_code not in {404, 405}:
            wrong.append((page.name, path, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_public_pages_never_lead_to_sign_in(client, world, prefix):
    names = {
        "home", "about", "check", "register", "register_integrity", "partnerships", "partnership",
        "communities", "community",
    }  # fmt: skip
    for page in PAGES:
        if page.name in names:
            assert client.get(prefix + page.path(world)).status_code == 200, page.name


@pytest.mark.parametrize(
    "person", ["public", "official", "stranger", "association", "ministry", "auditor", "administrator"]
)
def test_no_address_breaks_for_anybody(client, world, everybody, person):
    if everybody[person]:
        client.force_login(everybody[person])
    client.raise_request_exception = False
    statuses = {}
    for page in PAGES:
        path = page.path(world)
        if page.name not in {"account_logout", "admin:logout"}:
            statuses[path] = client.get(path).status_code
    assert {path: status for path, status in statuses.items() if status >= 500} == {}


def test_officials_and_the_public_stay_outside_of_the_admin(client, world):
    client.force_login(world.official)
    for page in PAGES:
        if page.name.startswith("admin:") and page.name not in {
            "admin:login",
            "admin:logout",
            "admin:jsi18n",
        }:
            assert client.get(page.path(world)).status_code in {302, 403, 404, 405}, page.route


def test_api_answers_the_public_without_a_sign_in_page(client, world):
    for address in all_addresses():
        if address.is_api:
            response = client.get(address.path(world))
            assert response.status_code < 500, address.route
            assert response.status_code != 302, address.route
