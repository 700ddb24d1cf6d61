"""Namesakes carry their oblast, and their code where that is not enough, wherever one of several is chosen."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import translation

from tests.communities.factories import make_community, make_oblast
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NAME = "Миколаївська міська територіальна громада"


@pytest.fixture
def namesakes():
    """Two in one oblast, one in another."""
    translation.activate("uk")  # a request leaves its language behind
    caches["process"].clear()
    sumy = make_oblast("UA59000000000057109", "Сумська")
    mykolaiv = make_oblast("UA48000000000039575", "Миколаївська")
    yield [
        make_community(
            name_uk="Миколаївська", full_name_uk=NAME, oblast=oblast, name_en="M", full_name_en="Mykolaivska"
        )
        for oblast in (sumy, sumy, mykolaiv)
    ]
    caches["process"].clear()


def expected(units):
    first, second, _elsewhere = units
    return {
        f"{NAME}, Сумська область, {first.katottg}", f"{NAME}, Сумська область, {second.katottg}",
        f"{NAME}, Миколаївська область",
    }  # fmt: skip


def test_invitation_of_the_desks__suggests_namesakes_apart(client, namesakes):
    client.force_login(make_user("administrator"))
    query = {
        "term": "Миколаївська",
        "app_label": "accounts",
        "model_name": "invitation",
        "field_name": "community",
    }
    answer = client.get(reverse("admin:autocomplete"), query)
    assert {row["text"] for row in answer.json()["results"]} >= expected(namesakes)


def test_invitation_by_an_official__offers_namesakes_apart(client, namesakes):
    client.force_login(make_user(communities=namesakes))
    body = client.get(reverse("people")).content.decode()
    for name in expected(namesakes):
        assert name in body


def test_filters_and_keys__offer_namesakes_apart(client, namesakes):
    client.force_login(make_user(communities=namesakes))
    for address in (reverse("desk"), reverse("profile")):
        body = client.get(address).content.decode()
        for name in expected(namesakes):
            assert name in body, address
