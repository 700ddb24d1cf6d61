"""Statistics count what is public, and nothing else."""

import pytest

from communities.models import Country
from tests.communities.factories import make_brovary, make_municipality
from tests.factories import agreement_input, make_case, make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(db):
    brovary = make_brovary()
    german = make_partnership("approved", community=brovary, municipality=make_municipality())
    make_case("registered", partnership=german)
    make_partnership(
        "ended",
        community=brovary,
        municipality=make_municipality(country="PL"),
        agreement=agreement_input(document_type="treaty", spheres=("sport",), kinds=("cross_border",)),
    )
    make_partnership("draft", community=brovary, municipality=make_municipality(country="FR"))


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("country", {"DE": 1, "PL": 1}),
        ("oblast", {"UA32000000000030281": 2}),
        ("year", {"2025": 1}),
        ("sphere", {"education": 1, "health": 1, "sport": 1}),
        ("status", {"approved": 1, "ended": 1}),
        ("kind", {"interterritorial": 1, "cross_border": 1}),
        ("document_type", {"agreement": 1, "treaty": 1}),
    ],
)
def test_stats__count_public_records(anybody, some, by, expected):
    body = anybody.get("stats/", {"by": by}).json()
    assert {row["key"]: row["count"] for row in body["results"]} == expected
    assert body["totals"] == {
        "partnerships": 2,
        "agreements": 2,
        "communities": 1,
        "municipalities": 2,
        "countries": 2,
    }


def test_stats__take_the_filters_of_partnerships(anybody, some):
    body = anybody.get("stats/", {"by": "country", "sphere": "sport"}).json()
    germany = Country.objects.get(pk="DE")
    assert [row["key"] for row in body["results"]] == ["PL"]
    assert body["totals"]["agreements"] == 1
    (row,) = anybody.get("stats/", {"by": "country", "country": "DE"}).json()["results"]
    assert row == {"key": "DE", "label_uk": germany.name_uk, "label_en": germany.name_en, "count": 1}


def test_stats__without_by__400(anybody, db):
    response = anybody.get("stats/")
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "by"
