"""Pages over the records: complete, in order, forward and backward, for every kind of reader."""

import pytest

from accounts.roles import Role
from partnerships.models import Record
from partnerships.records import search
from tests.api.client import Api
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db


def walk(client, params):
    """Ids of all pages forward, and of all pages back from the last."""
    forward, backward = [], []
    page = client.get("partnerships/", params).json()
    while True:
        forward.append([row["id"] for row in page["results"]])
        if not page["next"]:
            break
        page = client.get(page["next"].split("/api/v1/")[1]).json()
    while True:
        backward.insert(0, [row["id"] for row in page["results"]])
        if not page["previous"]:
            break
        page = client.get(page["previous"].split("/api/v1/")[1]).json()
    return [key for rows in forward for key in rows], [key for rows in backward for key in rows]


@pytest.fixture
def seven(db):
    """Seven public partnerships, two of them of one community, and one that is not public."""
    lviv = make_community(name_uk="Львівська", centre_name_uk="Львів", centre_name_en="Lviv")
    official = make_user(communities=[lviv])
    jena = make_municipality(name="Jena", name_uk="Єна")
    rows = [make_partnership("approved", municipality=jena) for _ in range(5)]
    rows += [
        make_partnership("approved", community=lviv, official=official, municipality=jena) for _ in range(2)
    ]
    make_partnership("submitted", community=lviv, official=official, municipality=jena)
    return rows


@pytest.mark.parametrize("ordering", ["id", "-id", "code", "-code", "updated_at", "-updated_at"])
def test_pages__any_order__hold_every_record_once_in_both_directions(seven, anybody, ordering):
    forward, backward = walk(anybody, {"page_size": 2, "ordering": ordering})
    assert forward == backward
    expected = sorted((row.pk for row in seven), reverse=ordering.startswith("-"))
    assert forward == expected


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ASSOCIATION, Role.MINISTRY])
def test_pages__signed_in__hold_what_the_person_sees_once(seven, role):
    lviv = seven[-1].parties.get(side="ukrainian").community
    user = seven[-1].responsible if role == Role.OFFICIAL else make_user(role)
    forward, backward = walk(Api(user), {"page_size": 3})
    assert forward == backward
    assert len(forward) == len(set(forward)) == (7 if role == Role.MINISTRY else 8)
    assert lviv


@pytest.mark.parametrize("most_ranked", [2000, 1])
def test_search_pages__ranked_or_common__hold_every_hit_once(seven, anybody, monkeypatch, most_ranked):
    monkeypatch.setattr(search, "MOST_RANKED", most_ranked)
    forward, backward = walk(anybody, {"page_size": 2, "search": "Єна"})
    assert forward == backward == sorted((row.pk for row in seven), reverse=True)


def test_search__exact_name_before_part_of_a_name(anybody):
    part = make_partnership("approved", municipality=make_municipality(name="Neu Jena"))
    exact = make_partnership("approved", municipality=make_municipality(name="Jena"))
    longer = make_partnership("approved", municipality=make_municipality(name="Jenaische"))
    found = [row["id"] for row in anybody.get("partnerships/", {"search": "jena"}).json()["results"]]
    assert found[0] == exact.pk
    assert set(found) == {part.pk, exact.pk, longer.pk}


def test_search__misspelled__says_what_it_was_taken_for(anybody):
    row = make_partnership("approved", municipality=make_municipality(name="Erlangen", name_uk="Ерланген"))
    page = anybody.get("partnerships/", {"search": "Erlangn"}).json()
    assert [found["id"] for found in page["results"]] == [row.pk]
    assert page["did_you_mean"] == "Erlangen"


def test_search__right__says_nothing_of_that_kind(anybody):
    make_partnership("approved", municipality=make_municipality(name="Erlangen"))
    assert "did_you_mean" not in anybody.get("partnerships/", {"search": "Erlangen"}).json()


def test_filter__several_countries__found_by_each(anybody):
    both = make_partnership("approved", municipality=make_municipality(country="FR"))
    one = make_partnership("approved", municipality=make_municipality(country="FR"))
    Record.objects.filter(pk=both.pk).update(countries=["DE", "FR"])
    found = [row["id"] for row in anybody.get("partnerships/", {"country": "FR"}).json()["results"]]
    assert found == [one.pk, both.pk]
    assert [row["id"] for row in anybody.get("partnerships/", {"country": "DE"}).json()["results"]] == [
        both.pk
    ]


def test_list__term_that_ended_since_the_document_was_made__is_shown_as_it_is_today(anybody, monkeypatch):
    case = make_case("registered")
    agreement = case.agreement
    partnership_id = agreement.partnership_id
    type(agreement).objects.filter(pk=agreement.pk).update(term_years=1, signed_on="2020-01-01")
    Record.objects.filter(pk=partnership_id).update(stale_on="2021-01-02")
    for address in ("partnerships/", f"partnerships/{partnership_id}/"):
        body = anybody.get(address).json()
        row = body["results"][0] if "results" in body else body
        assert row["agreements"][0]["in_force"] is False
