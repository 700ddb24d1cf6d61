"""Notices in a real browser: accessible, on a phone, without scripts."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from notices.models import Notice, NoticeSettings
from tests.browser.conftest import DESKTOP, PHONE
from tests.communities.factories import make_community
from tests.factories import make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def official(db):
    community = make_community()
    official = make_user(communities=[community])
    make_partnership("returned", official=official, community=community)
    make_case("registered", official=official, community=community)
    return official


@pytest.fixture
def open_as(new_page, live_server):
    def open_page(user, **options):
        signed_in = Client()
        signed_in.force_login(user)
        page = new_page(**options)
        cookie = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return open_page


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_inbox_and_settings_fit_and_are_accessible_in_both_languages(
    official, open_as, viewport, assert_accessible
):
    page = open_as(official, viewport=viewport)
    for address in ("/desk/notices/", "/en/desk/notices/", "/account/profile/", "/en/account/profile/"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, address
        assert_accessible(page)


def test_on_a_phone_without_scripts__read_open_and_choose(official, open_as):
    unread = Notice.objects.filter(recipient=official).count()
    page = open_as(official, viewport=PHONE, java_script_enabled=False)
    page.goto("/en/")
    expect(page.locator(".nav-narrow summary .nav-count")).to_contain_text(str(unread))
    page.locator(".nav-narrow summary").click()
    page.locator(".nav-narrow").get_by_role("link", name="Notices").click()
    page.get_by_role("button", name="Mark as read").first.click()
    expect(page.locator(".notice-unread")).to_have_count(unread - 1)
    page.get_by_role("button", name="Open the record").last.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/en/desk/partnerships/" in page.url
    page.goto("/en/desk/notices/")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("You have read everything.")).to_be_visible()
    page.get_by_role("link", name="Choose which notices you get by email").click()
    page.get_by_label("Once a day: one email with all events").check()
    page.get_by_label("There is a new comment").uncheck()
    page.locator("section[aria-labelledby=notices]").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    row = NoticeSettings.objects.get(user=official)
    assert (row.delivery, row.muted) == ("daily", ["comment"])
