"""What is shown in Ukrainian is sorted by the Ukrainian alphabet, in English by the English one; people too."""

import re

import pytest
from django.utils import translation

from accounts.roles import Role
from accounts.selectors import colleagues_of
from desks.saved_filters import save_filter, saved_filters
from partnerships.admin.filters import OblastFilter, ReviewerFilter
from partnerships.coverage import coverage_by_oblast
from partnerships.forms import oblast_choices
from partnerships.languages import language_choices
from partnerships.services.assigning import reviewers
from registration.services.assigning import clerks
from tests.communities.factories import make_brovary, make_community, make_municipality, make_oblast
from tests.factories import make_entry, make_user

pytestmark = pytest.mark.django_db
UKRAINIAN = ["Ганна", "Ґанна", "Євген", "Зоя", "Ілля", "Їжак", "Йосип", "Юрій", "Adam", "Ödön", "Zoë"]


@pytest.fixture
def people():
    def make(role):
        return [make_user(role, name=name) for name in reversed(UKRAINIAN)]

    return make


def test_people_to_choose_from__are_in_ukrainian_order(people):
    people(Role.ASSOCIATION)
    people(Role.MINISTRY)
    assert [str(person) for person in reviewers()] == UKRAINIAN
    assert [str(person) for person in clerks()] == UKRAINIAN
    filter_ = ReviewerFilter.__new__(ReviewerFilter)
    assert [name for key, name in filter_.lookups(None, None) if key != "nobody"] == UKRAINIAN


def test_colleagues__are_in_ukrainian_order():
    unit = make_community()
    for name in reversed(UKRAINIAN):
        make_user(communities=[unit], name=name)
    assert [row.user.name for row in colleagues_of([unit.pk])] == UKRAINIAN


NAMES = {
    "Єланецька": "Yelanetska", "Юріївська": "Yuriivska", "Агрономічна": "Ahronomichne", "Аджамська": "Adzhamka",
    "Ґанівська": "Ganivska", "Ізюмська": "Iziumska", "Їжаківська": "Izhakivska",
}  # fmt: skip


@pytest.fixture
def units():
    for name, english in NAMES.items():
        make_community(
            name_uk=name, full_name_uk=f"{name} громада", name_en=english, full_name_en=f"{english} hromada"
        )


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("", ["Агрономічна", "Аджамська", "Ґанівська", "Єланецька", "Ізюмська", "Їжаківська", "Юріївська"]),
        (
            "/en",
            ["Adzhamka", "Ahronomichne", "Ganivska", "Izhakivska", "Iziumska", "Yelanetska", "Yuriivska"],
        ),
    ],
)
def test_list_of_communities__is_in_the_order_of_the_page_language(client, units, prefix, expected):
    body = client.get(f"{prefix}/communities/").content.decode()
    assert re.findall(f">({'|'.join(expected)}) (?:громада|hromada)<", body) == expected


@pytest.fixture
def oblasts():
    for number, name in enumerate(
        ["Івано-Франківська", "Закарпатська", "Житомирська", "Хмельницька", "Одеська"], 40
    ):
        make_oblast(f"UA{number}000000000000000", name)
    make_brovary()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_oblasts__are_in_the_order_of_the_page_language(oblasts, language):
    uk = ["Житомирська", "Закарпатська", "Івано-Франківська", "Київська", "Одеська", "Хмельницька"]
    en = ["Ivano-Frankiv", "Khmelnyt", "Kyiv", "Ode", "Zakarpat", "Zhytomyr"]
    with translation.override(language):
        filter_ = OblastFilter.__new__(OblastFilter)
        lists = (
            [name for _code, name in oblast_choices()],
            [name for _code, name in filter_.lookups(None, None)],
            [row.oblast.full_name for row in coverage_by_oblast()],
        )
    begins = uk if language == "uk" else en
    for found in lists:
        begun = [begin for name in found for begin in begins if name.startswith(begin)]
        assert begun == [begin for begin in begins if begin in begun]
    assert len(lists[0]) == len(lists[1]) == len(begins)


def test_languages__end_with_no_ukrainian_letter_out_of_place():
    with translation.override("uk"):
        names = [name for _code, name in language_choices(["PL"])[1][1]]
    small = [name.lower()[0] for name in names]
    order = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    assert small == sorted(small, key=order.index)
    assert "іврит" in [name.lower() for name in names]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("", ["Агрономічна", "Аджамська", "Ґанівська", "Єланецька", "Ізюмська", "Їжаківська", "Юріївська"]),
        (
            "/en",
            ["Adzhamka", "Ahronomichne", "Ganivska", "Izhakivska", "Iziumska", "Yelanetska", "Yuriivska"],
        ),
    ],
)
def test_communities_of_the_desk__are_in_the_order_of_the_page_language(client, units, prefix, expected):
    client.force_login(make_user(Role.ASSOCIATION))
    body = client.get(f"{prefix}/admin/communities/community/").content.decode()
    assert re.findall(f">({'|'.join(expected)}) (?:громада|hromada)<", body) == expected


def test_values_of_a_facet_with_the_same_count__are_in_the_order_of_the_page_language(client):
    for code in ("IT", "EE", "JP", "US"):
        make_entry(municipality=make_municipality(country=code))
    for prefix, expected in (
        ("", ["Естонія", "Італія", "Сполучені Штати", "Японія"]),
        ("/en", ["Estonia", "Italy", "Japan", "United States"]),
    ):
        body = client.get(f"{prefix}/partnerships/").content.decode()
        shown = re.findall(rf'class="facet-name">({"|".join(expected)})<', body)
        assert shown[: len(expected)] == expected


def test_kept_filters__are_in_ukrainian_order():
    person = make_user(Role.ASSOCIATION)
    for name in reversed(UKRAINIAN):
        save_filter(person, "partnerships", name=name, query=f"q={name}")
    assert [row.name for row in saved_filters(person, "partnerships")] == UKRAINIAN
