"""Public pages in a real browser: accessible, without sideways scrolling, without scripts."""

import pytest

from tests.pages.conftest import world as world  # the same small registry

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "/",
    "/partnerships/",
    "/partnerships/?q=nothing-is-called-so&country=XX",
    "/partnerships/?q=Бравари&country=DE",
    "/map/",
    "/communities/",
    "/check/?q=Бровари",
    "/register/",
    "/register/integrity/",
    "/about/",
    "/account/login/",
    "/no-such-page/",
]


@pytest.fixture
def pages(world):
    return [*PAGES, f"/partnerships/{world.registered.code}/", f"/communities/{world.brovary.katottg}/"]


def test_pages_are_accessible_in_both_languages(page, pages, assert_accessible):
    for prefix in ("", "/en"):
        for path in pages:
            page.goto(prefix + path)
            assert_accessible(page)


def test_nothing_scrolls_sideways_on_a_small_phone(phone_page, pages):
    for path in pages:
        phone_page.goto(path)
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_phone_menu_and_search_work_without_scripts(new_page, world):
    page = new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto("/en/")
    page.locator(".nav-narrow summary").click()
    page.locator(".nav-narrow").get_by_role("link", name="Check an agreement").click()
    page.get_by_label("Registration number or party names").fill(world.entry.number)
    page.get_by_role("button", name="Check").click()
    assert page.get_by_role("link", name="Brovary – Jena").is_visible()
    page.get_by_role("link", name="Українська").click()
    assert page.url.endswith(f"/check/?q={world.entry.number}&community=&municipality=&on=")


def test_keyboard_reaches_the_content_first(page, world):
    page.goto("/en/partnerships/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_map__shows_points_that_lead_to_the_list(page, world, assert_accessible):
    world.brovary.lat, world.brovary.lon = 50.51, 30.79
    world.brovary.save()
    page.goto("/en/map/")
    point = page.get_by_role("button", name="Brovary")
    point.focus()
    page.keyboard.press("Enter")
    assert_accessible(page)
    page.locator(".leaflet-popup").get_by_role("link", name="Brovary").click()
    assert page.url.endswith(f"/en/partnerships/?community={world.brovary.katottg}")
    assert page.get_by_role("link", name="Brovary – Jena").is_visible()


def test_map__is_a_table_without_scripts(new_page, world):
    page = new_page(java_script_enabled=False)
    page.goto("/en/map/")
    assert not page.locator("#map").is_visible()
    assert page.get_by_role("link", name="Jena").is_visible()


def test_facets__narrow_the_list_on_a_phone_without_scripts(new_page, world):
    page = new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto("/en/partnerships/")
    page.locator(".facets-narrow > summary").click()
    page.locator(".facets-narrow").get_by_role("link", name="Germany").click()
    assert page.url.endswith("/en/partnerships/?country=DE")
    assert page.locator(".chosen a").count() == 1
