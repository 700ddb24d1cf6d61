"""Ready public answers take a short way; nobody can tell but by the clock."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from partnerships.models import Record
from tests.api.client import Api
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db

ADDRESSES = ["partnerships/", "facets/", "map/", "stats/?by=country"]
SECURITY = ["X-Frame-Options", "Content-Security-Policy", "X-Content-Type-Options", "X-Request-ID", "Vary"]


def ordinary(anybody, path):
    """The same answer by the ordinary way: a header that the short way does not know."""
    return anybody.get(path, Accept="application/json, */*")


@pytest.mark.parametrize("path", ADDRESSES)
def test_short_way__answers_what_the_ordinary_way_does(anybody, path):
    for _number in range(3):
        make_partnership("approved")
    short, long = anybody.get(path), ordinary(anybody, path)
    assert short.status_code == 200
    assert short.json() == long.json()


@pytest.mark.parametrize("path", ADDRESSES)
def test_short_way__has_the_headers_of_every_answer(anybody, path):
    for answer in (anybody.get(path), ordinary(anybody, path)):
        assert all(name in answer for name in SECURITY), path
    assert anybody.get(path, X_Request_ID="abc-1")["X-Request-ID"] == "abc-1"


def test_short_way__of_a_foreign_host__is_refused(anybody, settings):
    settings.ALLOWED_HOSTS = ["registry.example"]
    make_partnership("approved")
    assert anybody.get("partnerships/", Host="evil.example").status_code == 400
    assert anybody.get("partnerships/", Host="registry.example").status_code == 200


def test_short_way__beyond_the_limit__is_the_ordinary_429(anybody, settings):
    settings.API_THROTTLE_RATES = {"anonymous": "3/hour", "person": None}
    answers = [anybody.get("partnerships/", REMOTE_ADDR="10.1.2.3").status_code for _time in range(6)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_page__with_a_document_that_no_longer_holds__is_made_anew(anybody):
    first = make_partnership("approved")
    make_partnership("approved")
    Record.objects.filter(pk=first.pk).update(
        stale_on=timezone.localdate() - dt.timedelta(days=1), document='{"id": -1}'
    )
    ids = [row["id"] for row in anybody.get("partnerships/").json()["results"]]
    assert first.pk in ids
    assert -1 not in ids


@pytest.mark.parametrize(("rows", "following"), [(0, False), (1, False), (2, False), (3, True)])
def test_page__of_two__has_a_next_one_only_when_there_is_more(anybody, rows, following):
    for _number in range(rows):
        make_partnership("approved")
    page = anybody.get("partnerships/", {"page_size": 2, "count": "true"}).json()
    assert len(page["results"]) == min(rows, 2)
    assert bool(page["next"]) is following
    assert page["count"] == rows


def test_filter_by_country__finds_it_at_any_place_once_and_in_order(anybody):
    made = [make_partnership("approved").pk for _number in range(6)]
    places = [["DE"], ["PL", "DE"], ["PL"], ["FR", "PL", "DE"], ["FR", "PL", "IT", "DE"], ["DE", "FR"]]
    for pk, countries in zip(made, places, strict=True):
        Record.objects.filter(pk=pk).update(countries=countries)
    expected = [pk for pk, countries in zip(made, places, strict=True) if "DE" in countries][::-1]
    page = anybody.get("partnerships/", {"country": "DE", "page_size": 3}).json()
    found = [row["id"] for row in page["results"]]
    page = anybody.get(page["next"].split("/api/v1/")[1]).json()
    assert found + [row["id"] for row in page["results"]] == expected


def test_filter_by_country__reads_an_index_for_each_place(anybody, django_assert_max_num_queries):
    partnership = make_partnership("approved")
    with django_assert_max_num_queries(1):
        anybody.get("partnerships/", {"country": "DE", "status": "approved"})
    with connection.cursor() as cursor:
        # Of one row every index costs the same: the others are of another country, and known to the planner.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO partnerships_record SELECT (jsonb_populate_record(r, jsonb_build_object("
            "'partnership_id', 1000000 + n, 'code', 'PB-1-' || n, 'countries', ARRAY['PL']))).* "
            "FROM partnerships_record r, generate_series(1, 500) n WHERE r.partnership_id = %s",
            [partnership.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE partnerships_record")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT partnership_id FROM partnerships_record WHERE is_public AND countries[1] = 'DE' "
            "AND status = 'approved' ORDER BY partnership_id DESC LIMIT 51"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "record_by_country" in plan


def test_signed_in__goes_the_ordinary_way(anybody):
    make_partnership("approved")
    answer = Api(make_partnership("draft").responsible).get("partnerships/")
    assert answer["Cache-Control"] == "private, no-store"
