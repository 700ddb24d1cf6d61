"""A kept page is given out only while nothing has changed."""

import pytest

from communities.models import Community
from partnerships.records import cache
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(monkeypatch):
    """How many pages were made."""
    monkeypatch.setattr(cache, "_pages", cache.PageCache())
    made = []
    original = cache.cached_when_repeated

    def counting(key, make):
        return original(key, lambda: made.append(key) or make())

    monkeypatch.setattr("partnerships.api.views.cached_when_repeated", counting)
    return made


def test_page__asked_again__is_made_for_the_last_time_until_something_changes(anybody, kept):
    make_partnership("approved")
    pages = {anybody.get("partnerships/").content for _time in range(5)}
    assert len(pages) == 1
    assert len(kept) == 2  # only what is asked for again is worth keeping


def test_page__after_any_change__is_made_anew(anybody, kept):
    partnership = make_partnership("approved")
    anybody.get("partnerships/")
    anybody.get("partnerships/")
    unit = Community.objects.get(pk=partnership.parties.get(side="ukrainian").community_id)
    unit.full_name_uk = "Перейменована міська територіальна громада"
    unit.save()
    assert "Перейменована" in anybody.get("partnerships/").content.decode()
    make_partnership("approved")
    assert len(anybody.get("partnerships/").json()["results"]) == 2
    assert len(kept) == 4


def test_page__of_another_address__is_another(anybody, kept):
    make_partnership("approved")
    for _time in range(3):
        anybody.get("partnerships/")
        anybody.get("partnerships/", {"status": "ended"})
    assert len(kept) == 4


def test_version__changes_with_every_transaction(db):
    make_partnership("approved")
    first = cache.current_version()
    make_partnership("approved")
    assert first is not None
    assert cache.current_version() > first


def test_kept_pages__beyond_the_limit__drop_the_oldest(settings):
    settings.PAGE_CACHE_BYTES = 100
    pages = cache.PageCache()
    for number in range(4):
        pages.put(number, b"x" * 40)
    assert [pages.get(number) is not None for number in range(4)] == [False, False, True, True]
