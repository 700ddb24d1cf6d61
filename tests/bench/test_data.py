"""The bench's invented data is what the services would have left."""

import pytest

from accounts.models import User
from bench.data import load
from bench.population import Population, instrumental, make_population
from bench.rows import Generator
from communities.models import Place
from partnerships.models import DeskRecord, NumberCounter, Partnership, Record
from partnerships.records.check import different_records
from partnerships.records.refresh import refresh_records
from partnerships.records.sums import rebuild_counts, wrong_counts
from registration.models import RegistrationCase
from registration.register_chain import chain_problems
from tests.communities.factories import make_community, make_country, make_place

SIZE = 200


@pytest.fixture
def population(db) -> Population:
    for country in ("PL", "RO", "DE", "FR"):
        make_country(country)
        for number in range(4):
            make_place(name=f"Town {country} {number}", country=country)
    for _number in range(12):
        make_community()
    assert Place.objects.count() == 16
    return make_population(seed=1, municipalities=40)


def test_records_of_invented_data_are_true(population):
    load(Generator(SIZE, population))

    ids = list(Partnership.objects.values_list("pk", flat=True))
    assert len(ids) == SIZE
    assert refresh_records(ids) == SIZE
    assert different_records(ids) == []
    assert rebuild_counts(), "written while the triggers sleep"
    assert wrong_counts() == []
    assert Record.objects.filter(is_public=True).count() > SIZE / 2
    assert DeskRecord.objects.filter(status="submitted").exists()


def test_the_register_and_the_counters_hold(population):
    generator = Generator(SIZE, population)
    load(generator)

    assert list(chain_problems()) == []
    given = NumberCounter.objects.filter(series="case").values_list("last", flat=True)
    assert sum(given) == RegistrationCase.objects.count() > 0
    assert Partnership.objects.create(code="next").pk == SIZE + 1
    assert User.objects.filter(email__endswith="@bench.example").exists()


def test_the_same_seed_gives_the_same(population):
    first, second = (Generator(20, population, seed=5) for _time in range(2))
    list(first.partnerships()), list(second.partnerships())

    def codes(generator):
        return [row[4:8] for row in generator.tables[Partnership].rows]

    assert codes(first) == codes(second)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Броварська міська територіальна громада", "Броварською міською територіальною громадою"),
        ("Львівська область", "Львівською областю"),
        ("Бориспільський район", "Бориспільським районом"),
    ],
)
def test_titles_name_parties_in_the_instrumental(name, expected):
    assert instrumental(name) == expected
