"""The whole path in a real browser: from a draft to a number that anybody reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from demo.paper import pdf
from partnerships.models import Partnership
from registration.models import RegistrationCase
from tests.browser.conftest import PHONE
from tests.communities.factories import make_brovary, make_country, make_place
from tests.factories import PASSWORD, make_user

PDF = {"name": "Проєкт угоди.pdf", "mimeType": "application/pdf", "buffer": pdf("Draft")}
NUMBER = "2026-0417"


@dataclass
class Person:
    """Somebody at a screen of their own."""

    page: Page
    prefix: str = ""

    @classmethod
    def signed_in(cls, page: Page, user: User, prefix: str = "") -> "Person":
        page.goto(f"{prefix}/account/login/")
        page.fill("input[name=login]", user.email)
        page.fill("input[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
        expect(page.locator("input[name=password]")).to_have_count(0)
        return cls(page, prefix)

    def visit(self, path: str) -> None:
        self.page.goto(f"{self.prefix}{path}")
        expect(self.page.locator("html")).to_have_attribute("lang", self.prefix.strip("/") or "uk")

    def next_step(self) -> None:
        """Press the one button of the first row of "my partnerships"."""
        self.visit("/desk/")
        self.page.locator(".my-row .expectation a.btn").first.click()

    def follow(self, ending: str) -> None:
        self.page.locator(f"a[href$='{ending}']").first.click()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"main [name='{name}']").fill(value)

    def confirm(self) -> None:
        """Press the button of the page's form, and see no complaint afterwards."""
        for done in self.page.locator("form.desk-form input[type=radio][value=done]").all():
            done.check()
        if (tick := self.page.locator("form.desk-form [name=understood]")).count():
            tick.check()
        self.page.locator("form.desk-form .btn-row button[type=submit]").click()
        expect(self.page.locator(".error-summary")).to_have_count(0)
        expect(self.page.locator(".notice-success").first).to_be_visible()

    def next_page(self) -> None:
        """Press "Save and continue" of a step of a filing, and see no complaint afterwards."""
        address = self.page.url
        self.page.locator(".save-row .btn-primary").click()
        self.page.wait_for_url(lambda url: url != address)
        expect(self.page.locator(".error-summary")).to_have_count(0)

    def attach(self, file: Any) -> None:
        """Attach a file on the step of the documents."""
        self.page.set_input_files("[name=file]", file)
        self.confirm()
        # It is sent in the background; the page then comes anew.
        expect(self.page.locator("ul.documents").first).to_contain_text(file["name"])

    def admin_step(self, kind: str, pk: int, step: str, *, is_held: bool = False, **values: str) -> None:
        """Open a record in the admin, press the button of a step, fill its page and confirm."""
        self.visit(f"/admin/{kind}/{pk}/change/")
        self.page.locator(f"a[href$='/steps/{step}/']").first.click()
        for name, value in values.items():
            self.page.locator(f"form.desk-card [name='{name}']").fill(value)
        button = self.page.locator("form.desk-card button[type=submit]:not([name=preview])")
        for tick in self.page.locator(
            "form.desk-card [name=confirm], form.desk-card [name=understood]"
        ).all():
            tick.check()
        button.click()
        if is_held:  # by the colleague who cleared it: the page asks once more
            self.page.locator("[name=confirm][value=held_by_another]").wait_for()
            for tick in self.page.locator("form.desk-card [name=confirm]").all():
                tick.check()
            button.click()
        self.page.wait_for_url("**/change/")


@pytest.fixture
def brovary(transactional_db: Any) -> Any:
    return make_brovary()


@pytest.fixture
def jena(transactional_db: Any) -> Any:
    return make_place(
        name="Jena", name_uk="Єна", country=make_country("DE"), region="Thuringia", population=111191
    )


@pytest.fixture
def people(brovary: Any) -> dict[str, User]:
    return {
        "official": make_user(communities=[brovary]),
        "association": make_user(Role.ASSOCIATION),
        "clearing clerk": make_user(Role.MINISTRY),
        "registering clerk": make_user(Role.MINISTRY),
    }


def today() -> str:
    return timezone.localdate().isoformat()


def fill_the_agreement(official: Person) -> None:
    official.fill(
        started_year="2022",
        summary_uk="Енергетика, лікарня, обмін школярами.",
        title_uk="Угода про солідарне партнерство між містом Бровари та містом Єна",
        title_en="Solidarity agreement between Brovary and Jena",
    )
    official.page.select_option("[name=document_type]", "solidarity_agreement")
    official.page.check("[name=kinds][value=interterritorial]")
    official.page.check("[name=spheres][value=energy]")
    official.page.check("[name=spheres][value=education]")


def record_the_signing(official: Person) -> None:
    day = timezone.localdate()
    official.next_step()
    official.page.select_option("[name=signed_month]", str(day.month))
    official.fill(signed_day=str(day.day), signed_year=str(day.year), signed_place="м. Єна (Німеччина)")
    official.page.set_input_files("[name=file]", PDF)


