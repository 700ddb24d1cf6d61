"""Hromadas are counted alike wherever they are counted; «with a partner» means a public partnership."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from partnerships.coverage import coverage_by_oblast
from partnerships.views.communities import communities_found
from tests.api.client import Api
from tests.communities.factories import make_community, make_oblast
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Three hromadas, one with a partner; beside them all that is none, each with a partner too."""
    oblast = make_oblast()
    hromadas = [make_community(oblast=oblast) for _time in range(3)]
    others = [
        make_community(katottg="UA01020010000048857"),
        make_community(oblast=oblast, is_active=False),
        make_community(katottg="UA80000000000093317", level="city", kind="city", oblast=None),
        oblast,
    ]
    for unit in (hromadas[0], others[0], *others[2:]):
        make_partnership("approved", community=unit)
    make_partnership("submitted", community=hromadas[1])  # not public: no partner yet
    return hromadas


def found(query):
    rows = Api().get("communities/", {**query, "count": "true"}).json()
    assert rows["count"] == len(rows["results"])
    return {row["katottg"] for row in rows["results"]}


def test_hromadas__are_counted_alike(world):
    codes = {unit.katottg for unit in world}
    assert found({"level": "hromada"}) == codes
    assert found({"level": "hromada", "has_partners": "true"}) == {world[0].katottg}
    assert found({"level": "hromada", "no_partners": "true"}) == codes - {world[0].katottg}
    lines = b"".join(Api().get("exports/communities.csv?level=hromada").streaming_content).decode()
    assert len(lines.strip().splitlines()) == 1 + 3 + 1  # names, hromadas, the sign of the end
    for partners, number in (("", 3), ("with", 1), ("without", 2)):
        assert communities_found("", "", partners).rows.count() == number
        page = Client().get(f"/en/communities/?partners={partners}").context["page"]
        assert page.paginator.count == number
    home = Client().get("/en/").content.decode()
    assert re.search(r"<strong>1 <span class=\"of\">of 3</span></strong>", home)


def test_hromadas__are_counted_alike_at_the_desk(world):
    rows = coverage_by_oblast()
    assert (sum(row.total for row in rows), sum(row.without for row in rows)) == (3, 2)
    association = Client()
    association.force_login(make_user(Role.ASSOCIATION))
    assert "1 of 3 communities has a partner" in association.get("/en/admin/coverage/").content.decode()
    address = reverse("admin:communities_community_changelist")
    for query, number in (("level=hromada", 3), ("partners=none", 2), ("partners=some", 1)):
        assert association.get(f"{address}?{query}").context["cl"].result_count == number


def test_search__finds_units_of_every_level_all_the_same(world):
    assert communities_found("UA80000000000093317", "", "").rows.count() == 1
