"""The letter of a step that can be taken back waits as long, and does not leave when it is."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from common.life_cycle import TAKE_BACK
from notices.choices import Delivery, NoticeKind
from notices.models import Notice
from notices.services import save_settings, send_digest, send_notice
from notices.services.daily import start_digests
from partnerships.services import take_step
from tests.factories import REASON, make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(people):
    return make_partnership("submitted", association=people.association, **people.place)


def decide(people, partnership, name):
    reason = {} if name == "approve" else {"reason": REASON}
    return take_step(partnership.pk, name, actor=people.association, expected_version=None, **reason)


def scheduled():
    """When each letter in the queue leaves at the earliest; None: now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'send_notice'")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("name", ["approve", "reject"])
def test_letter_of_a_reversible_step__waits_until_it_stands(people, submitted, name):
    after = decide(people, submitted, name)
    assert scheduled() == [after.take_back_until] * 2, "one for each official"
    assert Notice.objects.filter(recipient=people.official).exists(), "the inbox says what the page says"


def test_letter_of_a_return__leaves_at_once(people, submitted):
    decide(people, submitted, "return")
    assert scheduled() == [None] * 2


def test_letters_leave_at_once__where_nothing_can_be_taken_back(people, submitted, settings):
    settings.TAKE_BACK_MINUTES = 0
    decide(people, submitted, "approve")
    assert all(moment <= timezone.now() for moment in scheduled())


def test_step_taken_back__drops_its_notices__and_the_waiting_job_sends_nothing(people, submitted):
    decide(people, submitted, "approve")
    waiting = list(Notice.objects.values_list("pk", flat=True))
    take_step(submitted.pk, TAKE_BACK, actor=people.association, expected_version=None)
    assert not Notice.objects.filter(kind=NoticeKind.APPROVED).exists()
    assert not any(send_notice(pk) for pk in waiting)
    assert mail.outbox == []


def test_notices_of_earlier_steps__stay(people):
    partnership = make_partnership("returned", association=people.association, **people.place)
    take_step(partnership.pk, "submit", actor=people.official, expected_version=None)
    decide(people, partnership, "approve")
    take_step(partnership.pk, TAKE_BACK, actor=people.association, expected_version=None)
    assert set(Notice.objects.values_list("kind", flat=True)) == {NoticeKind.RETURNED}


def test_the_same_step_taken_again__is_told_again(people, submitted):
    decide(people, submitted, "approve")
    take_step(submitted.pk, TAKE_BACK, actor=people.association, expected_version=None)
    decide(people, submitted, "approve")
    assert Notice.objects.filter(kind=NoticeKind.APPROVED, recipient=people.official).count() == 1


def test_daily_letter__leaves_out_what_can_still_be_taken_back(people, submitted):
    save_settings(actor=people.official, delivery=Delivery.DAILY, kinds=NoticeKind.values)
    decide(people, submitted, "approve")
    assert start_digests(at_any_hour=True) == 0
    assert send_digest(people.official.pk) == 0
    Notice.objects.update(held_until=timezone.now() - dt.timedelta(seconds=1))
    people.official.notice_settings.refresh_from_db()
    people.official.notice_settings.digest_on = None
    people.official.notice_settings.save()
    assert start_digests(at_any_hour=True) == 1
    assert send_digest(people.official.pk) == 1
