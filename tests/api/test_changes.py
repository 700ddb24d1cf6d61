"""The address by which mirrors follow the registry."""

import threading
import time

import pytest

from partnerships.models import Record
from registration.api import changes as changes_view
from tests.api.client import Api
from tests.factories import make_entry, make_partnership
from tests.rules.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def told(api, **query):
    response = api.get("changes/", query)
    assert response.status_code == 200, response.json()
    return response.json()


def test_followed_page_by_page__gives_every_record_as_its_list_shows_it(anybody):
    entries = [make_entry(), make_entry()]
    found, since = [], "0"
    while True:
        page = told(anybody, since=since, page_size=1)
        found, since = found + page["results"], page["cursor"]
        if page["next"] is None:
            break
    latest = {(one["resource"], one["key"]): one["document"] for one in found}
    listed = anybody.get("partnerships/").json()["results"]
    assert {key: latest["partnerships", key] for key in map(str, (row["id"] for row in listed))} == {
        str(row["id"]): row for row in listed
    }
    for entry in entries:
        assert latest["register", entry.number] == anybody.get(f"register/{entry.number}/").json()
    assert told(anybody, since=since)["results"] == []
    assert told(anybody, since=since)["cursor"] == since


def test_record_that_is_no_longer_public__is_a_tombstone(anybody):
    partnership = make_partnership("approved")
    Record.objects.filter(pk=partnership.pk).update(is_public=False, document="")
    last = told(anybody)["results"][-1]
    assert (last["action"], last["key"], last["document"]) == ("delete", str(partnership.pk), None)
    assert all(one["document"] is None for one in told(anybody)["results"])


def test_draft__is_told_to_nobody__not_even_to_its_official(anybody):
    draft = make_partnership("draft")
    assert told(anybody)["results"] == told(Api(draft.responsible))["results"] == []


@pytest.mark.parametrize(
    "query",
    [{"since": "x"}, {"since": "-1"}, {"since": "9" * 20}, {"since": "²"}, {"wait": "31"}, {"wait": "-1"},
     {"page_size": "501"}, {"cursor": "1"}],
)  # fmt: skip
def test_malformed_parameter__is_refused(anybody, query):
    response = anybody.get("changes/", query)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == next(iter(query))


def test_since_beyond_the_newest__is_up_to_date(anybody):
    page = told(anybody, since="9000000000000000000")
    assert (page["results"], page["cursor"], page["next"]) == ([], "9000000000000000000", None)


def test_waiting_reader__is_answered_as_soon_as_something_changes(anybody, monkeypatch):
    monkeypatch.setattr(changes_view, "_waiting", threading.Semaphore(1))
    partnership = make_partnership("approved")
    since = told(anybody)["cursor"]

    def change():
        time.sleep(1)
        Record.objects.filter(pk=partnership.pk).update(document='{"changed": true}')

    began = time.monotonic()
    page, _changed = at_once(lambda: told(anybody, since=since, wait=30), change)
    assert time.monotonic() - began < 15
    assert [one["document"] for one in page["results"]] == [{"changed": True}]


def test_waiting_reader__of_a_server_without_a_spare_thread__is_answered_at_once(anybody, monkeypatch):
    monkeypatch.setattr(changes_view, "_waiting", threading.Semaphore(0))
    began = time.monotonic()
    assert told(anybody, wait=30)["results"] == []
    assert time.monotonic() - began < 10


def test_reader_who_waited_in_vain__gives_the_thread_back(anybody, monkeypatch):
    waiting = threading.Semaphore(1)
    monkeypatch.setattr(changes_view, "_waiting", waiting)
    assert told(anybody, wait=1)["results"] == []
    assert waiting.acquire(blocking=False)


def test_queries__do_not_depend_on_the_number_of_changes(anybody, django_assert_max_num_queries):
    for _number in range(6):
        make_entry()
    with django_assert_max_num_queries(6):
        assert len(told(anybody, page_size=500)["results"]) >= 12
