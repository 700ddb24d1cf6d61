"""The official's desk in a real browser: every page fits, is accessible and says all in both languages."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Invitation, Membership, User
from common.life_cycle import Reason
from common.partial_dates import DatePrecision, PartialDate
from partnerships.inputs import ActivityInput
from partnerships.models import Activity, Agreement, Partnership
from partnerships.services import add_activity, take_step
from registration.models import OutsideClaim
from registration.outside_lists.loading import load_list
from registration.outside_lists.reading import ListRow
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_filing import fits
from tests.browser.test_whole_path import PDF, Person
from tests.communities.factories import make_brovary, make_country, make_municipality
from tests.factories import agreement_input, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = pytest.mark.parametrize(("prefix", "locale"), [("", "uk-UA"), ("/en", "en-GB")], ids=["uk", "en"])
NO_SCRIPTS = {"java_script_enabled": False}


@pytest.fixture
def world(transactional_db: Any) -> dict[str, Any]:
    """Brovary with a registered agreement, a returned filing, activities, a colleague and a claim."""
    brovary = make_brovary()
    official = make_user(communities=[brovary])
    Membership.objects.filter(user=official).update(is_head=True)
    colleague = make_user(communities=[brovary])
    jena = make_municipality(name="Jena", name_uk="Єна", name_en="Jena")
    case = make_case(
        "registered", official=official, community=brovary, municipality=jena,
        agreement=agreement_input(title_uk="Угода про партнерство", title_en="Partnership agreement"),
    )  # fmt: skip
    partnership = case.agreement.partnership
    for year in (2022, 2023):
        happened = PartialDate(date(year, 11, 1), DatePrecision.MONTH)
        data = ActivityInput("aid", happened, "Обладнання для лікарні", value="3900000", currency="UAH")
        activity = add_activity(partnership.pk, actor=official, data=data)
    make_partnership("returned", official=official, community=brovary)
    make_country("US")
    row = {"katottg": brovary.katottg, "partner": "Rockford", "country": "US"}
    load_list([ListRow(2, row, row)], name="Sister cities", dated_on=date(2025, 12, 31))
    return {
        "official": official,
        "colleague": colleague,
        "partnership": partnership,
        "agreement": case.agreement,
        "activity": activity,
        "case": case,
        "claim": OutsideClaim.objects.get(),
    }


def addresses(world: dict[str, Any]) -> list[str]:
    code, agreement = world["partnership"].code, world["agreement"].pk
    return [
        "/desk/",
        "/desk/?show=claimed",
        f"/desk/claims/{world['claim'].pk}/deny/",
        f"/desk/partnerships/{code}/",
        f"/desk/partnerships/{code}/activities/add/",
        f"/desk/partnerships/{code}/responsible/",
        f"/desk/activities/{world['activity'].pk}/edit/",
        f"/desk/activities/{world['activity'].pk}/remove/",
        f"/desk/agreements/{agreement}/amend/",
        f"/desk/agreements/{agreement}/prolong/",
        f"/desk/agreements/{agreement}/website-text/",
        f"/desk/cases/{world['case'].number}/steps/terminate/",
        "/desk/people/",
        f"/desk/people/{Membership.objects.get(user=world['colleague']).pk}/leave/",
        f"/partnerships/{code}/",
    ]


@LANGUAGES
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page__fits_and_is_accessible(
    viewport: dict[str, int],
    prefix: str,
    locale: str,
    new_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    world: dict[str, Any],
) -> None:
    page = new_page(viewport=viewport, locale=locale)
    person = Person.signed_in(page, world["official"], prefix)
    for address in addresses(world):
        person.visit(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        assert fits(page), page.url
        assert_accessible(page)


@LANGUAGES
def test_on_a_phone_without_scripts__an_activity_is_added_corrected_and_removed(
    prefix: str, locale: str, new_page: Callable[..., Page], world: dict[str, Any]
) -> None:
    page = new_page(viewport=PHONE, locale=locale, **NO_SCRIPTS)
    person = Person.signed_in(page, world["official"], prefix)
    person.visit(f"/desk/partnerships/{world['partnership'].code}/activities/add/")
    page.check("[name=type][value=exchange]")
    page.fill("[name=title_uk]", "Обмін учнями")
    page.fill("[name=value]", "1 500")
    page.click("main form button[type=submit]")
    expect(page.locator("#id_currency_error")).to_be_visible()
    page.select_option("[name=currency]", "EUR")
    page.click("main form button[type=submit]")
    added = Activity.objects.get(title_uk="Обмін учнями")
    assert (added.currency, added.type) == ("EUR", "exchange")
    person.visit(f"/desk/activities/{added.pk}/edit/")
    page.fill("[name=people]", "24")
    page.click("main form button[type=submit]")
    added.refresh_from_db()
    assert added.people == 24
    person.visit(f"/desk/activities/{added.pk}/remove/")
    page.click("main form button[type=submit]")
    assert not Activity.objects.filter(pk=added.pk).exists()


@LANGUAGES
def test_without_scripts__a_registered_agreement_is_prolonged_by_a_filing_of_its_own(
    prefix: str, locale: str, new_page: Callable[..., Page], world: dict[str, Any]
) -> None:
    page = new_page(locale=locale, **NO_SCRIPTS)
    person = Person.signed_in(page, world["official"], prefix)
    person.visit(f"/desk/partnerships/{world['partnership'].code}/")
    page.locator("a[href$='/prolong/']").click()
    page.select_option("[name=term_kind]", "years")
    page.fill("[name=term_years]", "5")
    page.click("main form button[type=submit]")
    made = Agreement.objects.get(amends=world["agreement"])
    assert made.term_years == 5
    assert page.url.endswith(f"#agreement-{made.pk}")
    expect(page.locator(f"#agreement-{made.pk} .amends")).to_be_visible()
    expect(page.locator("a[href$='/prolong/']")).to_have_count(0)


def test_extract__is_a_pdf_for_everybody(page: Page, world: dict[str, Any]) -> None:
    page.goto(f"/partnerships/{world['partnership'].code}/")
    with page.expect_download() as loading:
        page.locator("a[href$='extract-uk.pdf']").click()
    content = loading.value.path().read_bytes()
    assert content.startswith(b"%PDF")


@LANGUAGES
def test_parts_of_the_list__lead_to_the_next_step(
    prefix: str, locale: str, new_page: Callable[..., Page], world: dict[str, Any]
) -> None:
    page = new_page(locale=locale)
    person = Person.signed_in(page, world["official"], prefix)
    person.visit("/desk/")
    page.locator(".parts-nav a", has_text=re.compile("Чекає на мене|Waiting for me")).click()
    expect(page.locator(".my-row")).to_have_count(1)
    page.locator(".parts-nav a[href*=claimed]").click()
    page.locator(".my-row a.btn-primary").click()
    expect(page.locator("#foreign-side .party-row")).to_have_count(1)
    assert "Rockford" in page.locator("#foreign-side").inner_html()


@LANGUAGES
def test_a_colleague__is_invited_and_leaves__on_a_phone_without_scripts(
    prefix: str, locale: str, new_page: Callable[..., Page], world: dict[str, Any]
) -> None:
    page = new_page(viewport=PHONE, locale=locale, **NO_SCRIPTS)
    person = Person.signed_in(page, world["official"], prefix)
    person.visit("/desk/people/")
    page.fill("[name=email]", "new@brovary.example")
    page.click("#invite ~ form button[type=submit]")
    assert Invitation.objects.get().email == "new@brovary.example"
    membership = Membership.objects.get(user=world["colleague"])
    page.locator(f"a[href$='/{membership.pk}/leave/']").click()
    page.click("main form button[type=submit]")
    membership.refresh_from_db()
    assert membership.valid_until is not None


def test_only_what_was_remarked_upon__is_open__and_the_rest_on_demand(
    new_page: Callable[..., Page], world: dict[str, Any]
) -> None:
    returned = Partnership.objects.get(status="returned")
    submitted = take_step(returned.pk, "submit", actor=world["official"], expected_version=returned.version)
    take_step(
        submitted.pk,
        "return",
        actor=submitted.reviewer,  # a resubmission goes back to the same desk
        expected_version=submitted.version,
        reason=Reason(("unclear_term",), "На який строк?"),
    )
    page = new_page(**NO_SCRIPTS)
    person = Person.signed_in(page, world["official"], "")
    person.visit(f"/desk/partnerships/{returned.code}/edit/agreement/")
    expect(page.locator("[name=title_uk]")).to_be_disabled()
    page.select_option("[name=term_kind]", "open_ended")
    page.locator(".save-row button[value=next]").click()
    assert returned.agreements.get().term_kind == "open_ended"
    person.visit(f"/desk/partnerships/{returned.code}/edit/agreement/")
    page.locator("a[href='?open=all']").click()
    expect(page.locator("[name=title_uk]")).to_be_enabled()


def test_who_signed_and_the_scan__are_recorded_without_scripts(
    new_page: Callable[..., Page], transactional_db: Any
) -> None:
    case = make_case("cleared")
    official = case.agreement.partnership.responsible
    assert isinstance(official, User)
    page = new_page(**NO_SCRIPTS)
    person = Person.signed_in(page, official, "")
    person.visit(f"/desk/cases/{case.number}/steps/submit-signed/")
    page.fill("[name=signed_1], [name=signed_year]", "2025")
    page.fill("[name=signed_place]", "м. Єна")
    page.locator("[name^=position_]").first.fill("Міський голова")
    page.set_input_files("[name=file]", PDF)
    page.check("[name=understood]")
    page.click("main form button[type=submit]")
    case.refresh_from_db()
    assert case.status == "registration_filed"
    assert case.agreement.signatories.get().position == "Міський голова"