def file_and_submit(official: Person, accessible: Callable[[Page], None]) -> Partnership:
    """The community is there already, the partner is found by its Ukrainian name."""
    page = official.page
    official.visit("/desk/")
    accessible(page)
    official.follow("/desk/file/")
    page.fill("#id_foreign_query", "єна")
    expect(page.locator(".picker-list li[data-index]").first).to_contain_text("Jena")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#foreign-side .party-row")).to_have_count(1)
    accessible(page)
    official.next_page()
    fill_the_agreement(official)
    accessible(page)
    official.next_page()
    official.attach(PDF)
    expect(page.locator("#documents")).to_contain_text("Проєкт угоди.pdf")
    accessible(page)
    official.next_page()
    expect(page.locator("main")).to_contain_text("Бровар")
    accessible(page)
    official.next_page()
    accessible(page)
    official.confirm()
    return Partnership.objects.get()


def return_it(association: Person, partnership: Partnership) -> None:
    """Give a coded reason and words."""
    association.visit(f"/admin/partnerships/partnership/{partnership.pk}/change/")
    association.follow("/steps/return/")
    association.page.check("[name=reason_codes][value=unclear_term]")
    association.page.fill("form.desk-card [name=text]", "Вкажіть строк дії угоди.")
    association.page.locator("form.desk-card button[type=submit]:not([name=preview])").click()
    association.page.wait_for_url("**/change/")


def correct_and_submit_again(official: Person, accessible: Callable[[Page], None]) -> None:
    """The remarks stand on the page of the correction."""
    official.next_step()
    expect(official.page.locator(".remarks")).to_contain_text("Вкажіть строк дії угоди.")
    official.page.select_option("[name=term_kind]", "years")
    official.fill(term_years="5")
    expect(official.page.locator("#id_term_kind-field .field-remark")).to_be_visible()
    accessible(official.page)
    official.page.locator("button[value=go-submit]").click()
    expect(official.page.locator(".changes")).to_be_visible()
    official.confirm()


def test_the_whole_path_in_ukrainian(
    new_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    people: dict[str, User],
    jena: Any,
) -> None:
    official = Person.signed_in(new_page(), people["official"])
    association = Person.signed_in(new_page(), people["association"])
    clearing = Person.signed_in(new_page(), people["clearing clerk"])
    registering = Person.signed_in(new_page(), people["registering clerk"])
    anybody = Person(new_page())
    page, cases = official.page, "registration/registrationcase"

    partnership = file_and_submit(official, assert_accessible)
    return_it(association, partnership)
    correct_and_submit_again(official, assert_accessible)
    association.admin_step("partnerships/partnership", partnership.pk, "approve")

    official.next_step()
    official.fill(letter_number="02-15/118", letter_date=today())
    assert_accessible(page)
    official.confirm()
    case = RegistrationCase.objects.get()
    clearing.admin_step(cases, case.pk, "accept")
    clearing.admin_step(cases, case.pk, "clear", order_number="879", order_date=today())

    record_the_signing(official)
    page.set_input_files("[name=file]", PDF | {"name": "Скан.pdf"})
    assert_accessible(page)
    official.confirm()
    registering.admin_step(cases, case.pk, "register", is_held=True, number=NUMBER, registered_on=today())
    official.visit(f"/desk/partnerships/{partnership.code}/")
    expect(page.locator("#agreements")).to_contain_text(NUMBER)
    assert_accessible(page)

    anybody.visit("/check/")
    anybody.fill(q=NUMBER)
    anybody.page.locator("main form button[type=submit]").click()
    expect(anybody.page.locator("main [role=status]")).to_contain_text(NUMBER)
    expect(anybody.page.locator("main [role=status]")).to_contain_text("Єна")


def test_a_shorter_path_in_english_on_a_phone_without_scripts(
    new_page: Callable[..., Page], people: dict[str, User], jena: Any
) -> None:
    phone = new_page(viewport=PHONE, locale="en-GB", java_script_enabled=False)
    official = Person.signed_in(phone, people["official"], "/en")
    association = Person.signed_in(new_page(), people["association"], "/en")
    clerk = Person.signed_in(new_page(), people["clearing clerk"], "/en")

    official.visit("/desk/file/")
    phone.fill("[name=foreign_query]", "jena")
    phone.locator("button[value=find-foreign]").click()
    phone.check(f"[name=foreign_found][value='place:{jena.pk}']")
    phone.locator("button[value=add-foreign]").click()
    expect(phone.locator("#foreign-side .party-row")).to_have_count(1)
    official.next_page()
    partnership = Partnership.objects.get()
    fill_the_agreement(official)
    phone.locator(".filing-steps button[value=go-submit]").click()
    official.confirm()
    association.admin_step("partnerships/partnership", partnership.pk, "approve")
    official.next_step()
    official.fill(letter_number="02-15/119", letter_date=today())
    official.confirm()
    case = RegistrationCase.objects.get()
    clerk.admin_step("registration/registrationcase", case.pk, "accept")
    clerk.admin_step(
        "registration/registrationcase", case.pk, "clear", order_number="880", order_date=today()
    )
    record_the_signing(official)
    official.confirm()
    clerk.admin_step("registration/registrationcase", case.pk, "register", registered_on=today())
    case.refresh_from_db()
    anybody = Person(new_page(locale="en-GB"), "/en")
    anybody.visit(f"/check/?q={case.entry.number}")
    expect(anybody.page.locator("main [role=status]")).to_contain_text(case.entry.number)
    expect(anybody.page.locator("main [role=status]")).to_contain_text("Jena")
