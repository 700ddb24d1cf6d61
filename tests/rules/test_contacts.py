"""Phones and e-mail addresses never get into what everybody reads."""

import dataclasses

import pytest
from django.utils import timezone

from common.errors import RuleViolated
from common.partial_dates import DatePrecision, PartialDate
from partnerships.contacts import has_contact
from partnerships.inputs import ActivityInput, PartyInput
from partnerships.rules import agreement_problems, party_shape_problems, signing_problems
from partnerships.services.activities import activity_problems
from partnerships.services.filing import file_partnership
from tests.communities.factories import make_community, make_municipality
from tests.factories import agreement_input, make_user, partnership_input

PHONE = "Рада, тел. 6-20-30"


@pytest.mark.parametrize(
    "text",
    [
        "Броварська міська рада, тел. 6-20-30",
        "вул. Героїв України, 15, +38(045)94-6-20-30",
        "(044) 278-05-17",
        "факс (04594)6-20-30",
        "067 123 45 67",
        "0671234567",
        "+49 3641 49-0000",
        "rada@brovary-rada.gov.ua",
    ],
)
def test_a_phone_or_an_address_is_recognised(text):
    assert has_contact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Угода про партнерство між містами Бровари та Єна",
        "рішення від 12.05.2022 № 045-34/2022",
        "Наказ № 0501234567",
        "15.03.2023 - 16.03.2023",
        "понад 3 900 000 000 грн у 2022 2023 2024 роках",
        "м. Єна, 07743",
        "ЄДРПОУ 04054866, КАТОТТГ UA32060050000030591",
        "закон від 24.04.2024 № 3668-IX",
        "Telgte",
    ],
)
def test_dates_sums_and_numbers_of_papers_are_no_contacts(text):
    assert not has_contact(text)


def fields_of(problems):
    return {problem.field for problem in problems if problem.code == "contact"}


def test_every_public_text_is_looked_at():
    party = PartyInput(katottg="UA0", body_name_uk=PHONE, body_name_original=PHONE)
    agreement = dataclasses.replace(agreement_input(), title_uk=PHONE, title_en=PHONE)
    day = PartialDate(timezone.localdate(), DatePrecision.DAY)
    activity = ActivityInput(type="aid", happened=day, title_uk=PHONE, title_en=PHONE)
    assert fields_of(party_shape_problems("p", [party])) == {"p[0].body_name_uk", "p[0].body_name_original"}
    assert fields_of(agreement_problems(agreement)) == {"agreement.title_uk", "agreement.title_en"}
    assert fields_of(signing_problems(day, PHONE, online=False)) == {"signed_place"}
    assert fields_of(activity_problems(activity)) == {"title_uk", "title_en"}


@pytest.mark.django_db
def test_a_filing_with_a_contact_in_its_summary_is_refused():
    community = make_community()
    data = partnership_input(community, make_municipality(), summary_uk=PHONE, summary_en="a@b.example")
    with pytest.raises(RuleViolated) as raised:
        file_partnership(actor=make_user(communities=[community]), data=data)
    assert fields_of(raised.value.problems) == {"summary_uk", "summary_en"}
