"""What notices cost where they are not asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.services import take_step
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db


def test_pages_for_everybody__count_nothing(client, django_assert_max_num_queries, people):
    client.get("/about/")
    with django_assert_max_num_queries(30) as captured:
        client.get("/about/")
    assert [query["sql"] for query in captured if "notices_" in query["sql"]] == []


def test_page_of_the_desk__counts_once(client, people):
    client.force_login(people.official)
    client.get("/desk/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/desk/")
    assert sum("notices_" in query["sql"] for query in captured) == 1


@pytest.mark.parametrize("crowd", [0, 20])
def test_step__five_queries_of_notices_however_many_are_told(people, crowd):
    for _ in range(crowd):
        make_user(communities=[people.community])
    partnership = make_partnership("submitted", association=people.association, **people.place)
    with CaptureQueriesContext(connection) as captured:
        take_step(partnership.pk, "approve", actor=people.association, expected_version=None)
    own = [query["sql"] for query in captured if "notice" in query["sql"]]
    assert len(own) == 5
