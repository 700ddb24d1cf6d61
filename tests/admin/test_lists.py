"""Lists: what waits comes first, search in any language, both languages."""

import datetime as dt

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from registration.models import RegistrationCase
from tests.admin.conftest import DESKS
from tests.communities.factories import make_community, make_country, make_municipality
from tests.factories import make_case, make_entry, make_partnership, make_transferred_entry

pytestmark = pytest.mark.django_db
PARTNERSHIPS = "admin:partnerships_partnership_changelist"
CASES = "admin:registration_registrationcase_changelist"
ENTRIES = "admin:registration_registerentry_changelist"


def found(client, name, **query):
    return {str(row) for row in client.get(reverse(name), query).context["cl"].result_list}


def test_the_association_sees_first_what_is_to_be_checked(association):
    waiting, returned = make_partnership("submitted"), make_partnership("returned")
    approved = make_partnership("approved")
    assert found(association, PARTNERSHIPS) == {waiting.code}
    assert found(association, PARTNERSHIPS, queue="returned") == {returned.code}
    assert found(association, PARTNERSHIPS, queue="all") == {waiting.code, returned.code, approved.code}
    assert found(association, PARTNERSHIPS, status="approved") == {approved.code}


def test_the_ministry_sees_first_what_is_with_it(ministry, people):
    filed, in_review = make_case("filed"), make_case("in_review", clerk=people.user(Role.MINISTRY))
    signed, returned = make_case("registration_filed"), make_case("returned")
    RegistrationCase.objects.filter(pk=filed.pk).update(due_on=timezone.localdate() - dt.timedelta(days=1))
    assert found(ministry, CASES) == {filed.number, in_review.number, signed.number}
    assert found(ministry, CASES, queue="overdue") == {filed.number}
    assert found(ministry, CASES, queue="mine") == {in_review.number}
    assert found(ministry, CASES, queue="signed") == {signed.number}
    assert found(ministry, CASES, queue="officials") == {returned.number}
    assert found(ministry, CASES, clerk="nobody") == {filed.number}
    assert "desk-badge--danger" in ministry.get(reverse(CASES)).content.decode()


@pytest.mark.parametrize(
    "asked",
    ["Бровари", "brovary", "БРОВАРСЬКА", "Єна", "jena", "Erlangen", "Ерланген", "бровари jena", "Jena Бровари",
     "побратимство лікарень", "hospitals", "{code}", "{number}", "мтс 2026 / 77"],
)  # fmt: skip
def test_search_finds_by_code_number_title_and_any_name(asked, association):
    make_partnership("approved", summary_uk="Обмін учнями.", summary_en="")
    entry = make_entry(
        community=make_community(name_uk="Броварська", centre_name_uk="Бровари", centre_name_en="Brovary"),
        municipality=make_municipality(name="Jena", name_uk="Єна", aliases="Erlangen|Ерланген"),
        step_fields={"register": {"number": "МТС-2026/77"}},
        agreement=agreement("Угода про побратимство лікарень", "Twinning of hospitals"),
    )
    partnership = entry.agreement.partnership
    asked = asked.format(code=partnership.code, number=entry.number)
    assert found(association, PARTNERSHIPS, q=asked) == {partnership.code}


def agreement(title_uk, title_en):
    from tests.factories import agreement_input

    return agreement_input(title_uk=title_uk, title_en=title_en)


def test_every_word_must_be_found(association):
    make_partnership("approved", community=make_community(name_uk="Броварська"))
    assert found(association, PARTNERSHIPS, q="Броварська Париж") == set()


def test_search_looks_beyond_the_queue_and_finds_cases_and_entries(people):
    entry = make_entry(
        community=make_community(name_uk="Ковельська"), step_fields={"register": {"number": "ЄВ-5"}}
    )
    make_transferred_entry()
    ministry = people.client(Role.MINISTRY)
    for asked in ("Ковельська", "єв 5", entry.case.number):
        assert found(ministry, CASES, q=asked) == {entry.case.number}
    assert found(ministry, ENTRIES, q="ковельська") == {entry.number}


def test_lists_are_filtered_by_country_and_oblast(association):
    german = make_partnership("submitted")
    french = make_partnership("submitted", municipality=make_municipality(country=make_country("FR")))
    oblast = german.parties.get(side="ukrainian").community.oblast
    assert found(association, PARTNERSHIPS, country="FR") == {french.code}
    assert found(association, PARTNERSHIPS, oblast=oblast.katottg) == {german.code, french.code}


@pytest.mark.parametrize("role", DESKS)
def test_the_start_page_counts_what_waits_and_links_to_it(role, people):
    make_partnership("submitted"), make_case("filed")
    client = people.client(role)
    cards = {str(card["url"]): card["count"] for card in client.get(reverse("admin:index")).context["cards"]}
    association_waits, ministry_waits = (
        f"{reverse(PARTNERSHIPS)}?queue=waiting",
        f"{reverse(CASES)}?queue=waiting",
    )
    expected = {Role.ASSOCIATION: {association_waits}, Role.MINISTRY: {ministry_waits}}
    both = {association_waits, ministry_waits}
    assert {url for url in both if cards.get(url) == 1} == expected.get(role, both)
    assert all(client.get(url).status_code == 200 for url in cards)


@pytest.mark.parametrize("role", DESKS)
def test_the_navigation_names_only_what_the_role_may_open(role, people):
    client = people.client(role)
    groups = client.get(reverse("admin:index")).context["sidebar_navigation"]
    links = [item["link"] for group in groups for item in group["items"]]
    assert len(links) == len(set(links)) > 5
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_has_both_languages_and_a_way_to_the_other(prefix, people, world):
    client = people.client(Role.ADMINISTRATOR)
    for model, page in ((model._meta, page) for model, page in admin.site._registry.items()):
        path = f"/admin/{model.app_label}/{model.model_name}/"
        for url in (path, f"{path}{world[model.model_name].pk}/change/"):
            answer = client.get(prefix + url)
            assert answer.status_code == 200, (url, page)
            body = answer.content.decode()
            assert f'<html lang="{prefix[1:] or "uk"}"' in body
            assert f'href="{url if prefix else "/en" + url}"' in body


def test_every_address_of_the_site_keeps_the_list_when_the_language_changes(association):
    url = f"{reverse(PARTNERSHIPS)}?queue=returned"
    assert f'href="/en{url}"' in association.get(url).content.decode()
