"""Near duplicates: what is asked about before a municipality is made, and what is not."""

import pytest

from communities.near_duplicates import near_duplicates
from tests.communities.factories import make_country, make_municipality, make_place

pytestmark = pytest.mark.django_db


def names(country="PL", level="county", region="", **typed):
    found = near_duplicates(
        names=[typed["name"], typed.get("name_uk", "")], country=country, level=level, region=region
    )
    return [row.name for row in (*found.municipalities, *found.places)]


@pytest.mark.parametrize("typed", ["Powiat kraśnicki", "Krasnyk county", "Powiat krasnik", "Kraśnik"])
def test_another_spelling_of_a_known_one_is_found(typed):
    make_municipality(name="Kraśnik County", country=make_country("PL"), level="county")
    assert names(name=typed) == ["Kraśnik County"]


def test_its_ukrainian_name_is_compared_too():
    make_municipality(
        name="Grodzisk County", name_uk="Гродзиський повіт", country=make_country("PL"), level="county"
    )
    assert names(name="Powiat XYZ", name_uk="Гродзіський повіт") == ["Grodzisk County"]


@pytest.mark.parametrize("typed", ["Gniezno County", "Powiat bialski", "county", "—"])
def test_another_name_is_no_near_duplicate(typed):
    make_municipality(name="Kraśnik County", country=make_country("PL"), level="county")
    assert names(name=typed) == []


def test_the_same_name_in_another_country_is_another_one():
    make_municipality(name="Jena", country=make_country("DE"))
    assert names(name="Jena", country="US", level="municipality") == []


def test_what_is_there_exactly_so_is_taken_without_a_question():
    make_municipality(name="Kraśnik County", country=make_country("PL"), level="county", region="Lubelskie")
    assert names(name="Kraśnik county", region="Lubelskie") == []


def test_a_place_of_the_gazetteer_is_asked_about_for_a_municipality_only():
    make_place(name="Jena", country=make_country("DE"))
    assert names(name="Jena", country="DE", level="municipality") == ["Jena"]
    assert names(name="Jena", country="DE", level="association") == []


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"name": "x", "country": ""}, {"name": "x", "country": "XX"}]
)
def test_half_an_input_asks_nothing(typed):
    assert names(**typed) == []
