"""Deadlines that come near are told once each."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from notices.choices import NoticeKind
from notices.models import Notice
from notices.services.daily import DUE_SOON_DAYS, remind
from partnerships.expiring import EXPIRING_DAYS
from partnerships.inputs import TermInput
from partnerships.models import Agreement
from registration.models import RegistrationCase
from tests.factories import agreement_input, make_case

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def told(kind):
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("recipient", flat=True))


@pytest.fixture
def case(people):
    return make_case("in_review", clerk=people.clerk, association=people.association, **people.place)


def due_in(case, days):
    RegistrationCase.objects.filter(pk=case.pk).update(due_on=TODAY() + dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "is_told"), [(-1, False), (0, True), (DUE_SOON_DAYS, True), (DUE_SOON_DAYS + 1, False)]
)
def test_review_that_ends_within_a_week__officials_and_the_clerk_who_has_it(people, case, days, is_told):
    due_in(case, days)
    remind()
    everybody = [people.official.pk, people.colleague.pk, people.clerk.pk]
    assert told(NoticeKind.DUE_SOON) == (everybody if is_told else [])


def test_same_deadline__is_told_once__a_new_one_anew(people, case):
    due_in(case, 3)
    assert [remind(), remind()] == [3, 0]
    due_in(case, 5)
    assert [remind(), remind()] == [3, 0]


def test_decided_case__has_no_deadline(people):
    case = make_case("cleared", clerk=people.clerk, association=people.association, **people.place)
    due_in(case, 3)
    remind()
    assert told(NoticeKind.DUE_SOON) == []


def registered(people, until):
    return make_case(
        "registered",
        clerk=people.clerk,
        association=people.association,
        agreement=agreement_input(term=TermInput("until", until=until)),
        **people.place,
    ).agreement


@pytest.mark.parametrize(
    ("days", "is_told"), [(0, True), (EXPIRING_DAYS, True), (EXPIRING_DAYS + 1, False), (-1, False)]
)
def test_term_that_ends_within_six_months__officials_once(people, days, is_told):
    agreement = registered(people, TODAY() + dt.timedelta(days=400))
    Agreement.objects.filter(pk=agreement.pk).update(term_until=TODAY() + dt.timedelta(days=days))
    remind()
    remind()
    assert told(NoticeKind.EXPIRING) == ([people.official.pk, people.colleague.pk] if is_told else [])


def test_terminated_agreement__does_not_expire(people):
    agreement = registered(people, TODAY() + dt.timedelta(days=30))
    Agreement.objects.filter(pk=agreement.pk).update(terminated_on=TODAY())
    remind()
    assert told(NoticeKind.EXPIRING) == []


def test_command__does_what_the_worker_does(people, case, capsys):
    due_in(case, 3)
    call_command("notices_daily")
    assert "3 reminders written, 0 daily letters" in capsys.readouterr().out
    assert len(told(NoticeKind.DUE_SOON)) == 3
