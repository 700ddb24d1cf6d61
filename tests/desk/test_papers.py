"""The extract and the text for the website: what was registered, in both languages, and nothing private."""

import io

import pytest
from pypdf import PdfReader

from registration.texts.extract import check_url, lines_of, qr_svg
from registration.texts.website import plain_text, website_paper
from tests.communities.factories import make_municipality
from tests.factories import agreement_input, make_case, make_entry, make_transferred_entry
from tests.files import font_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(official, community):
    return make_entry(
        official=official,
        community=community,
        municipality=make_municipality(name="Jena", name_uk="Єна", name_en="Jena"),
        agreement=agreement_input(title_uk="Меморандум про співпрацю", title_en="Memorandum of cooperation"),
    )


def extract_of(client, entry, language):
    response = client.get(f"/register/{entry.sequence}/extract-{language}.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    return " ".join(text.split()), response


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ["Витяг з переліку зареєстрованих угод", "Меморандум про співпрацю", "Єна", "Наказ", "№ 879"]),
        ("en", ["Extract from the list of registered agreements", "Memorandum of cooperation", "No. 879"]),
    ],
)
def test_extract__says_what_was_registered__to_everybody(client, entry, language, words):
    text, response = extract_of(client, entry, language)
    for word in [*words, entry.number, "/check/"]:
        assert word in text
    assert entry.act.act_hash in text.replace(" ", "")
    assert "attachment" in response["Content-Disposition"]


def test_extract__of_a_transferred_entry__has_no_order(client, entry):
    transferred = make_transferred_entry()
    text, _response = extract_of(client, transferred, "en")
    assert "Transferred from the previous register" in text
    assert "No. 879" not in text


def test_extract__names_no_person(client, entry, official):
    for language in ("uk", "en"):
        text, _response = extract_of(client, entry, language)
        assert official.name not in text


def test_extract__what_people_typed_is_no_command(client, official, community):
    title = '#image("/etc/passwd") *bold* $x$ `raw` \\ <label> @ref'
    entry = make_entry(official=official, community=community, agreement=agreement_input(title_uk=title))
    text, _response = extract_of(client, entry, "uk")
    assert "#image(" in text
    assert "*bold*" in text


def test_extract__says_what_was_registered__not_what_somebody_wrote_later(entry):
    entry.agreement.title_uk = "Інше"
    assert ("Меморандум про співпрацю") in dict(lines_of(entry)).values()


def test_address_in_the_code__is_the_check_of_this_number(client, entry):
    assert check_url(entry).endswith(f"/check/?number={entry.number}")
    assert qr_svg(check_url(entry)).startswith("<svg")
    page = client.get(f"/check/?number={entry.number}").content.decode()
    assert "Меморандум про співпрацю" in page


@pytest.mark.parametrize(("language", "said"), [("uk", "немає шрифту"), ("en", "has no font")])
def test_extract__with_letters_without_a_font__says_that_they_are_left_out(
    client, official, community, entry, language, said, settings, tmp_path
):
    title = agreement_input(title_uk="Меморандум 备忘录", title_en="Memorandum")
    chinese = make_entry(official=official, community=community, agreement=title)
    text, _response = extract_of(client, chinese, language)
    assert said in text
    assert "Меморандум […]" in text
    assert said not in extract_of(client, entry, language)[0]
    (tmp_path / "test.ttf").write_bytes(font_with("备忘录"))
    settings.PAPER_FONTS = str(tmp_path)
    text, _response = extract_of(client, chinese, language)
    assert "Меморандум 备忘录" in text
    assert said not in text


@pytest.mark.parametrize("path", ["999999/extract-uk.pdf", "{sequence}/extract-de.pdf"])
def test_extract__that_does_not_exist__is_not_found(client, entry, path):
    assert client.get(f"/register/{path.format(sequence=entry.sequence)}").status_code == 404


@pytest.mark.parametrize("language", ["uk", "en"])
def test_website_text__says_number_parties_term_and_where_to_check(entry, language):
    text = plain_text(website_paper(entry, language))
    assert entry.number in text
    assert {"uk": "Меморандум про співпрацю", "en": "Memorandum of cooperation"}[language] in text
    assert {"uk": "Єна", "en": "Jena"}[language] in text
    assert check_path(language) in text
    assert "____" not in text
    assert "{" not in text


def check_path(language):
    return "/check/?number=" if language == "uk" else "/en/check/?number="


def test_website_text__without_an_english_title__uses_the_ukrainian_one(official, community):
    entry = make_entry(official=official, community=community)
    assert "____" not in plain_text(website_paper(entry, "en"))


def test_page__shows_both_texts__and_gives_them_as_files(signed_in, official, entry):
    client, base = signed_in(official), f"/desk/agreements/{entry.agreement_id}/website-text"
    page = client.get(f"{base}/").content.decode()
    assert "Memorandum of cooperation" in page
    for language in ("uk", "en"):
        assert client.get(f"{base}-{language}.docx").content.startswith(b"PK")
        assert entry.number in client.get(f"{base}-{language}.txt").content.decode()
    assert client.get(f"{base}-uk.exe").status_code == 404
    assert client.get(f"{base}-de.txt").status_code == 404


def test_page__of_an_agreement_that_is_not_registered__is_not_there(signed_in, official, community):
    case = make_case("cleared", official=official, community=community)
    assert signed_in(official).get(f"/desk/agreements/{case.agreement_id}/website-text/").status_code == 404


def test_page__is_not_for_officials_of_other_communities(signed_in, stranger, entry):
    assert signed_in(stranger).get(f"/desk/agreements/{entry.agreement_id}/website-text/").status_code == 403
