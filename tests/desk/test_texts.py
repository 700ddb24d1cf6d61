"""Letter and draft agreement made from the record: whole files, the right language, blanks for what is missing."""

import datetime as dt
import io
import re
from urllib.parse import unquote

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accounts.roles import Role
from partnerships.inputs import TermInput
from partnerships.models import Agreement, Document, Partnership
from partnerships.services import add_agreement
from partnerships.services.file_checks import examine
from partnerships.services.file_types import DOCX, PDF
from partnerships.texts.letters import LEFT_OUT, unreadable, without_unreadable
from tests.communities.factories import make_municipality
from tests.factories import agreement_input, first_agreement, make_partnership, make_user
from tests.files import font_with

pytestmark = pytest.mark.django_db
TEXTS = [("letter", "uk"), ("agreement", "uk"), ("agreement", "en")]
GNIEZNO = {"name": "Gniezno", "name_uk": "Гнезно", "name_en": "Gniezno", "country": "PL"}


@pytest.fixture
def partnership(official, community):
    return make_partnership(official=official, community=community, municipality=make_municipality(**GNIEZNO))


def address(partnership, name="agreement", language="uk", ending="docx", agreement=None):
    path = reverse("desk_text_file", args=[partnership.code, name, language, ending])
    return f"{path}?agreement={agreement.pk}" if agreement else path


def words(response, ending="docx"):
    file = io.BytesIO(response.content)
    if ending == "docx":
        text = "\n".join(paragraph.text for paragraph in docx.Document(file).paragraphs)
    else:
        text = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    return re.sub(r"\s+", " ", text)


def change(agreement, **fields):
    Agreement.objects.filter(pk=agreement.pk).update(**fields)


@pytest.mark.parametrize(("name", "language"), TEXTS)
@pytest.mark.parametrize(("ending", "kind"), [("docx", DOCX), ("pdf", PDF)])
def test_file__opens_again_and_may_be_attached(
    signed_in, official, partnership, name, language, ending, kind
):
    response = signed_in(official).get(address(partnership, name, language, ending))
    assert response.status_code == 200
    assert response["Content-Type"] == kind == examine(response.content).type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    disposition = unquote(response["Content-Disposition"])
    assert disposition.startswith("attachment")
    assert f"{partnership.code}" in disposition
    assert f".{ending}" in disposition
    text = words(response, ending)
    assert ("Gniezno" if language == "en" else "Гнезно") in text
    assert ("Poland" if language == "en" else "Польща") in text


def test_language__is_that_of_the_text_and_not_of_the_page(signed_in, official, partnership):
    client = signed_in(official)
    ukrainian = words(client.get("/en" + address(partnership, "agreement", "uk")))
    english = words(client.get(address(partnership, "agreement", "en")))
    assert "Освіта" in ukrainian
    assert "діє 5 років" in ukrainian
    assert "Education" in english
    assert "made for 5 years" in english
    assert "Agreement on partnership and cooperation" in english
    assert not re.search("[а-яіїєґ]", english, re.IGNORECASE)


@pytest.mark.parametrize(
    ("fields", "ukrainian", "english"),
    [
        ({"term_kind": "open_ended", "term_years": None}, "безстроково", "indefinite period"),
        (
            {"term_kind": "auto_renewal", "term_years": 3},
            "діє 3 роки і автоматично продовжується",
            "3 years and is renewed automatically",
        ),
        (
            {"term_kind": "until", "term_years": None, "term_until": dt.date(2030, 4, 15)},
            "діє до 15 квітня 2030 р.",
            "until 15 April 2030",
        ),
        ({"term_kind": "unknown", "term_years": None}, "Строк дії: ____", "Term: ____"),
    ],
)
def test_term__stands_in_the_clause_of_its_kind(signed_in, official, partnership, fields, ukrainian, english):
    change(first_agreement(partnership), **fields)
    client = signed_in(official)
    assert ukrainian in words(client.get(address(partnership)))
    assert english in words(client.get(address(partnership, language="en")))


