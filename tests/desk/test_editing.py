"""Completing a draft, correcting a returned partnership: nothing is overwritten unseen, no word is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.choices import PartnershipStatus
from partnerships.services import take_step
from tests.desk.filing_data import filing_data
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db


def html_of(response):
    return response.content.decode()


@pytest.fixture
def draft(official, community, municipality):
    return make_partnership(official=official, community=community, municipality=municipality)


@pytest.fixture
def address(draft):
    return reverse("desk_edit", args=[draft.code])


def test_the_page_shows_what_is_stored(signed_in, official, address):
    page = html_of(signed_in(official).get(address))
    for word in (
        "Співпраця шкіл і лікарень.",
        "Угода про партнерство та співробітництво",
        'value="2022"',
    ):
        assert word in page


def test_saving_replaces_it(signed_in, official, address, draft, community, municipality):
    data = filing_data(community, municipality, version=draft.version)
    assert signed_in(official).post(address, data).status_code == 302
    draft.refresh_from_db()
    assert draft.summary_uk == "Спільні проєкти шкіл."
    assert draft.agreements.get().title_uk == "Меморандум про співпрацю"
    assert draft.parties.count() == 2


def test_the_beginning_can_be_cleared(signed_in, official, address, draft, community, municipality):
    data = filing_data(community, municipality, version=draft.version, started_month="", started_year="")
    signed_in(official).post(address, data)
    draft.refresh_from_db()
    assert draft.started is None


def test_an_older_page_does_not_overwrite_and_loses_nothing(
    signed_in, official, address, draft, community, municipality
):
    client = signed_in(official)
    client.post(address, filing_data(community, municipality, version=draft.version))
    data = filing_data(community, municipality, version=draft.version, title_uk="Моя назва угоди")
    response = client.post(address, data)
    assert response.status_code == 412
    page = html_of(response)
    assert "Моя назва угоди" in page
    assert "Меморандум про співпрацю" in page
    assert f'name="version" value="{draft.version + 1}"' in page
    assert draft.agreements.get().title_uk == "Меморандум про співпрацю"
    data["version"] = draft.version + 1
    assert client.post(address, data).status_code == 302
    assert draft.agreements.get().title_uk == "Моя назва угоди"


@pytest.mark.parametrize("version", ["", "x", "-3", "99999999999"])
def test_a_page_without_a_version_is_an_older_page(
    signed_in, official, address, community, municipality, version
):
    data = filing_data(community, municipality, version=version)
    assert signed_in(official).post(address, data).status_code == 412


def test_a_problem_keeps_what_was_typed(signed_in, official, address, draft, community, municipality):
    data = filing_data(community, municipality, version=draft.version, title_uk="", summary_uk="Нове")
    response = signed_in(official).post(address, data)
    assert response.status_code == 422
    assert "Нове" in html_of(response)
    draft.refresh_from_db()
    assert draft.summary_uk == "Співпраця шкіл і лікарень."


def test_finding_a_party_keeps_the_version_of_the_page(signed_in, official, address, community, municipality):
    data = filing_data(community, municipality, version="7", action="find-foreign", foreign_query="єна")
    assert 'name="version" value="7"' in html_of(signed_in(official).post(address, data))


def test_a_returned_partnership_shows_the_remarks_on_top(signed_in, official, community):
    partnership = make_partnership(PartnershipStatus.RETURNED, official=official, community=community)
    page = html_of(signed_in(official).get(reverse("desk_edit", args=[partnership.code])))
    assert partnership.reason_text in page


@pytest.mark.parametrize("status", ["submitted", "approved", "rejected", "withdrawn", "ended"])
def test_a_partnership_that_is_not_open_is_not_edited(signed_in, official, community, municipality, status):
    partnership = make_partnership(status, official=official, community=community, municipality=municipality)
    address = reverse("desk_edit", args=[partnership.code])
    client = signed_in(official)
    assert client.get(address).status_code == 403
    data = filing_data(community, municipality, version=partnership.version)
    assert client.post(address, data).status_code == 403
    partnership.refresh_from_db()
    assert partnership.summary_uk == "Співпраця шкіл і лікарень."


def test_dates_are_shown_the_way_the_browser_wants_them(signed_in, official, community):
    partnership = make_partnership(official=official, community=community)
    agreement = partnership.agreements.get()
    agreement.council_decision_date = timezone.localdate()
    agreement.save()
    page = html_of(signed_in(official).get(reverse("desk_edit", args=[partnership.code])))
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page


def test_a_partnership_closed_meanwhile_keeps_what_was_typed(
    signed_in, official, draft, address, community, municipality
):
    take_step(draft.pk, "submit", actor=official, expected_version=draft.version)
    data = filing_data(community, municipality, version=draft.version, summary_uk="Моє нове речення.")
    response = signed_in(official).post(address, data)
    assert response.status_code == 403
    assert "Моє нове речення." in html_of(response)
    draft.refresh_from_db()
    assert draft.summary_uk == "Співпраця шкіл і лікарень."
