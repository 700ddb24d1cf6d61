"""Desks count no further than people care."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from common.admin import counting
from common.admin.counting import LimitedPaginator, count_text, counts_up_to
from partnerships.models import Partnership
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def five():
    for _number in range(5):
        make_partnership("draft")
    return Partnership.objects.order_by("pk")


def test_counts__of_several_sets__come_in_one_query(five, django_assert_num_queries):
    with django_assert_num_queries(1):
        counts = counts_up_to({"drafts": five.filter(status="draft"), "ended": five.filter(status="ended")})
    assert counts == {"drafts": 5, "ended": 0}


def test_counts__beyond_the_limit__stop_one_behind_it(five):
    assert counts_up_to({"all": five}, most=3) == {"all": 4}
    with translation.override("uk"):
        assert count_text(4, most=3) == "понад 3"
        assert count_text(3, most=3) == "3"


def test_pages__of_a_long_list__end_at_the_limit_and_say_so(five, monkeypatch):
    monkeypatch.setattr(counting, "MOST_LISTED", 4)
    pages = LimitedPaginator(five, 2)
    assert (pages.count, pages.num_pages) == (4, 2)
    with translation.override("en"):
        assert pages.count_text == "over 4"


def test_pages__of_what_is_known_to_be_much__are_not_counted(five, django_assert_num_queries):
    pages = LimitedPaginator(five, 2)
    pages.known_many = True
    with django_assert_num_queries(0):
        assert pages.num_pages == counting.MOST_LISTED // 2


def test_search__for_a_common_word__is_not_counted_unless_narrowed_further(admin_pages, monkeypatch):
    page, request = admin_pages
    monkeypatch.setattr("partnerships.admin.partnership.finds_many", lambda _text: True)
    page.get_search_results(request, Partnership.objects.all(), "слово")
    assert page.get_paginator(request, Partnership.objects.all(), 50).known_many
    request.GET = request.GET.copy()
    request.GET["country"] = "PL"
    assert not page.get_paginator(request, Partnership.objects.all(), 50).known_many


@pytest.fixture
def admin_pages():
    from django.contrib import admin

    request = RequestFactory().get("/", {"q": "слово"})
    return admin.site._registry[Partnership], request
