"""Attaching files in a real browser, with and without scripts; the texts made from a record."""

from pathlib import Path

import docx
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from demo.paper import pdf
from partnerships.models import Document
from partnerships.services.file_checks import examine
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desks import fits
from tests.browser.test_whole_path import Person
from tests.communities.factories import make_brovary, make_municipality
from tests.factories import make_partnership, make_user
from tests.files import container, cut, signature

pytestmark = pytest.mark.django_db(transaction=True)
VIEWS = [
    pytest.param("", DESKTOP, True, id="uk-desktop"),
    pytest.param("/en", PHONE, True, id="en-phone"),
    pytest.param("", PHONE, False, id="uk-phone-without-scripts"),
    pytest.param("/en", DESKTOP, False, id="en-desktop-without-scripts"),
]


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def partnership(transactional_db):
    community = make_brovary()
    official = make_user(communities=[community])
    foreign = make_municipality(name="Kraśnik", name_uk="Красник", name_en="Kraśnik", country="PL")
    return make_partnership(official=official, community=community, municipality=foreign)


@pytest.fixture
def open_desk(new_page, partnership):
    def open_it(prefix, viewport, scripts):
        page = new_page(viewport=viewport, java_script_enabled=scripts)
        return Person.signed_in(page, partnership.responsible, prefix)

    return open_it


def send(person):
    person.page.locator("form.desk-form .btn-row button[type=submit]").click()


@pytest.mark.parametrize(("prefix", "viewport", "scripts"), VIEWS)
def test_wrong_file_is_refused_and_a_new_version_takes_its_place(
    prefix, viewport, scripts, open_desk, partnership, assert_accessible
):
    person = open_desk(prefix, viewport, scripts)
    page, address = person.page, reverse("desk_document_upload", args=[partnership.code])
    person.visit(address.removeprefix("/en"))
    page.select_option("[name=kind]", "draft_foreign")
    page.select_option("[name=language]", "pl")
    page.set_input_files("[name=file]", file("umowa.pdf", cut(pdf("Umowa"))))
    send(person)
    expect(page.locator("#id_file-field .field-error").first).to_be_visible()
    expect(page.locator("[name=kind]")).to_have_value("draft_foreign")
    expect(page.locator("[name=language]")).to_have_value("pl")
    check(page, scripts, assert_accessible)
    for name in ("umowa-1.pdf", "umowa-2.pdf"):
        page.set_input_files("[name=file]", file(name, pdf(name)))
        send(person)
        expect(page.locator(".notice-success")).to_be_visible()
        expect(page.locator("#documents")).to_contain_text(name)
        person.visit(address.removeprefix("/en"))
        page.select_option("[name=kind]", "draft_foreign")
        page.select_option("[name=language]", "pl")
    person.visit(reverse("desk_partnership", args=[partnership.code]).removeprefix("/en"))
    expect(page.locator("#documents > .documents > li")).to_have_count(1)
    page.locator("#documents .earlier summary").click()
    expect(page.locator("#documents .earlier")).to_contain_text("umowa-1.pdf")
    check(page, scripts, assert_accessible)


def check(page, scripts, assert_accessible):
    if scripts:  # without them nothing can be asked of the page
        assert fits(page)
        assert_accessible(page)


@pytest.mark.parametrize("content", [signature(), container()], ids=["p7s", "asice"])
def test_signature_or_container_is_attached(content, open_desk, partnership):
    person = open_desk("", DESKTOP, True)
    person.visit(reverse("desk_document_upload", args=[partnership.code]))
    person.page.select_option("[name=kind]", "signed_scan")
    person.page.set_input_files("[name=file]", file("угода", content))
    send(person)
    expect(person.page.locator(".notice-success")).to_be_visible()
    assert Document.objects.get().kind == "signed_scan"


def test_progress_is_shown_and_an_interrupted_upload_loses_nothing(open_desk, partnership, assert_accessible):
    person = open_desk("", PHONE, True)
    page, address = person.page, reverse("desk_document_upload", args=[partnership.code])
    person.visit(address)
    page.select_option("[name=kind]", "council_decision")
    page.set_input_files("[name=file]", file("рішення.pdf", pdf("x")))
    held = []

    def hold(route):
        held.append(route)

    page.route(f"**{address}", hold)
    send(person)
    expect(page.locator("#upload-progress")).to_be_visible()
    assert fits(page)
    assert_accessible(page)
    page.wait_for_timeout(100)
    held[0].abort()
    expect(page.locator("[data-upload-error]")).to_contain_text("з’єднання перервано")
    expect(page.locator("[name=kind]")).to_have_value("council_decision")
    page.unroute(f"**{address}")
    send(person)
    expect(page.locator(".notice-success")).to_be_visible()


def test_too_large_file_is_not_even_sent(open_desk, partnership):
    person = open_desk("", DESKTOP, True)
    page = person.page
    person.visit(reverse("desk_document_upload", args=[partnership.code]))
    page.evaluate("document.querySelector('[name=file]').dataset.maxBytes = '10'")
    page.set_input_files("[name=file]", file("угода.pdf", pdf("x")))
    expect(page.locator("[data-upload-error]")).to_contain_text("Файл завеликий")
    send(person)
    expect(page.locator("#upload-progress")).to_be_hidden()
    assert not Document.objects.exists()


@pytest.mark.parametrize(("prefix", "viewport", "scripts"), VIEWS)
def test_texts_are_downloaded(prefix, viewport, scripts, open_desk, partnership, assert_accessible):
    person = open_desk(prefix, viewport, scripts)
    page = person.page
    person.visit(reverse("desk_partnership", args=[partnership.code]).removeprefix("/en"))
    person.follow("/texts/")
    check(page, scripts, assert_accessible)
    links = page.locator(".texts .btn-row a")
    expect(links).to_have_count(6)
    for number in range(6):
        with page.expect_download() as download:
            links.nth(number).click()
        content = Path(download.value.path()).read_bytes()
        assert examine(content)
        assert partnership.code in download.value.suggested_filename
        if download.value.suggested_filename.endswith(".docx"):
            assert docx.Document(download.value.path()).paragraphs
