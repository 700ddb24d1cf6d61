"""The public list: filters as links, search with a second reading, pages by number; all from the records."""

import re
from html import unescape

import pytest
from django.core.cache import caches

from common.export_files import BOM
from partnerships.choices import PartnershipStatus
from partnerships.list_parameters import read_request
from partnerships.models import Partnership
from partnerships.public_list import page_of_list
from partnerships.records import numbered
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_entry, make_partnership

pytestmark = pytest.mark.django_db
CODE = re.compile(r"PB-\d+-\d+")


def body_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def codes(body):
    return list(dict.fromkeys(CODE.findall(body)))


def facet_links(body):
    """Text and count of each facet value → its address; from the part of the page for wide screens."""
    wide = body[body.index('class="facets-wide"') : body.index('class="facets-narrow"')]
    found = re.findall(r'<a class="facet-value" href="([^"]*)"[^>]*>(.*?)</a>', wide, re.DOTALL)
    texts = [(unescape(href), " ".join(re.sub("<[^>]*>", " ", text).split())) for href, text in found]
    return {text: href for href, text in texts}


@pytest.fixture
def partners(db):
    """Brovary with partners in Germany, Poland and both."""
    brovary = make_community(name_uk="Броварська", centre_name_uk="Бровари", centre_name_en="Brovary")
    jena = make_municipality(name="Jena", name_uk="Єна", name_en="Jena")
    lublin = make_municipality(name="Lublin", name_uk="Люблін", name_en="Lublin", country="PL")
    return {
        "german": make_partnership(PartnershipStatus.APPROVED, community=brovary, municipality=jena),
        "polish": make_partnership(PartnershipStatus.ENDED, community=brovary, municipality=lublin),
        "registered": make_entry(community=make_community(), municipality=lublin).agreement.partnership,
    }


def test_facets__count_what_following_them_lists(client, partners):
    links = facet_links(body_of(client, "/en/partnerships/"))
    assert links["Poland 2"] == "/en/partnerships/?country=PL"
    assert links["Germany 1"] == "/en/partnerships/?country=DE"
    for text, href in links.items():
        assert len(codes(body_of(client, href))) == int(text.rpartition(" ")[2]), text


def test_facet__adds_a_second_value_to_the_first_and_takes_it_away(client, partners):
    body = body_of(client, "/en/partnerships/?country=PL&q=Brovary&page=1")
    links = facet_links(body)
    assert codes(body) == [partners["polish"].code]
    both = links["Germany 1"]
    assert both == "/en/partnerships/?q=Brovary&country=PL&country=DE"
    assert set(codes(body_of(client, both))) == {partners["polish"].code, partners["german"].code}
    assert links["Chosen filters (select to remove): Poland 1"] == "/en/partnerships/?q=Brovary"


def test_facets__hide_what_nothing_has_but_keep_what_is_chosen(client, partners):
    body = body_of(client, "/en/partnerships/?country=DE&status=ended")
    assert "No results for all of these filters" in body
    links = facet_links(body)
    assert links["Chosen filters (select to remove): Ended 0"] == "/en/partnerships/?country=DE"
    assert not any(text.startswith("France") for text in links)


def test_long_facets__are_cut_with_more(client, db):
    brovary = make_community()
    for country in ("DE", "PL", "FR", "LT", "LV", "EE", "CZ", "SK", "RO", "IT"):
        make_partnership("approved", community=brovary, municipality=make_municipality(country=country))
    body = body_of(client, "/en/partnerships/")
    assert "3 more" in body
    assert len([text for text in facet_links(body) if text.endswith(" 1")]) >= 10


def test_year__is_a_filter(client, partners):
    assert codes(body_of(client, "/partnerships/?year=2025")) == [partners["registered"].code]
    assert codes(body_of(client, "/partnerships/?year=1999,2025")) == [partners["registered"].code]


def test_filters_of_the_api__have_the_same_names_here(client, partners):
    lublin = partners["registered"].parties.get(side="foreign").municipality
    body = body_of(
        client, f"/en/partnerships/?municipality={lublin.pk}&in_force=true&signed_after=2025-01-01"
    )
    assert codes(body) == [partners["registered"].code]
    for chip in ("Lublin", "In force today", "Signed on or after 1 January 2025"):
        assert re.search(rf"Remove:</span> {chip}", body)


