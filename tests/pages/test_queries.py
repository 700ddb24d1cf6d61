"""Lists and details take the same number of queries for one row and for twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.choices import PartnershipStatus
from tests.communities.factories import make_brovary
from tests.factories import make_entry, make_partnership, make_user

pytestmark = pytest.mark.django_db

MOST = 20
PATHS = [
    "/", "/partnerships/", "/partnerships/?q=Бровари", "/partnerships/?q=Бровари&sort=community",
    "/partnerships/?country=DE&status=approved&year=2025", "/map/", "/communities/", "/register/",
    "/register/?q=Бровари", "/check/?q=Бровари", "/communities/UA32060050000030591/",
]  # fmt: skip


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_lists_do_not_ask_for_each_row(client):
    brovary = make_brovary()
    people = {
        "official": make_user(communities=[brovary]),
        "association": make_user("association"),
        "community": brovary,
    }
    clerk = make_user("ministry")
    make_entry(clerk=clerk, **people)
    make_partnership(PartnershipStatus.APPROVED, **people)
    for path in PATHS * 2:
        client.get(path)  # fills what is kept between requests
    few = {path: queries(client, path) for path in PATHS}
    for _number in range(9):
        make_entry(clerk=clerk, **people)
        make_partnership(PartnershipStatus.APPROVED, **people)
    many = {path: queries(client, path) for path in PATHS}
    assert many == few
    assert max(many.values()) <= MOST