def test_amendment__names_the_agreement_that_it_amends(signed_in, official, partnership):
    first = first_agreement(partnership)
    data = agreement_input(title_uk="Додаткова угода", amends_id=first.pk, term=TermInput("open_ended"))
    second = add_agreement(partnership.pk, actor=official, data=data)
    text = words(signed_in(official).get(address(partnership, agreement=second)))
    assert "вносять зміни та доповнення до угоди «Угода про партнерство та співробітництво»" in text
    assert "вносять зміни" not in words(signed_in(official).get(address(partnership, agreement=first)))


def test_what_is_missing__is_listed_and_a_blank(signed_in, official, partnership):
    change(first_agreement(partnership), title_en="", spheres=[], kinds=[])
    client = signed_in(official)
    papers = client.get(reverse("desk_texts", args=[partnership.code])).context["parts"][0]["papers"]
    assert "Назва англійською" in papers[2].missing
    assert "Назва англійською" not in papers[1].missing
    assert {"Сфери співробітництва", "Види співробітництва"} <= set(papers[1].missing)
    assert "Kind of cooperation: ____" in words(client.get(address(partnership, language="en")))


def test_partnership_without_an_agreement__still_gets_its_texts(signed_in, official, community):
    bare = make_partnership(official=official, community=community, agreement=None)
    client = signed_in(official)
    page = client.get(reverse("desk_texts", args=[bare.code]))
    assert page.status_code == 200
    assert "Назва українською" in page.context["parts"][0]["papers"][0].missing
    assert "№ 3668-IX" in words(client.get(address(bare, "letter")))


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_words_of_people__are_never_commands(signed_in, official, partnership, ending):
    title = '#panic("x") *b* $x$ <b>&amp; {{ code }} "лапки» \\'
    change(first_agreement(partnership), title_uk=title)
    text = words(signed_in(official).get(address(partnership, ending=ending)), ending)
    assert '#panic("x") *b* $x$ <b>&amp; {{ code }}' in text


def test_persons__are_blanks(signed_in, official, partnership):
    for name, language in TEXTS:
        text = words(signed_in(official).get(address(partnership, name, language)))
        assert official.name not in text
        assert official.email not in text


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR])
    def test_readers_of_the_page__get_page_and_files(self, signed_in, partnership, role):
        client = signed_in(make_user(role))
        assert client.get(reverse("desk_texts", args=[partnership.code])).status_code == 200
        assert client.get(address(partnership)).status_code == 200

    def test_nobody_else(self, client, signed_in, stranger, clerk, partnership):
        for path in (reverse("desk_texts", args=[partnership.code]), address(partnership)):
            client.logout()
            assert client.get(path).status_code == 302
            assert signed_in(stranger).get(path).status_code == 404
            assert signed_in(clerk).get(path).status_code == 404

    def test_public_partnership_of_another_community__is_forbidden(self, signed_in, stranger):
        public = make_partnership("approved")
        for path in (reverse("desk_texts", args=[public.code]), address(public)):
            assert signed_in(stranger).get(path).status_code == 403


def test_nothing_is_changed_and_only_get_is_answered(signed_in, official, partnership):
    client, version = signed_in(official), partnership.version
    client.get(address(partnership))
    assert Partnership.objects.get(pk=partnership.pk).version == version
    assert not Document.objects.exists()
    for path in (address(partnership), reverse("desk_texts", args=[partnership.code])):
        assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("name", "language", "ending"),
    [
        ("letter", "en", "docx"),
        ("poem", "uk", "docx"),
        ("agreement", "uk", "exe"),
        ("agreement", "pl", "pdf"),
    ],
)
def test_unknown_text__is_not_found(signed_in, official, partnership, name, language, ending):
    assert signed_in(official).get(address(partnership, name, language, ending)).status_code == 404


@pytest.mark.parametrize("asked", ["0", "x", "-1", "9" * 40])
def test_unknown_agreement__is_not_found(signed_in, official, partnership, asked):
    assert signed_in(official).get(f"{address(partnership)}?agreement={asked}").status_code == 404


def test_agreement_of_another_partnership__is_not_found(signed_in, official, partnership):
    other = first_agreement(make_partnership())
    assert signed_in(official).get(address(partnership, agreement=other)).status_code == 404