@pytest.mark.parametrize(
    "query", ["", "fact=not_registered", "status=checked", "q=Brovary&country=PL", "year=2025&in_force=true"]
)
def test_download__holds_what_the_list_shows(client, partners, query):
    body = body_of(client, f"/en/partnerships/?{query}")
    href = unescape(re.search(r'href="([^"]*\.csv[^"]*)"', body)[1])
    content = b"".join(client.get(href).streaming_content)
    assert content.startswith(BOM)  # a person opens it in Excel
    assert body.index(">Excel (XLSX)<") < body.index(">CSV<")
    lines = content.decode("utf-8-sig").splitlines()[1:-1]
    assert [CODE.search(line)[0] for line in lines]
    assert {CODE.search(line)[0] for line in lines} == set(codes(body))


@pytest.mark.parametrize(
    "query",
    [
        "year=abcd", "municipality=x", "municipality=999999999", "community=UA99999999999999999", "oblast=1",
        "sphere=fishing", "in_force=perhaps", "signed_after=yesterday", "sort=price", "q=" + "x" * 201,
        "fact=true", "country=" + ",".join(["DE"] * 101), "registration_status=lost",
    ],
)  # fmt: skip
def test_malformed_value__is_named_and_nothing_is_listed(client, partners, query):
    response = client.get(f"/en/partnerships/?{query}")
    assert response.status_code == 400
    body = response.content.decode()
    assert "There is a problem" in body
    assert query.partition("=")[0] in body
    assert codes(body) == []


def test_parameters_of_others__are_left_alone(client, partners):
    assert len(codes(body_of(client, "/partnerships/?utm_source=mail&fbclid=1"))) == 3


def test_misspelled_search__says_what_it_took_it_for(client, partners):
    body = body_of(client, "/partnerships/?q=Бравари&country=PL")
    assert codes(body) == [partners["polish"].code]
    assert "Можливо, ви шукали:" in body
    link = unescape(re.search(r'Можливо, ви шукали: <a href="([^"]*)"', body)[1])
    again = body_of(client, link)
    assert codes(again) == [partners["polish"].code]
    assert "Можливо, ви шукали:" not in again
    assert "country=PL" in link


def test_search__is_best_first_unless_another_order_is_asked_for(client, db):
    named = make_partnership("approved", municipality=make_municipality(name="Porto", name_uk="Порту"))
    title = make_partnership("approved", summary_uk="Обмін із містом Порту.")
    assert codes(body_of(client, "/partnerships/?q=Порту")) == [named.code, title.code]
    assert codes(body_of(client, "/partnerships/?q=Порту&sort=newest")) == [title.code, named.code]


def test_common_word__is_leafed_through_without_gaps(db, monkeypatch):
    """Too many hits to rank: in the order of the index, names first; the pages join without a gap."""
    named = make_partnership("approved", municipality=make_municipality(name="Porto", name_uk="Порту"))
    others = [make_partnership("approved", summary_uk="Обмін із містом Порту.") for _number in range(6)]
    monkeypatch.setattr("partnerships.public_list.MOST_RANKED", 3, raising=False)
    monkeypatch.setattr(numbered, "MOST_RANKED", 3)
    monkeypatch.setattr("partnerships.public_list.ROWS_OF_A_PAGE", 3)
    asked = read_request(_query("q=Порту"))
    found = [row.code for number in (1, 2, 3) for row in page_of_list(asked, 7, number).object_list]
    assert found == [named.code, *(one.code for one in reversed(others))]


def _query(text):
    from django.http import QueryDict

    return QueryDict(text)


@pytest.mark.parametrize("query", ["", "sort=community&", "country=DE&", "q=Бровари&"])
def test_pages__show_every_row_once(client, db, query):
    brovary = make_community(name_uk="Броварська", centre_name_uk="Бровари")
    for _number in range(27):
        make_partnership("approved", community=brovary, municipality=make_municipality(country="DE"))
    found = [
        code for number in (1, 2) for code in codes(body_of(client, f"/partnerships/?{query}page={number}"))
    ]
    assert len(found) == len(set(found)) == 27


def test_list__reads_the_records_only(client, partners, django_assert_num_queries):
    """What is in the normalised tables alone does not show: one source, nothing to leak."""
    Partnership.objects.filter(pk=partners["german"].pk).update(summary_uk="Поза записом")
    caches["process"].clear()
    body = body_of(client, "/partnerships/")
    assert "Поза записом" not in body
    with django_assert_num_queries(4):  # counts, labels of countries and oblasts, rows
        client.get("/partnerships/")
