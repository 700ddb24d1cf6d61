"""The desks in a real browser: policy, other hosts, phone width, accessibility, one decision of each desk."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from partnerships.models import Partnership
from registration.models import RegistrationCase
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(new_page, live_server):
    """Open the admin as somebody of a role; requests to other hosts fail the test."""
    elsewhere = []

    def open_desk(user, viewport):
        signed_in = Client()
        signed_in.force_login(user)
        page = new_page(viewport=viewport)
        cookie = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        page.on("request", lambda request: keep_foreign(request.url))
        return page

    def keep_foreign(url):
        if not url.startswith((live_server.url, "data:")):
            elsewhere.append(url)

    yield open_desk
    assert elsewhere == []


def fits(page):
    # A page that is still being replaced has no body to measure.
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return page.evaluate(wider) <= 0


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_fit_are_accessible_and_stay_on_this_host(viewport, desk, assert_accessible):
    partnership, case = make_partnership("submitted"), make_case("in_review")
    page = desk(make_user(Role.ADMINISTRATOR), viewport)
    for address in (
        reverse("admin:index"),
        reverse("admin:partnerships_partnership_changelist"),
        reverse("admin:partnerships_partnership_change", args=[partnership.pk]),
        reverse("admin:registration_registrationcase_changelist"),
        reverse("admin:registration_registrationcase_change", args=[case.pk]),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert fits(page), address
        assert_accessible(page)


def test_the_association_returns_a_filing(desk, assert_accessible):
    partnership = make_partnership("submitted")
    page = desk(make_user(Role.ASSOCIATION), DESKTOP)
    page.goto(reverse("admin:partnerships_partnership_changelist"))
    page.get_by_role("link", name=partnership.code).click()
    page.locator(f'a[href$="/{partnership.pk}/steps/return/"]').click()
    assert_accessible(page)
    page.locator('input[name="reason_codes"][value="unclear_term"]').check()
    page.locator('textarea[name="text"]').fill("Зазначте строк дії.")
    page.locator("form button[type=submit].desk-button").click()
    page.wait_for_url(f"**/{partnership.pk}/change/")
    expect(page.get_by_text("Зазначте строк дії.").first).to_be_visible()
    assert Partnership.objects.get(pk=partnership.pk).status == "returned"


def test_a_comment_is_written_on_the_record(desk):
    case = make_case("in_review")
    page = desk(make_user(Role.MINISTRY), PHONE)
    page.goto(reverse("admin:registration_registrationcase_change", args=[case.pk]))
    page.locator('textarea[name="text"]').fill("Запитати про пункт 4.")
    page.locator('form[action$="/comment/"] button[type=submit]').click()
    expect(page.locator("section[aria-labelledby=comments]")).to_contain_text("Запитати про пункт 4.")


def test_the_ministry_clears_a_draft_on_a_phone(desk):
    case = make_case("in_review")
    page = desk(make_user(Role.MINISTRY), PHONE)
    page.goto(reverse("admin:registration_registrationcase_step", args=[case.pk, "clear"]))
    page.locator('input[name="order_number"]').fill("879")
    page.locator('input[name="order_date"]').fill("2025-05-19")
    assert fits(page)
    page.locator("form button[type=submit].desk-button").click()
    page.wait_for_url(f"**/{case.pk}/change/")
    assert RegistrationCase.objects.get(pk=case.pk).order.number == "879"


def test_filters_open_and_apply(desk):
    make_partnership("returned")
    page = desk(make_user(Role.ASSOCIATION), DESKTOP)
    page.goto(reverse("admin:partnerships_partnership_changelist"))
    page.locator("a[x-on\\:click='filterOpen = true']").click()
    page.locator("select[name=status]").select_option("returned", force=True)
    page.locator("#changelist-filter button[type=submit]").click()
    page.wait_for_url("**status=returned**")
    expect(page.locator("#changelist tbody tr")).to_have_count(1)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_ministry_takes_a_case_and_clears_two_drafts_by_one_order(viewport, desk, assert_accessible):
    cases = [make_case("in_review"), make_case("in_review")]
    clerk = make_user(Role.MINISTRY)
    page = desk(clerk, viewport)
    page.goto(reverse("admin:registration_registrationcase_change", args=[cases[0].pk]))
    assert_accessible(page)
    page.locator(f".desk-assign button[value='{clerk.pk}']").click()
    expect(page.locator(f".desk-assign button[value='{clerk.pk}']")).to_have_count(0)
    cases[0].refresh_from_db()
    assert cases[0].assigned_to == clerk
    page.goto(reverse("admin:registration_registrationcase_changelist"))
    page.locator("a[href$='/clear-many/']").click()
    page.wait_for_url("**/clear-many/")
    assert fits(page)
    assert_accessible(page)
    for box in page.locator("input[name=case]").all():
        box.check()
    page.fill("[name=order_number]", "1538")
    page.fill("[name=order_date]", "2025-09-01")
    page.locator("form.desk-card .desk-button--success").click()
    page.wait_for_url("**/ministryorder/**")
    for case in cases:
        case.refresh_from_db()
        assert case.status == "cleared"
