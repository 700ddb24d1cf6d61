"""Completing a draft, correcting a returned partnership: nothing is overwritten unseen, no word is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.choices import PartnershipStatus
from partnerships.services import take_step
from tests.desk.filing_data import content_data, parties_data, step_of
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db


def html_of(response):
    return response.content.decode()


@pytest.fixture
def draft(official, community, municipality):
    return make_partnership(official=official, community=community, municipality=municipality)


@pytest.fixture
def address(draft):
    return step_of(draft, "agreement")


def test_the_page_shows_what_is_stored(signed_in, official, address):
    page = html_of(signed_in(official).get(address))
    for word in (
        "Співпраця шкіл і лікарень.",
        "Угода про партнерство та співробітництво",
        'value="2022"',
    ):
        assert word in page


def test_saving_replaces_it(signed_in, official, address, draft):
    assert signed_in(official).post(address, content_data(version=draft.version)).status_code == 302
    draft.refresh_from_db()
    assert draft.summary_uk == "Спільні проєкти шкіл."
    assert draft.agreements.get().title_uk == "Меморандум про співпрацю"


def test_the_beginning_can_be_cleared(signed_in, official, address, draft):
    data = content_data(version=draft.version, started_month="", started_year="")
    signed_in(official).post(address, data)
    draft.refresh_from_db()
    assert draft.started is None


def test_an_older_page_does_not_overwrite_and_loses_nothing(signed_in, official, address, draft):
    client = signed_in(official)
    client.post(address, content_data(version=draft.version))
    data = content_data(version=draft.version, title_uk="Моя назва угоди")
    response = client.post(address, data)
    assert response.status_code == 412
    for page in (html_of(response), html_of(client.get(address))):
        assert "Моя назва угоди" in page
        assert "Меморандум про співпрацю" in page
        assert f'name="version" value="{draft.version + 1}"' in page
    assert draft.agreements.get().title_uk == "Меморандум про співпрацю"
    data["version"] = draft.version + 1
    assert client.post(address, data).status_code == 302
    assert draft.agreements.get().title_uk == "Моя назва угоди"


@pytest.mark.parametrize("version", ["", "x", "-3", "99999999999"])
def test_a_page_without_a_version_is_an_older_page(signed_in, official, address, version):
    assert signed_in(official).post(address, content_data(version=version)).status_code == 412


def test_finding_a_party_keeps_the_version_of_the_page(signed_in, official, draft, community, municipality):
    data = parties_data(community, municipality, version="7", action="find-foreign", foreign_query="єна")
    response = signed_in(official).post(step_of(draft, "parties"), data)
    assert 'name="version" value="7"' in html_of(response)


def test_the_old_address_leads_to_the_first_open_step(signed_in, official, community, draft):
    client = signed_in(official)
    assert client.get(reverse("desk_edit", args=[draft.code]))["Location"] == step_of(draft, "documents")
    empty = make_partnership(official=official, community=community, agreement=None)
    assert client.get(reverse("desk_edit", args=[empty.code]))["Location"] == step_of(empty, "agreement")


def test_a_returned_partnership_shows_the_remarks_on_top(signed_in, official, community):
    partnership = make_partnership(PartnershipStatus.RETURNED, official=official, community=community)
    page = signed_in(official).get(reverse("desk_edit", args=[partnership.code]), follow=True)
    assert partnership.reason_text in html_of(page)


@pytest.mark.parametrize("status", ["submitted", "approved", "rejected", "withdrawn", "ended"])
def test_a_partnership_that_is_not_open_is_not_edited(signed_in, official, community, municipality, status):
    partnership = make_partnership(status, official=official, community=community, municipality=municipality)
    client = signed_in(official)
    assert client.get(reverse("desk_edit", args=[partnership.code])).status_code == 403
    for step in ("parties", "agreement", "documents", "check", "submit"):
        assert client.get(step_of(partnership, step)).status_code == 403
    for action in ("next", "keep", "find-foreign"):
        data = content_data(version=partnership.version, action=action)
        assert client.post(step_of(partnership, "agreement"), data).status_code == 403
    partnership.refresh_from_db()
    assert partnership.summary_uk == "Співпраця шкіл і лікарень."


def test_dates_are_shown_the_way_the_browser_wants_them(signed_in, official, address, draft):
    agreement = draft.agreements.get()
    agreement.council_decision_date = timezone.localdate()
    agreement.save()
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in html_of(signed_in(official).get(address))


def test_a_partnership_closed_meanwhile_keeps_what_was_typed(signed_in, official, draft, address):
    take_step(draft.pk, "submit", actor=official, expected_version=draft.version)
    data = content_data(version=draft.version, summary_uk="Моє нове речення.")
    response = signed_in(official).post(address, data)
    assert response.status_code == 403
    assert "Моє нове речення." in html_of(response)
    draft.refresh_from_db()
    assert draft.summary_uk == "Співпраця шкіл і лікарень."
