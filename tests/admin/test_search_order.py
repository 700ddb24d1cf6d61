"""The desks' search puts the best match first, unless another order was asked for."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from partnerships.records import found
from tests.communities.factories import make_municipality
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("admin:partnerships_partnership_changelist")


@pytest.fixture
def association(client):
    client.force_login(make_user(Role.ASSOCIATION))
    return client


@pytest.fixture
def exact_and_newer_part(db):
    exact = make_partnership("approved", municipality=make_municipality(name="Jena"))
    part = make_partnership("approved", municipality=make_municipality(name="Neu Jena"))
    return exact, part


def codes(client, **asked):
    page = client.get(LIST, {"queue": "all", "q": "jena", **asked})
    return [row.code for row in page.context["cl"].result_list]


def test_search__exact_name__before_a_newer_part_of_a_name(association, exact_and_newer_part):
    exact, part = exact_and_newer_part
    assert codes(association) == [exact.code, part.code]


def test_search__another_order_asked_for__is_kept(association, exact_and_newer_part):
    exact, part = exact_and_newer_part
    assert codes(association, o="-1") == [part.code, exact.code]


def test_search__common_word__keeps_the_order_of_the_list(association, exact_and_newer_part, monkeypatch):
    exact, part = exact_and_newer_part
    monkeypatch.setattr(found, "MOST_RANKED", 1)
    assert codes(association) == [part.code, exact.code]
