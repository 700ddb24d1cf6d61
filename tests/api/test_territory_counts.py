"""Units and municipalities tell how many public partnerships they have: as counted over the parties themselves."""

import pytest

from communities.models import Community, ForeignMunicipality
from partnerships.models import Partnership, Party
from tests.communities.factories import make_brovary, make_community, make_municipality
from tests.factories import make_entry, make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(db):
    """Brovary with several partners in two countries, another unit, a registered one that was returned, drafts."""
    brovary, jena = make_brovary(), make_municipality()
    polish = [make_municipality(country="PL"), make_municipality(country="PL")]
    make_partnership("approved", community=brovary, municipality=jena)
    make_partnership("ended", community=brovary, municipality=polish[0])
    make_partnership("approved", community=brovary, municipality=polish[1])
    make_partnership("draft", community=brovary, municipality=make_municipality(country="FR"))
    make_partnership("submitted", community=make_community(), municipality=jena)
    make_entry(community=make_community(), municipality=jena)


def counted_over_parties(**owner):
    public = Partnership.objects.public()
    parties = Party.objects.filter(partnership__in=public.values("pk"), **owner)
    partnerships = set(parties.values_list("partnership_id", flat=True))
    abroad = Party.objects.filter(partnership__in=partnerships, municipality__isnull=False)
    return len(partnerships), len(set(abroad.values_list("municipality__country", flat=True)))


def test_communities__tell_what_their_parties_say(anybody, some):
    rows = anybody.get("communities/", {"page_size": 500}).json()["results"]
    assert len(rows) == Community.objects.count()
    for row in rows:
        expected = counted_over_parties(community__katottg=row["katottg"])
        assert (row["partnership_count"], row["country_count"]) == expected
        assert anybody.get(f"communities/{row['katottg']}/").json() == row
    assert sorted((row["partnership_count"], row["country_count"]) for row in rows) == [
        (0, 0), (0, 0), (1, 1), (3, 2),
    ]  # fmt: skip


def test_municipalities__tell_what_their_parties_say(anybody, some):
    rows = anybody.get("municipalities/", {"ordering": "-partnership_count"}).json()["results"]
    # One is in no public partnership: it is nobody's business yet.
    assert len(rows) == ForeignMunicipality.objects.count() - 1
    for row in rows:
        assert row["partnership_count"] == counted_over_parties(municipality=row["id"])[0]
        assert anybody.get(f"municipalities/{row['id']}/").json() == row
    assert [row["partnership_count"] for row in rows] == [2, 1, 1]


@pytest.mark.parametrize(("partners", "expected"), [("true", [1, 3]), ("false", [0, 0])])
def test_communities__with_or_without_partners__are_told_apart(anybody, some, partners, expected):
    rows = anybody.get("communities/", {"has_partners": partners}).json()["results"]
    assert sorted(row["partnership_count"] for row in rows) == expected
    others = anybody.get("communities/", {"no_partners": "true" if partners == "false" else "false"}).json()
    assert others["results"] == rows


def test_pages__of_communities__count_and_filter_alike(client, some):
    listed = client.get("/communities/?partners=with").context["page"].object_list
    assert sorted(unit.partner_count for unit in listed) == [1, 3]
    listed = client.get("/communities/?partners=without").context["page"].object_list
    assert [unit.partner_count for unit in listed] == [0]
    brovary = client.get("/communities/UA32060050000030591/")
    assert brovary.context["page"].paginator.count == 3
