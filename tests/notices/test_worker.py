"""The queue's worker against the real database: sends once, tries again, at the same moment too."""

import datetime as dt
import smtplib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from notices.choices import Delivery, NoticeKind
from notices.models import Notice, NoticeSettings
from notices.services import notify, save_settings, send_digest, send_notice
from notices.services.daily import start_digests
from notices.services.telling import defer_letters
from notices.tasks import PATIENT, rescue_jobs_job
from partnerships.services import take_step
from tests.factories import make_partnership
from tests.rules.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def work():
    """Do what waits, as `manage.py procrastinate worker` does, and stop."""
    connector = app.connector.get_worker_connector()
    # In a thread of its own: browser tests leave an event loop running in this one. Without the jobs of the
    # clock: at a full minute, or ten, they would come in between.
    periodic = app.periodic_registry.periodic_tasks
    with (
        app.replace_connector(connector) as worker_app,
        ThreadPoolExecutor(1) as pool,
        patch.dict(periodic, clear=True),
    ):
        pool.submit(
            worker_app.run_worker,
            wait=False,
            listen_notify=False,
            install_signal_handlers=False,
            concurrency=4,
        ).result()


def returned(people):
    return make_partnership("returned", association=people.association, **people.place)


def addresses():
    return sorted(address for letter in mail.outbox for address in letter.to)


def test_step__commit__worker__one_letter_to_each_person(people, settings):
    settings.TAKE_BACK_MINUTES = 0  # nothing to wait for
    partnership = make_partnership("submitted", association=people.association, **people.place)
    take_step(partnership.pk, "approve", actor=people.association, expected_version=None)
    assert mail.outbox == []
    work()
    assert addresses() == sorted([people.official.email, people.colleague.email])
    assert all("Асоціація перевірила запис" in letter.subject for letter in mail.outbox)
    assert not Notice.objects.filter(sent_at=None).exists()
    work()
    assert len(mail.outbox) == 2
    assert not ProcrastinateJob.objects.exclude(task_name__startswith="builtin").exists()


def test_job_deferred_twice__is_one_letter(people):
    returned(people)
    defer_letters(list(Notice.objects.all()))
    work()
    assert addresses() == sorted([people.official.email, people.colleague.email])


def test_two_workers_with_the_same_notice__one_letter(people):
    returned(people)
    notice = Notice.objects.filter(recipient=people.official).get()
    outcomes = at_once(*[partial(send_notice, notice.pk)] * 4)
    assert sorted(map(bool, outcomes)) == [False, False, False, True]
    assert addresses() == [people.official.email]


def test_two_workers_with_the_same_daily_letter__one_letter(people):
    save_settings(actor=people.official, delivery=Delivery.DAILY, kinds=NoticeKind.values)
    returned(people)
    outcomes = at_once(*[partial(send_digest, people.official.pk)] * 4)
    assert sorted(outcomes) == [0, 0, 0, 1]
    assert addresses() == [people.official.email]


def test_two_tell_the_same_event_at_once__one_notice_for_each__one_letter_for_each(people):
    partnership = make_partnership(**people.place)
    tell = partial(
        notify,
        NoticeKind.EXPIRING,
        partnership,
        key="agreement:1:until:2027-01-01",
        facts={},
        recipients=[people.official, people.colleague],
    )
    outcomes = at_once(tell, tell, tell)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert Notice.objects.count() == 2
    work()
    assert addresses() == sorted([people.official.email, people.colleague.email])


def test_daily_letter__through_the_queue(people):
    save_settings(actor=people.official, delivery=Delivery.DAILY, kinds=NoticeKind.values)
    returned(people)
    start_digests(at_any_hour=True)
    start_digests(at_any_hour=True)
    work()
    assert addresses() == sorted([people.official.email, people.colleague.email])
    assert NoticeSettings.objects.get().digest_on is not None


def refuse(self, messages):
    raise smtplib.SMTPServerDisconnected("the mail server is away")


def test_mail_server_away__the_letter_is_tried_again_later__and_then_leaves(people, monkeypatch):
    returned(people)
    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", refuse)
        work()
    assert mail.outbox == []
    waiting = ProcrastinateJob.objects.filter(task_name="send_notice")
    assert {(job.status, job.attempts) for job in waiting} == {("todo", 1)}
    assert all(job.scheduled_at is not None for job in waiting)
    with connection.cursor() as cursor:  # time passes
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work()
    assert addresses() == sorted([people.official.email, people.colleague.email])


def test_letter_that_never_left__is_listed__and_leaves_when_it_is_tried_again(people, monkeypatch, capsys):
    returned(people)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = %s", [PATIENT.max_attempts])
    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", refuse)
        work()
    with pytest.raises(SystemExit):
        call_command("notices_failed")
    said = capsys.readouterr().out
    assert said.count("send_notice {'notice_id': ") == 2
    assert "2 jobs failed" in said
    call_command("notices_failed", retry=True)
    work()
    assert addresses() == sorted([people.official.email, people.colleague.email])
    call_command("notices_failed")
    assert capsys.readouterr().out.endswith("0 jobs failed\n")


def test_job_of_a_killed_worker__is_given_to_another(people):
    returned(people)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    work()
    assert mail.outbox == []
    rescue_jobs_job.defer(timestamp=0)
    work()
    work()
    assert addresses() == sorted([people.official.email, people.colleague.email])


def test_back_off_waits_longer_each_time(people):
    returned(people)
    job = ProcrastinateJob.objects.filter(task_name="send_notice").first().procrastinate_job
    now = timezone.now()
    waits = [
        PATIENT.get_retry_decision(exception=OSError(), job=job.evolve(attempts=tried)).retry_at - now
        for tried in range(PATIENT.max_attempts)
    ]
    assert waits == sorted(set(waits))
    assert dt.timedelta(hours=12) < waits[-1] < dt.timedelta(hours=36)
    assert (
        PATIENT.get_retry_decision(exception=OSError(), job=job.evolve(attempts=PATIENT.max_attempts)) is None
    )
