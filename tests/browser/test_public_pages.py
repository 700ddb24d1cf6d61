"""Public pages in a real browser: accessible, without sideways scrolling, without scripts."""

import pytest

from tests.pages.conftest import world as world  # the same small registry

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "/",
    "/partnerships/",
    "/partnerships/?q=nothing-is-called-so&country=XX",
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
    page.locator(".nav-narrow").get_by_role("link", name="Check a status").click()
    page.get_by_label("Registration number, or names of the parties").fill(world.entry.number)
    page.get_by_role("button", name="Check").click()
    assert page.get_by_role("link", name="Brovary – Jena").is_visible()
    page.get_by_role("link", name="Українська").click()
    assert page.url.endswith(f"/check/?q={world.entry.number}&community=&municipality=&on=")


def test_keyboard_reaches_the_content_first(page, world):
    page.goto("/en/partnerships/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
