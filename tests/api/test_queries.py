"""Every list and detail takes the same number of queries for 1 and for 20 rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.inputs import ActivityInput
from partnerships.services import add_activity, add_agreement, add_comment
from registration.services import request_opinion
from tests.api.client import Api
from tests.communities.factories import make_brovary, make_municipality, make_place
from tests.factories import SIGNED, agreement_input, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db

LISTS = [
    ("communities/", "anonymous"),
    ("communities/?search=зразок", "anonymous"),
    ("municipalities/", "anonymous"),
    ("places/", "anonymous"),
    ("register/", "anonymous"),
    ("check/?q=Бровари", "anonymous"),
    ("partnerships/", "anonymous"),
    ("partnerships/?in_force=true&country=DE&search=бровари", "anonymous"),
    ("partnerships/", "official"),
    ("partnerships/", "association"),
    ("partnerships/", "ministry"),
    ("registrations/", "official"),
    ("registrations/", "ministry"),
]


def make_rows(number: int, official):
    brovary = make_brovary()
    for _index in range(number):
        partnership = make_partnership("approved", official=official, community=brovary)
        case = make_case("in_review", partnership=partnership)
        request_opinion(case.pk, actor=case.assigned_to, expected_version=case.version, authority="justice")
        make_case(
            "registered", partnership=make_partnership("approved", official=official, community=brovary)
        )
        make_place()


def queries_of(api: Api, path: str) -> int:
    api.get(path)  # settles what is read once: permissions, sessions, the token's last use
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = api.get(path)
    assert response.status_code == 200, response.content
    return len(captured)


def test_lists__take_the_same_number_of_queries_for_1_and_20_rows():
    official = make_user(communities=[make_brovary()])
    callers = {
        "anonymous": Api(),
        "official": Api(official),
        "association": Api(make_user("association")),
        "ministry": Api(make_user("ministry")),
    }
    make_rows(1, official)
    few = {item: queries_of(callers[item[1]], item[0]) for item in LISTS}
    make_rows(10, official)
    many = {item: queries_of(callers[item[1]], item[0]) for item in LISTS}
    assert many == few
    assert max(many.values()) <= 14


def test_details_and_parts__take_the_same_number_of_queries_for_1_and_20_parts():
    def address_with(number: int):
        municipalities = [make_municipality() for _index in range(number)]
        partnership = make_partnership("approved", municipality=municipalities[0])
        official = partnership.responsible
        for _index in range(number):
            add_activity(
                partnership.pk, actor=official, data=ActivityInput("visit", SIGNED, "Візит делегації")
            )
            add_comment(partnership.pk, actor=official, text="Питання")
            add_agreement(partnership.pk, actor=official, data=agreement_input())
        return partnership.pk, Api(official)

    def counted(number):
        pk, api = address_with(number)
        parts = ("", "agreements/", "activities/", "documents/", "comments/", "events/", "checklist/")
        return {part: queries_of(api, f"partnerships/{pk}/{part}") for part in parts}

    assert counted(20) == counted(1)
