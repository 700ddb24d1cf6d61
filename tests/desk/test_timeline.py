"""The timeline on the page: who did what, in words of the page's language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from partnerships.inputs import PartnershipInput
from partnerships.services import add_comment, update_partnership
from registration.choices import CaseStatus
from tests.desk.filing_data import content_data, step_of
from tests.factories import make_case, make_partnership

pytestmark = pytest.mark.django_db


def page_of(client, partnership):
    return client.get(reverse("desk_partnership", args=[partnership.code]))


def test_it_tells_the_whole_way_newest_first(signed_in, official, community):
    case = make_case(CaseStatus.REGISTERED, official=official, community=community)
    timeline = page_of(signed_in(official), case.agreement.partnership).context["timeline"]
    with translation.override("en"):
        told = [str(entry.label) for entry in timeline]
    assert told == [
        "registered",
        "signing recorded, filed for registration",
        "cleared by order",
        "accepted for review",
        "draft filed with the Ministry",
        "checked by the Association",
        "submitted to the Association",
        "draft started",
    ]
    assert timeline[-1].actor == official.name


def test_it_says_what_changed_in_words(signed_in, official, community, municipality):
    draft = make_partnership(official=official, community=community, municipality=municipality)
    client = signed_in(official)
    data = content_data(version=draft.version)
    with translation.override("en"):
        client.post(step_of(draft, "agreement"), data)
        page = page_of(client, draft)
        [changed, _begun] = page.context["timeline"]
        differences = {str(change.label): (change.before, change.after) for change in changed.changes}
    assert differences["type of document"] == ("Agreement", "Memorandum")
    assert ("Спільні проєкти шкіл.") in differences["summary in Ukrainian"][1]
    assert "Memorandum" in page.content.decode()


def test_a_month_stays_a_month(signed_in, official, community):
    draft = make_partnership(official=official, community=community)
    [begun] = page_of(signed_in(official), draft).context["timeline"]
    with translation.override("en"):
        [beginning] = [change for change in begun.changes if str(change.label) == "cooperation began"]
    assert beginning.after == str(draft.started)
    assert "1 " not in beginning.after


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_code_is_shown_to_people(signed_in, official, community, language):
    case = make_case(CaseStatus.RETURNED, official=official, community=community)
    with translation.override(language):
        page = page_of(signed_in(official), case.agreement.partnership).content.decode()
    for code in ("interterritorial<", "in_review", "draft_uk", "content_state", "None"):
        assert code not in page


def test_another_desks_own_comment_is_not_told(signed_in, official, community, association):
    draft = make_partnership("submitted", official=official, community=community)
    add_comment(draft.pk, actor=association, text="Лише для своїх", visibility="desk")
    assert "Лише для своїх" not in page_of(signed_in(official), draft).content.decode()


def test_a_longer_history_costs_no_more_queries(signed_in, official, community):
    draft = make_partnership(official=official, community=community)
    client = signed_in(official)

    def edit(words):
        draft.refresh_from_db()
        update_partnership(
            draft.pk,
            actor=official,
            expected_version=draft.version,
            data=PartnershipInput(summary_uk=words),
        )

    edit("раз")
    page_of(client, draft)
    with CaptureQueriesContext(connection) as before:
        page_of(client, draft)
    for number in range(10):
        edit(f"зміна {number}")
    with CaptureQueriesContext(connection) as after:
        page_of(client, draft)
    assert len(after) == len(before)