def test_page__asks_the_same_number_of_questions_for_many_agreements(signed_in, official, partnership):
    client, path = signed_in(official), reverse("desk_texts", args=[partnership.code])
    client.get(path)
    with CaptureQueriesContext(connection) as before:
        client.get(path)
    first = first_agreement(partnership)
    for number in range(5):
        data = agreement_input(title_uk=f"Зміни {number}", amends_id=first.pk)
        add_agreement(partnership.pk, actor=official, data=data)
    with CaptureQueriesContext(connection) as after:
        client.get(path)
    assert len(after) == len(before)


# --- letters and names of the language ---

HANGZHOU = {"name": "杭州", "name_uk": "Ханчжоу", "name_en": "Hangzhou", "country": "CN"}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_letters_without_a_font__are_left_out_of_pdf_which_says_so_and_stand_in_docx(
    signed_in, official, community, language
):
    partnership = make_partnership(
        official=official, community=community, municipality=make_municipality(**HANGZHOU)
    )
    client = signed_in(official)
    shown = HANGZHOU[f"name_{language}"]
    pdf = words(client.get(address(partnership, "agreement", language, "pdf")), "pdf")
    assert shown in pdf
    assert "杭" not in pdf
    assert ("DOCX file has them" if language == "en" else "У файлі DOCX вони є") in pdf
    assert f"{shown} / 杭州" in words(client.get(address(partnership, "agreement", language)))
    page = client.get(reverse("desk_texts", args=[partnership.code])).content.decode()
    assert "У файлі DOCX вони є" in page


@pytest.mark.parametrize("name", ["თბილისი", "Երևան", "عمان", "חיפה", "Αθήνα", "Łódź", "Gāzipur"])
def test_letters_of_the_fonts__are_shown_and_nothing_is_said(name):
    assert unreadable(name) == frozenset()
    assert without_unreadable(name) == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ханчжоу / 杭州, Китай", "Ханчжоу, Китай"),
        ("Сеул / 서울 (рада)", "Сеул (рада)"),
        ("東京 · 大阪", "[…]"),
        ("Рада міста 杭州", "Рада міста […]"),
        ("Бангкок / กรุงเทพ", "Бангкок"),
    ],
)
def test_name_that_cannot_be_shown__leaves_the_other_one(text, shown):
    assert without_unreadable(text) == shown


def test_fonts_of_the_setting__have_the_letters_that_are_then_shown(
    signed_in, official, community, settings, tmp_path
):
    town = make_municipality(name="杭州", name_uk="Ханчжоу", name_en="Hangzhou", country="CN")
    partnership = make_partnership(official=official, community=community, municipality=town)
    client, pdf = signed_in(official), ("agreement", "en", "pdf")
    without = words(client.get(address(partnership, *pdf)), "pdf")
    assert "杭" not in without
    assert "have no font" in without or "has no font" in without
    (tmp_path / "test.ttf").write_bytes(font_with("杭州"))
    settings.PAPER_FONTS = str(tmp_path)
    assert without_unreadable("Ханчжоу / 杭州, 北京") == f"Ханчжоу / 杭州, {LEFT_OUT}", "only what it has"
    shown = words(client.get(address(partnership, *pdf)), "pdf")
    assert "杭州" in shown
    assert "has no font" not in shown


def test_folder_of_fonts_that_is_not_there__changes_nothing(settings, tmp_path):
    settings.PAPER_FONTS = str(tmp_path / "nowhere")
    assert without_unreadable("Ханчжоу / 杭州, Китай") == "Ханчжоу, Китай"


@pytest.mark.parametrize(
    ("country", "region", "ukrainian"),
    [
        ("DE", "Baden-Wurttemberg", "Баден-Вюртемберг"),
        ("PL", "Greater Poland", "Великопольське воєводство"),
        ("CN", "Zhejiang", ""),
        ("FR", "Бретань", "Бретань"),
    ],
)
def test_region__is_in_the_language_of_the_paper_or_left_out(
    signed_in, official, community, country, region, ukrainian
):
    town = make_municipality(name="Town", name_uk="Місто", name_en="Town", country=country, region=region)
    partnership = make_partnership(official=official, community=community, municipality=town)
    client = signed_in(official)
    in_ukrainian = words(client.get(address(partnership, "agreement", "uk")))
    in_english = words(client.get(address(partnership, "agreement", "en")))
    assert region in in_english
    assert (ukrainian or "Місто / Town, ") in in_ukrainian
    assert ukrainian == region or region not in in_ukrainian
