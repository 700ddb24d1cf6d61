"""States by whatever lists call them; one that is not understood is never taken for an allowed one."""

import csv
import re
from collections import defaultdict

import pytest
from django.utils import translation

from common.text import fold
from communities.countries import CountryNames, blocked_problems, choices_of
from communities.loaders.countries import load_countries
from communities.models import Country
from communities.search.facts import COUNTRY_NAMES, codes_of_country, words_of_country
from communities.selectors import search_municipalities
from partnerships.desk_forms.activities import currencies
from partnerships.languages import language_names
from tests.communities.factories import make_community, make_country, make_municipality

pytestmark = pytest.mark.django_db
NAMES = {
    "RU": "Росія|росія |РФ|Російська Федерація|Російської Федерації|Russian Federation|Russia|RUS|RU|Россия|"
          "Poсія|PФ|Росiя|Російська\u00a0\nФедерація|Татарстан",
    "BY": "Білорусь|Республіка Білорусь|Республіки Білорусь|Білорусія|Belarus|Republic of Belarus|Беларусь|BLR",
    "US": "США|CША|Сполучені Штати Америки|USA|U.S.A.|United States|США (штат Іллінойс)|Сполучених Штатів Америки",
    "PL": "Республіка Польща|Республіки Польща|Польща|Польщі|Poland|Republic of Poland|POL|Республіка \nПольща",
    "FR": "Французька Республіка|Франція|France|French Republic|Французької Республіки",
    "MD": "Республіка \nМолдова|Молдова|Республіки Молдова|Moldova|Молдавія|Republic of Moldova",
    "GB": "Сполучене Королівство Великої Британії та Північної Ірландії|Сполучене Королівство|Scotland|England|Wales|"
          "Шотландія|Англія|Уельс|Велика Британія|Великобританія|UK|United Kingdom|GBR",
    "TR": "Туреччина|Туреччини|Turkiye|Türkiye|Turkey|Турецька Республіка|TUR",
    "DE": "ФРН|Федеративна Республіка Німеччина|м. Раунхайм (Федеративна Республіка Німеччина)|Germany|Німеччини",
    "CZ": "Чехія|Чеська Республіка|Czechia|Czech Republic", "KR": "Республіка Корея|South Korea|Південна Корея",
    "CN": "КНР|Китайська Народна Республіка|China|PRC", "NL": "Голландія|The Netherlands|Королівство Нідерландів",
    "MK": "Македонія|Північна Македонія|North Macedonia", "UA": "Україна|Ukraine|Крим", "GE": "Грузія|Georgia",
}  # fmt: skip


@pytest.fixture
def names():
    load_countries()
    return CountryNames()


def test_names__as_lists_write_them__are_understood(names):
    wrong = {}
    for code, texts in NAMES.items():
        for text in texts.split("|"):
            found = names.find(text)
            if found is None or found.code != code:
                wrong[text] = found
    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "Атлантида",
        "СРСР",
        "Югославія",
        "Польща, Словаччина",
        "Росія / Білорусь",
        "Республіка",
        "1",
    ],
)
def test_names__none_or_several_states__are_not_understood(names, text):
    assert names.find(text) is None


def test_names__every_state__has_official_names_and_codes_that_lead_to_it(names):
    for country in Country.objects.all():
        for text in (country.name_uk, country.name_en, *codes_of_country(country.code)):
            assert names.find(text) == country, text
    with COUNTRY_NAMES.open(encoding="utf-8", newline="") as file:
        official = [row for row in csv.DictReader(file) if row["official_uk"]]
    assert len(official) >= 195
    for row in official:
        assert names.find(row["official_uk"]).code == row["country"]
        assert names.find(row["official_en"]).code == row["country"]


def test_names__no_name__means_two_states():
    meant = defaultdict(set)
    for country in all_codes():
        for name in (*codes_of_country(country), *words_of_country(country)):
            meant[fold(name)].add(country)
    assert {name: codes for name, codes in meant.items() if len(codes) > 1} == {}


def all_codes():
    with COUNTRY_NAMES.open(encoding="utf-8", newline="") as file:
        return [row["country"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    "query", ["Єна Федеративна Республіка Німеччина", "Jena Federal Republic of Germany", "Єна ФРН"]
)
def test_search__official_name_of_the_state__finds_its_municipalities(query):
    jena = make_municipality(name="Jena", name_uk="Єна", name_en="Jena", country="DE")
    assert list(search_municipalities(query)) == [jena]


def test_blocked__one_wording__names_the_state(settings):
    settings.BLOCKED_COUNTRIES = ["DE"]
    make_country("DE")
    [problem] = blocked_problems("x", "DE")
    assert problem.code == "blocked_country"
    with translation.override("en"):
        assert "in this country (Germany)" in str(blocked_problems("x", "DE")[0].detail)
    assert blocked_problems("x", "PL") == []


def test_choices__are_in_the_order_of_the_page_language():
    for code in ("EG", "IN", "IT", "AX", "AT", "ZM", "ES", "JP"):
        make_country(code)
    with translation.override("uk"):
        assert [name for _code, name in choices_of(Country.objects.all())] == [
            "Австрія", "Аландські Острови", "Єгипет", "Замбія", "Індія", "Іспанія", "Італія", "Японія"
        ]  # fmt: skip
    with translation.override("en"):
        assert [name for _code, name in choices_of(Country.objects.all())] == [
            "Åland Islands", "Austria", "Egypt", "India", "Italy", "Japan", "Spain", "Zambia"
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name", "typed"),
    [
        ("US", "Сполучені Штати Америки", "Сполучені Штати"),
        ("CD", "Демократична Республіка Конго", "Конго – Кіншаса"),
        ("CG", "Республіка Конго", "Конго – Браззавіль"),
        ("MM", "М’янма", "Мʼянма (Бірма)"),
        ("KR", "Республіка Корея", "Південна Корея"),
        ("VN", "В’єтнам", "Вʼєтнам"),
        ("CI", "Кот-д’Івуар", "Кот-д'Івуар"),
        ("PL", "Польща", "Республіка Польща"),
    ],
)
def test_loaded_country__has_the_name_of_the_ministry_of_foreign_affairs_and_is_found_by_others(
    code, name, typed
):
    load_countries()
    assert Country.objects.get(pk=code).name_uk == name
    assert CountryNames().find(typed).pk == code
    assert CountryNames().find(name).pk == code


def test_loaded_countries_languages_and_currencies__have_one_apostrophe():
    load_countries()
    assert not Country.objects.filter(name_uk__regex="[\u02bc']").exists()
    with translation.override("uk"):
        words = [*language_names("uk").values(), *(str(choice) for choice in currencies())]
    assert not [word for word in words if re.search("[\u02bc]", word)]


@pytest.mark.parametrize("mark", ["\u02bc", "\u2019", "\u0027"])
def test_every_apostrophe__finds_a_name(client, mark):
    unit = make_community(
        name_uk="Куп’янська", full_name_uk="Куп’янська міська громада", centre_name_uk="Куп’янськ"
    )
    rows = client.get(f"/api/v1/communities/?search=Куп{mark}янськ").json()["results"]
    assert [row["katottg"] for row in rows] == [unit.katottg]
