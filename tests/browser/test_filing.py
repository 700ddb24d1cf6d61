"""Filing in steps in a real browser: both languages, a phone, no scripts, no mouse, no connection."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import FilingDraft, Partnership
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_whole_path import PDF, Person, fill_the_agreement
from tests.communities.factories import make_brovary, make_country, make_municipality, make_place
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = pytest.mark.parametrize(("prefix", "locale"), [("", "uk-UA"), ("/en", "en-GB")], ids=["uk", "en"])


@pytest.fixture
def official(transactional_db: Any) -> User:
    return make_user(communities=[make_brovary()])


@pytest.fixture
def jena(transactional_db: Any) -> Any:
    return make_place(
        name="Jena", name_uk="Єна", country=make_country("DE"), region="Thuringia", population=111191
    )


def fits(page: Page) -> bool:
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return bool(page.evaluate(wider) <= 0)


def choose_jena(page: Page) -> None:
    page.fill("#id_foreign_query", "jena")
    expect(page.locator(".picker-list li[data-index]").first).to_contain_text(
        re.compile("Thuringia|Тюрингія")
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#foreign-side .party-row")).to_have_count(1)


@LANGUAGES
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_step_fits_and_is_accessible(
    viewport: dict[str, int],
    prefix: str,
    locale: str,
    new_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    official: User,
    jena: Any,
) -> None:
    page = new_page(viewport=viewport, locale=locale)
    person = Person.signed_in(page, official, prefix)

    def look() -> None:
        assert fits(page), page.url
        assert_accessible(page)

    person.visit("/desk/file/")
    look()
    choose_jena(page)
    person.next_page()
    look()
    fill_the_agreement(person)
    page.fill("[name=council_decision_number]", "1")
    page.locator("button[value=go-parties]").click()
    expect(page.locator(".field-hint").first).to_be_visible()
    look()
    person.page.locator("button[value=go-agreement]").click()
    expect(page.locator("#id_term_kind-field .field-hint")).to_be_visible()
    look()
    page.select_option("[name=term_kind]", "years")
    page.fill("[name=term_years]", "багато")
    page.locator(".save-row .btn-primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look()
    page.fill("[name=term_years]", "5")
    person.next_page()
    look()
    person.attach(PDF)
    person.next_page()
    look()
    person.next_page()
    look()
    person.confirm()
    assert Partnership.objects.get().status == "submitted"


@LANGUAGES
def test_a_near_duplicate_is_chosen_without_scripts(
    prefix: str, locale: str, new_page: Callable[..., Page], official: User
) -> None:
    known = make_municipality(
        name="Kraśnik County", name_uk="Красницький повіт", country=make_country("PL"), level="county"
    )
    page = new_page(viewport=PHONE, locale=locale, java_script_enabled=False)
    person = Person.signed_in(page, official, prefix)
    person.visit("/desk/file/")
    page.fill("[name=foreign_query]", "Powiat kraśnicki")
    page.locator("button[value=new-foreign]").click()
    page.select_option("[name$=new_country]", "PL")
    page.select_option("[name$=new_level]", "county")
    page.locator(".save-row .btn-primary").click()
    page.locator(f".near input[value='municipality:{known.pk}']").check()
    person.next_page()
    assert Partnership.objects.get().parties.get(side="foreign").municipality == known


def test_what_is_typed_outlives_the_connection(
    new_page: Callable[..., Page], official: User, jena: Any
) -> None:
    page = new_page()
    person = Person.signed_in(page, official)
    person.visit("/desk/file/")
    choose_jena(page)
    expect(page.locator("[data-kept]")).not_to_be_empty()
    expect(page).to_have_url(f"{page.url.split('/desk/')[0]}/desk/partnerships/{code()}/edit/parties/")
    person.next_page()
    fill_the_agreement(person)
    expect(page.locator("[data-kept]")).not_to_be_empty()
    page.context.set_offline(True)
    page.fill("[name=council_decision_number]", "не дійшло")
    expect(page.locator("[data-kept]")).to_contain_text("зв’яз", timeout=10_000)
    page.locator(".save-row .btn-primary").click()  # goes nowhere, and throws nothing away
    expect(page.locator("[name=council_decision_number]")).to_have_value("не дійшло")
    page.context.set_offline(False)
    typed("agreement", "council_decision_number", "не дійшло")

    # The machine is switched off; somewhere else everything is there.
    page.fill("[name=title_en]", "Typed last")
    page.goto("about:blank")
    typed("agreement", "title_en", "Typed last")
    other = Person.signed_in(new_page(viewport=PHONE), official)
    other.visit(f"/desk/partnerships/{code()}/edit/parties/")
    expect(other.page.locator("#foreign-side .party-row")).to_contain_text("Єна")
    other.page.locator("button[value=go-agreement]").click()
    expect(other.page.locator("[name=title_en]")).to_have_value("Typed last")
    expect(other.page.locator("[name=council_decision_number]")).to_have_value("не дійшло")
    expect(other.page.locator("[name=started_year]")).to_have_value("2022")
    other.page.locator("button[value=go-submit]").click()
    assert Partnership.objects.get().agreements.get().title_en == "Typed last"


def code() -> str:
    return Partnership.objects.get().code


def typed(step: str, name: str, value: str) -> None:
    """Wait until the draft in the database has this."""
    for _ in range(60):
        draft = FilingDraft.objects.filter(typed__has_key=step).first()
        if draft and draft.typed[step].get(name) == [value]:
            return
        time.sleep(0.25)
    pytest.fail(f"{name} was not kept")


def test_a_filing_with_the_keyboard_alone(new_page: Callable[..., Page], official: User, jena: Any) -> None:
    page = new_page()
    person = Person.signed_in(page, official)
    person.visit("/desk/file/")
    keys = page.keyboard

    def to(selector: str) -> None:
        """Press Tab until the focus is there."""
        for _ in range(150):
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            keys.press("Tab")
        pytest.fail(f"{selector} is not reached with Tab")

    to("#id_foreign_query")
    keys.type("jena")
    expect(page.locator(".picker-list li[data-index]").first).to_contain_text("Jena")
    keys.press("Enter")  # nothing is marked yet, so nothing is chosen
    expect(page.locator("[name=foreign-0-reference]")).to_have_count(0)
    keys.press("ArrowDown")
    expect(page.locator(".picker-list li[aria-selected=true]")).to_contain_text("Jena")
    keys.press("Enter")
    to("[name=foreign-0-body_name_uk]")
    keys.press("Enter")  # saves and goes on, from any line
    page.wait_for_url("**/agreement/")
    to("[name=title_uk]")
    keys.type("Угода про партнерство")
    for box in ("[name=kinds][value=interterritorial]", "[name=spheres][value=energy]"):
        to(box)
        keys.press("Space")
    to(".save-row button[value=next]")
    keys.press("Enter")
    for step in ("documents", "check"):
        page.wait_for_url(f"**/{step}/")
        to(".save-row .btn-primary")
        keys.press("Enter")
    page.wait_for_url("**/submit/")
    to("form.desk-form button.btn-primary")
    keys.press("Enter")
    expect(page.locator(".notice-success")).to_be_visible()
    assert Partnership.objects.get().status == "submitted"


@LANGUAGES
def test_namesakes_are_told_apart(
    prefix: str, locale: str, new_page: Callable[..., Page], official: User
) -> None:
    states = {"Illinois": "Іллінойс", "Iowa": "Айова", "Ohio": "Огайо", "Texas": "Техас"}
    for number, state in enumerate(states):
        make_place(name="Rockford", country=make_country("US"), region=state, population=1000 * (number + 1))
    make_municipality(name="Rockford", country=make_country("US"), region="Michigan")
    page = new_page(viewport=PHONE, locale=locale)
    Person.signed_in(page, official, prefix).visit("/desk/file/")
    page.fill("#id_foreign_query", "Rokford")  # misspelled
    rows = page.locator(".picker-list li[data-index]")
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text("Michigan" if prefix else "Мічиган")
    assert len(set(rows.all_inner_texts())) == 5
    for state in states if prefix else states.values():
        expect(page.locator("#foreign-options")).to_contain_text(state)


@LANGUAGES
def test_enter_in_the_search_box__searches_without_a_script_and_keeps_the_words(
    prefix: str, locale: str, new_page: Callable[..., Page], official: User, jena: Any
) -> None:
    page = new_page(viewport=PHONE, locale=locale, java_script_enabled=False)
    Person.signed_in(page, official, prefix).visit("/desk/file/")
    page.fill("#id_foreign_query", "jena")
    page.press("#id_foreign_query", "Enter")
    expect(page.locator("#foreign-found")).to_contain_text("Jena")
    expect(page.locator("#id_foreign_query")).to_have_value("jena")
    page.check("#foreign-found input[type=checkbox] >> nth=0")
    page.press("#id_foreign_query", "Enter")
    expect(page.locator("#foreign-side .party-row")).to_have_count(1)
    assert fits(page)
