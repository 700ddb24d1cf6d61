"""The desks in a real browser: policy, other hosts, phone width, accessibility, one decision of each desk."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from accounts.roles import Role
from partnerships.models import Partnership
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.models import RegistrationCase
from registration.transitions import CASE_LIFE_CYCLE
from tests.browser.conftest import DESKTOP, PHONE
from tests.communities.factories import make_community, make_municipality
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
    page.locator("form button.desk-button--warning").click()
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
    clerk = make_user(Role.MINISTRY)
    case = make_case("in_review", clerk=clerk)
    page = desk(clerk, PHONE)
    page.goto(reverse("admin:registration_registrationcase_step", args=[case.pk, "clear"]))
    page.check("[name=confirm][value=no_opinion_asked]")
    page.locator('input[name="order_number"]').fill("879")
    page.locator('input[name="order_date"]').fill("2025-05-19")
    page.check("[name=understood]")
    assert fits(page)
    page.locator("form button.desk-button--success").click()
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
    page.wait_for_url("**/clear-many/**")
    assert fits(page)
    assert_accessible(page)
    for box in page.locator("input[name=case]").all():
        box.check()
    page.fill("[name=order_number]", "1538")
    page.fill("[name=order_date]", "2025-09-01")
    page.check("[name=confirm][value=no_opinion_asked]")
    page.check("[name=understood]")
    page.locator("form.desk-card .desk-button--success").click()
    page.check(f"[name=confirm-{cases[1].pk}][value=held_by_another]")  # by the clerk who accepted it
    page.locator("form.desk-card .desk-button--success").click()
    page.wait_for_url("**/registrationcase/**")
    page.locator("a[href*='/ministryorder/']", has_text="Відкрити наказ").click()
    page.wait_for_url("**/ministryorder/**")
    for case in cases:
        case.refresh_from_db()
        assert case.status == "cleared"


FILLED = {
    "clear": {"order_number": "879", "order_date": "2025-05-19"},
    "end": {"ended_on": "2026-01-15"},
    "terminate": {"act_kind": "letter", "act_number": "12", "act_date": "2025-12-01"},
}
DECISIONS = [
    *((PARTNERSHIP_LIFE_CYCLE, step, Role.ASSOCIATION) for step in PARTNERSHIP_LIFE_CYCLE.transitions),
    *((CASE_LIFE_CYCLE, step, Role.MINISTRY) for step in CASE_LIFE_CYCLE.transitions),
]


@pytest.mark.parametrize(
    ("cycle", "step", "role"),
    [
        pytest.param(cycle, step, role, id=cycle.verb(step.name))
        for cycle, step, role in DECISIONS
        if role in step.roles
    ],
)
def test_every_decision__from_its_button_to_the_new_status(cycle, step, role, desk):
    source = min(step.sources)
    person = make_user(role)
    is_filing = cycle is PARTNERSHIP_LIFE_CYCLE
    record = make_partnership(source, association=person) if is_filing else make_case(source, clerk=person)
    page = desk(person, DESKTOP)
    address = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    page.goto(reverse(address, args=[record.pk]))
    page.locator(f'a[href$="/{record.pk}/steps/{step.name}/"]').click()
    page.wait_for_url(f"**/steps/{step.name}/**")
    if step.needs_reason:
        if step.reasons:
            page.locator('input[name="reason_codes"]').first.check()
        page.fill("[name=text]", "Зазначте строк дії.")
    for tick in page.locator("form.desk-card [name=confirm]").all():
        tick.check()
    if step.consequences:
        page.check("[name=understood]")
    for name, value in FILLED.get(step.name, {}).items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(index=1)
        else:
            field.fill(value)
    page.locator(f"form button.desk-button--{step.tone}").click()
    page.wait_for_url(f"**/{record.pk}/change/")
    record.refresh_from_db()
    assert record.status == step.target


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_without_a_model_and_list_tools_fit_and_are_accessible(
    viewport, prefix, desk, assert_accessible
):
    translation.activate("uk")  # a request in English leaves its language behind, and addresses their prefix
    partnership, municipality = make_partnership("approved"), make_municipality()
    for role, addresses in {
        Role.ASSOCIATION: [
            reverse("admin:coverage"),
            reverse("admin:status_check") + f"?q={partnership.code}",
            reverse("admin:communities_foreignmunicipality_merge", args=[municipality.pk]),
            reverse("admin:partnerships_partnership_print") + "?queue=all",
        ],
        Role.ADMINISTRATOR: [reverse("admin:settings"), reverse("admin:jobs")],
    }.items():
        page = desk(make_user(role), viewport)
        for address in addresses:
            page.goto(prefix + address)
            assert fits(page), address
            assert_accessible(page)
        page.goto(prefix + reverse("admin:partnerships_partnership_changelist"))
        page.locator(".desk-tools summary").click()
        assert fits(page)
        assert_accessible(page)


def with_alt(page, key):
    """Press a key together with Alt, as a keyboard does: Playwright leaves out what the key alone would type."""
    session = page.context.new_cdp_session(page)
    alone = {"key": key, "modifiers": 1, "windowsVirtualKeyCode": ord(key.upper())}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, "unmodifiedText": key, **alone})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **alone})


def test_next_record_is_a_key_away__and_the_list_is_not_forgotten(desk):
    first, second = make_partnership("submitted"), make_partnership("submitted")
    page = desk(make_user(Role.ASSOCIATION), DESKTOP)
    page.goto(reverse("admin:partnerships_partnership_changelist") + "?queue=new")
    page.get_by_role("link", name=first.code).click()  # the longest waiting is the first
    expect(page.locator("a[rel=next][accesskey=j]")).to_be_visible()
    with_alt(page, "j")
    page.wait_for_url(f"**/{second.pk}/change/**")
    expect(page.locator("a[accesskey='1']")).to_be_visible()
    with_alt(page, "1")
    page.wait_for_url(f"**/{second.pk}/steps/approve/**")
    page.locator("form button.desk-button--success").click()
    page.wait_for_url(f"**/{second.pk}/change/?_changelist_filters=queue%3Dnew")
    expect(page.locator("a[accesskey=l]")).to_be_visible()
    with_alt(page, "l")
    page.wait_for_url("**/partnership/?queue=new")


def test_enter_in_a_picker__takes_only_what_was_pointed_at(desk):
    first, second = (make_community(name_uk=name, centre_name_uk=name) for name in ("Броварська", "Броди"))
    page = desk(make_user(Role.ASSOCIATION), DESKTOP)
    page.goto(reverse("admin:accounts_invitation_add"))
    page.locator(".select2-selection").click()
    page.keyboard.type("Бро")
    expect(page.locator(".select2-results__option[aria-selected]")).to_have_count(2)
    expect(page.locator(".select2-results__option--highlighted")).to_have_count(0)
    page.keyboard.press("Enter")
    chosen = page.locator("select[name=community]")
    expect(chosen).to_have_value("")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(chosen).not_to_have_value("")
    rows = {str(first.pk), str(second.pk)}
    assert chosen.input_value() in rows


def test_parties_stand_on_a_map_beside_the_same_as_text(desk):
    partnership = make_partnership("submitted")
    for party in partnership.parties.all():
        territory = party.territory
        territory.lat, territory.lon = (50.5, 30.8) if party.community else (50.9, 11.6)
        territory.save()
    page = desk(make_user(Role.ASSOCIATION), DESKTOP)
    page.goto(reverse("admin:partnerships_partnership_change", args=[partnership.pk]))
    expect(page.locator("#desk-map path.desk-map-line")).to_have_count(1)
    expect(page.locator("#desk-map path.desk-map-ours")).to_have_count(1)
