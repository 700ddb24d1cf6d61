"""Which partner is meant: exactly so named first, the biggest before its namesakes, the country beside it."""

import pytest
from django.test import Client
from django.urls import reverse

from communities.selectors import find_partners
from partnerships.choices import Side
from partnerships.desk_forms.territories import candidates
from tests.communities.factories import make_municipality, make_place
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def names(query, **more):
    return [(row.name, row.country_id) for row in find_partners(query, most=20, **more).rows]


def test_jena__is_the_german_one_before_its_namesakes_and_what_only_begins_so():
    make_municipality(name="Jenaz", country="CH")
    make_place(name="Jena", country="IN", population=5_000)
    make_place(name="Jena", country="US", population=3_400)
    make_place(name="Jena", country="DE", population=110_000)
    assert names("jena")[:3] == [("Jena", "DE"), ("Jena", "IN"), ("Jena", "US")]
    assert names("Jena", country="US") == [("Jena", "US")]


def test_neustadt__is_no_town_that_bears_the_name_besides():
    mare = make_municipality(name="Baia Mare", country="RO")
    mare.aliases = "Neustadt"
    mare.save()
    make_place(name="Neustadt", country="DE", population=20_000)
    assert names("Neustadt")[0] == ("Neustadt", "DE")
    assert ("Baia Mare", "RO") in names("Neustadt")


def test_name_in_ukrainian__is_an_exact_name():
    make_municipality(name="Lyonshire", country="GB")
    make_place(name="Lyon", name_uk="Ліон", country="FR", population=500_000)
    assert names("ліон")[0] == ("Lyon", "FR")


def test_municipality_typed_in__is_not_buried_under_namesakes_of_the_gazetteer():
    make_place(name="Springfield", country="US", population=150_000)
    make_municipality(name="Springfield", country="CA")
    assert names("Springfield") == [("Springfield", "CA"), ("Springfield", "US")]


def test_pickers__agree_and_show_the_country():
    make_municipality(name="Jenaz", country="CH")
    make_place(name="Jena", country="DE", population=110_000)
    client = Client()
    client.force_login(make_user())
    shown = client.get(reverse("pick_municipalities"), {"q": "Jena"}).json()["results"]
    listed = candidates(Side.FOREIGN, "Jena").rows
    assert [row["original_name"] for row in shown] == ["Jena", "Jenaz"]
    assert [row.name.startswith(other["name"]) for row, other in zip(listed, shown, strict=True)] == [
        True
    ] * 2
    assert shown[0]["country_name"]
    assert listed[0].where.startswith(shown[0]["country_name"])
