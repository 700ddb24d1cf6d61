"""Whatever is asked for: an answer from an index, never an error and never a scan of the table."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.communities.factories import make_brovary
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db

STRANGE = [
    "я" * 200,
    "?!.,;:—№#()[]{}",
    "🇺🇦🤝🇩🇪",
    "'; DROP TABLE partnerships_record; --",
    "%_%' OR 1=1",
    ".*+?^${}()|[]\\",
    "a:* & b | !c <-> d",
    " ".join(f"слово{number}" for number in range(25))[:200],
    "а б в г д",
    "''::tsvector",
    "\\' \\\\ '",
    "0" * 60,
]


def plans_of(queries):
    """The plans of captured reading statements when the planner is to avoid scans where it can."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in queries:
            if query["sql"].lstrip("(").startswith(("SELECT", "WITH")) and "_record" in query["sql"]:
                cursor.execute("EXPLAIN " + query["sql"])
                yield "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("text", STRANGE)
def test_search__strange_text__is_answered_from_an_index(anybody, text):
    make_partnership("approved")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = anybody.get("partnerships/", {"search": text})
    assert response.status_code in {200, 400}, response.content
    for plan in plans_of(captured.captured_queries):
        assert "Seq Scan" not in plan


@pytest.mark.parametrize("text", ["x" * 201, "x" * 10_000, "\x00"])
def test_search__too_long_or_with_null_bytes__is_a_400_that_says_so(anybody, text):
    response = anybody.get("partnerships/", {"search": text})
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "search"


def test_filters__two_hundred_values__are_a_400(anybody):
    response = anybody.get("partnerships/", {"country": ["DE"] * 200})
    assert response.status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"status": "approved"},
        {"country": "DE"},
        {"country": "DE", "status": "approved"},
        {"country": ["DE", "PL"], "sphere": "health", "kind": "interterritorial"},
        {"oblast": "UA32000000000030281", "level": "municipality"},
        {"in_force": "true"},
        {"ordering": "code"},
        {"ordering": "-updated_at"},
        {"search": "Єна", "country": "DE"},
    ],
)
def test_list__any_filter__is_read_from_an_index(anybody, asked):
    make_partnership("approved")
    with CaptureQueriesContext(connection) as captured:
        assert anybody.get("partnerships/", asked).status_code == 200
    plans = list(plans_of(captured.captured_queries))
    assert plans
    for plan in plans:
        assert "Seq Scan" not in plan


def test_search__null_byte_between_letters__is_searched_without_it(anybody):
    made = make_partnership("approved", community=make_brovary())
    found = anybody.get("partnerships/", {"search": "Бро\x00вари"}).json()["results"]
    assert [row["code"] for row in found] == [made.code]
