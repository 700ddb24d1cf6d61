"""Adding foreign municipalities: from the gazetteer or typed in, once each, within the law."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import RuleViolated
from communities.models import Community, ForeignMunicipality
from communities.selectors import SIMILAR, search_communities, search_municipalities
from communities.services import create_municipality, municipality_from_place
from tests.communities.factories import (
    make_brovary,
    make_community,
    make_country,
    make_municipality,
    make_place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _countries():
    for code in ("DE", "PL", "RU", "BY", "UA"):
        make_country(code)


def create(**fields):
    return create_municipality(
        **{"name": "Powiat krośnieński", "country": "PL", "level": "county", **fields}, actor=None
    )


def problems(**fields) -> set[tuple[str, str]]:
    with pytest.raises(RuleViolated) as caught:
        create(**fields)
    return {(problem.field, problem.code) for problem in caught.value.problems}


def test_from_place__first_use__makes_it_with_names_and_point():
    place = make_place(name="Jena", name_uk="Єна", region="Thuringia", alternative_names=["Йена", "Iena"])
    municipality = municipality_from_place(place.pk, actor=None)
    assert (municipality.name, municipality.name_uk, municipality.region) == ("Jena", "Єна", "Thuringia")
    assert (municipality.lat, municipality.geonames_id, municipality.level) == (
        50.0,
        place.pk,
        "municipality",
    )
    assert search_municipalities("Йена").get() == municipality


def test_from_place__second_use__gives_the_same():
    place = make_place()
    assert municipality_from_place(place.pk, actor=None) == municipality_from_place(place.pk, actor=None)


def test_from_place__typed_in_before__becomes_that_of_the_place():
    typed = create(name="Jena", country="DE", level="municipality", region="Thuringia", name_uk="Йена")
    place = make_place(name="Jena", name_uk="Єна", region="Thuringia")
    adopted = municipality_from_place(place.pk, actor=None)
    assert (adopted.pk, adopted.name_uk, adopted.version) == (typed.pk, "Йена", 2)


def test_from_place__two_places_of_one_name_and_region__are_two_municipalities():
    first, second = make_place(name="Au", region="Bavaria"), make_place(name="Au", region="Bavaria")
    assert municipality_from_place(first.pk, actor=None) != municipality_from_place(second.pk, actor=None)


def test_from_place__unknown_id__is_refused():
    with pytest.raises(RuleViolated) as caught:
        municipality_from_place(1, actor=None)
    assert [(p.field, p.code) for p in caught.value.problems] == [("geonames_id", "unknown_place")]


@pytest.mark.parametrize("code", ["RU", "BY"])
def test_from_place__blocked_country__is_refused(code):
    place = make_place(country=code)
    with pytest.raises(RuleViolated) as caught:
        municipality_from_place(place.pk, actor=None)
    assert caught.value.problems[0].code == "blocked_country"


def test_blocked_countries__another_setting__is_obeyed(settings):
    settings.BLOCKED_COUNTRIES = ["PL"]
    assert problems() == {("country", "blocked_country")}
    settings.BLOCKED_COUNTRIES = []
    assert create(country="BY").country_id == "BY"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": " "}, {("name", "required")}),
        ({"name": "…"}, {("name", "required")}),
        ({"name": "x" * 201}, {("name", "too_long")}),
        ({"region": "x" * 121}, {("region", "too_long")}),
        ({"country": "XX"}, {("country", "unknown_country")}),
        ({"country": ""}, {("country", "unknown_country")}),
        ({"country": "UA"}, {("country", "domestic")}),
        ({"country": "ru"}, {("country", "blocked_country")}),
        ({"level": "planet"}, {("level", "unknown_level")}),
        ({"name": "Orlen Sp. z o.o."}, {("name", "not_a_territory")}),
        ({"name_uk": "ТОВ «Орлен»"}, {("name_uk", "not_a_territory")}),
        (
            {"name": "", "country": "RU", "level": "?"},
            {("name", "required"), ("country", "blocked_country"), ("level", "unknown_level")},
        ),
    ],
)  # fmt: skip
def test_create__broken_rules__are_all_named(fields, expected):
    assert problems(**fields) == expected
    assert ForeignMunicipality.objects.count() == 0


@pytest.mark.parametrize(
    "again", [{}, {"name": "powiat  KROSNIENSKI"}, {"country": "pl"}, {"name_uk": "Кросненський повіт"}]
)
def test_create__same_municipality_again__gives_the_existing(again):
    assert create(**again) == create()


@pytest.mark.parametrize("other", [{"level": "municipality"}, {"country": "DE"}, {"name": "Powiat leski"}])
def test_create__another_name_country_or_level__is_another(other):
    assert create(**other) != create()


def test_create__no_region_and_one_known__gives_the_known():
    known = create(region="Podkarpackie")
    assert create() == known


def test_create__no_region_and_two_known__makes_a_third():
    create(region="Podkarpackie"), create(region="Lubuskie")
    create()
    assert ForeignMunicipality.objects.count() == 3


def test_create__null_bytes_and_spaces__are_cleaned():
    assert create(name="  Powiat\x00 leski \n").name == "Powiat leski"


@pytest.mark.django_db(transaction=True)
def test_from_place__two_at_once__make_one():
    place = make_place()
    barrier, made = threading.Barrier(2), []

    def work():
        try:
            barrier.wait(5)
            made.append(municipality_from_place(place.pk, actor=None).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join(10) for thread in threads]
    assert len(made) == 2
    assert len(set(made)) == ForeignMunicipality.objects.count() == 1


def test_search__municipality__by_other_script_region_and_country():
    erlangen = make_municipality(name="Erlangen", name_uk="Ерланген", region="Bavaria")
    make_municipality(name="Jena", name_uk="Єна", region="Thuringia")
    for query in ("erlangen", "Ерланген", "Erlangn", "Erlangen Bavaria", "erlangen Німеччина", "Erlanhen"):
        assert search_municipalities(query)[0] == erlangen, query
    assert not search_municipalities("erlangen thuringia").filter(search_rank__lt=SIMILAR).exists()


def test_search__exact_name__comes_before_prefix_and_word():
    names = ["Малобровари", "Нові Бровари", "Броварище", "Бровари"]  # the first has no word that begins so
    for name in names:
        make_community(centre_name_uk=name, name_uk=f"{name}ська")
    make_community(centre_name_uk="Львів")
    found = search_communities("бровари")
    assert [unit.centre_name_uk for unit in found] == ["Бровари", "Броварище", "Нові Бровари"]
    ranks = [unit.search_rank for unit in found]
    assert ranks[0] < ranks[1] < ranks[2]


def test_search__given_queryset__is_kept():
    make_brovary()
    assert not search_communities("Бровари", Community.objects.filter(level="oblast")).exists()


def test_search__abolished_unit__comes_after_the_existing():
    old = make_community(centre_name_uk="Калита", is_active=False, population=10**6)
    new = make_community(centre_name_uk="Калита")
    assert list(search_communities("калита")) == [new, old]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"katottg": "UA1"}, "community_katottg_format"),
        ({"kind": ""}, "community_kind_fits_level"),
        ({"level": "raion", "kind": "city"}, "community_kind_fits_level"),
        ({"oblast": None}, "community_oblast_fits_level"),
        ({"lat": 91, "lon": 0}, "community_coordinates"),
        ({"lat": 50, "lon": None}, "community_coordinates"),
    ],
)
def test_constraints__impossible_unit__is_refused_by_the_database(fields, message):
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        make_community(**fields)


def test_constraints__ukrainian_municipality__is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="municipality_is_foreign"), transaction.atomic():
        make_municipality(country="UA")


def test_constraints__violations__read_as_sentences():
    for model in (Community, ForeignMunicipality):
        for constraint in model._meta.constraints:
            assert str(constraint.violation_error_message).endswith(".")
            assert "Constraint" not in str(constraint.violation_error_message)
