"""Letters: in the person's language, once, never to whoever may no longer see."""

import datetime as dt

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from accounts.models import User
from notices.choices import Delivery, NoticeKind
from notices.models import Notice, NoticeSettings
from notices.services import save_settings, send_digest, send_notice
from notices.services.daily import start_digests
from partnerships.models import Partnership
from partnerships.services import add_comment
from partnerships.services import take_step as partnership_step
from tests.communities.factories import make_municipality
from tests.factories import REASON, make_case, make_partnership, make_user
from tests.notices.conftest import end_membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting(settings):
    """Letters of steps that can be taken back wait for it; tests/notices/test_held_letters.py looks at that."""
    settings.TAKE_BACK_MINUTES = 0


@pytest.fixture
def returned(people):
    people.place["municipality"] = make_municipality(name="Jena", name_uk="Єна", name_en="Jena")
    return make_partnership("returned", association=people.association, **people.place)


def notice_of(user, kind=NoticeKind.RETURNED) -> Notice:
    return Notice.objects.get(recipient=user, kind=kind)


def test_letter_is_in_ukrainian__says_why_and_what_is_next__and_leads_to_the_record(people, returned):
    assert send_notice(notice_of(people.official).pk)
    (letter,) = mail.outbox
    assert letter.to == [people.official.email]
    assert letter.subject.startswith("Асоціація повернула запис на доопрацювання: ")
    assert "Єна" in letter.subject
    assert "Підстави: Інша причина" in letter.body or "Підстави:" in letter.body
    assert REASON.text in letter.body
    assert "Виправте запис і надішліть його знову." in letter.body
    assert f"{settings.SITE_URL}/desk/partnerships/{returned.code}/" in letter.body


def test_letter_is_in_english_for_whoever_chose_it(people, returned):
    User.objects.filter(pk=people.official.pk).update(language="en")
    send_notice(notice_of(people.official).pk)
    (letter,) = mail.outbox
    assert letter.subject.startswith("The Association has returned the record for revision: ")
    assert "Correct the record and submit it again." in letter.body
    assert f"{settings.SITE_URL}/en/desk/partnerships/{returned.code}/" in letter.body


def test_letter_names_neither_people_nor_addresses_of_others(people, returned):
    case = make_case("in_review", clerk=people.clerk, association=people.association, **people.place)
    add_comment(case.agreement.partnership_id, actor=people.clerk, text="Уточніть сторону.")
    for notice in Notice.objects.filter(recipient=people.official):
        send_notice(notice.pk)
    assert len(mail.outbox) == 3
    for letter in mail.outbox:
        for other in (people.colleague, people.association, people.clerk):
            assert other.email not in letter.body + letter.subject + str(letter.to)
            assert other.name not in letter.body + letter.subject


def test_sent_twice__is_one_letter(people, returned):
    notice = notice_of(people.official)
    assert (send_notice(notice.pk), send_notice(notice.pk)) == (True, False)
    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert notice.sent_at is not None


def test_repeated_letter__has_the_same_message_id(people, returned):
    notice = notice_of(people.official)
    send_notice(notice.pk)
    Notice.objects.update(sent_at=None)
    send_notice(notice.pk)
    first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert first == second


def test_failed_letter__is_not_marked_as_sent(people, returned, monkeypatch):
    notice = notice_of(people.official)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send_notice(notice.pk)
    notice.refresh_from_db()
    assert (notice.sent_at, notice.delivery) == (None, Delivery.AT_ONCE)


@pytest.mark.parametrize("ended", ["membership", "account", "role"])
def test_whoever_has_left_meanwhile__gets_no_letter_and_never_will(people, returned, ended):
    notice = notice_of(people.official)
    if ended == "membership":
        end_membership(people.official)
    if ended == "account":
        User.objects.filter(pk=people.official.pk).update(is_active=False)
    if ended == "role":
        User.objects.filter(pk=people.official.pk).update(role="association")
    assert not send_notice(notice.pk)
    notice.refresh_from_db()
    assert (mail.outbox, notice.delivery, notice.sent_at) == ([], Delivery.NONE, None)


def test_every_event_has_words_of_its_own_in_both_languages():
    from django.utils import translation

    from notices.texts import WHAT

    assert set(WHAT) == set(NoticeKind)
    for language in ("uk", "en"):
        with translation.override(language):
            assert len({str(text) for text in WHAT.values()}) == len(NoticeKind)


# --- settings ---


def approve(people):
    partnership = make_partnership("submitted", association=people.association, **people.place)
    partnership_step(partnership.pk, "approve", actor=people.association, expected_version=None)
    return partnership


def test_muted_event__is_in_the_inbox_only(people, jobs):
    kinds = [kind for kind in NoticeKind.values if kind != NoticeKind.APPROVED]
    save_settings(actor=people.official, delivery=Delivery.AT_ONCE, kinds=kinds)
    approve(people)
    notice = notice_of(people.official, NoticeKind.APPROVED)
    assert notice.delivery == Delivery.NONE
    assert [args["notice_id"] for _name, args in jobs("send_notice")] == [
        notice_of(people.colleague, NoticeKind.APPROVED).pk
    ]
    assert not send_notice(notice.pk)


def test_letters_off__is_in_the_inbox_only(people):
    save_settings(actor=people.official, delivery=Delivery.NONE, kinds=NoticeKind.values)
    approve(people)
    assert notice_of(people.official, NoticeKind.APPROVED).delivery == Delivery.NONE


# --- the daily letter ---


@pytest.fixture
def daily(people):
    save_settings(actor=people.official, delivery=Delivery.DAILY, kinds=NoticeKind.values)
    return people.official


def test_daily_letter__holds_everything_since_the_last_one__once_a_day(people, daily, jobs):
    first, second = approve(people), approve(people)
    assert start_digests(at_any_hour=True) == 1
    assert jobs("send_digest") == [("send_digest", {"user_id": daily.pk})]
    assert (send_digest(daily.pk), send_digest(daily.pk)) == (2, 0)
    (letter,) = mail.outbox
    assert letter.subject == "2 сповіщення про ваші партнерства"
    assert letter.body.index(first.code) < letter.body.index(second.code)
    assert not Notice.objects.filter(recipient=daily, sent_at=None).exists()

    approve(people)
    assert (start_digests(at_any_hour=True), send_digest(daily.pk)) == (0, 0)
    NoticeSettings.objects.update(digest_on=timezone.localdate() - dt.timedelta(days=1))
    assert (start_digests(at_any_hour=True), send_digest(daily.pk)) == (1, 1)


def test_daily_letter__nothing_new__no_letter(people, daily):
    assert (start_digests(at_any_hour=True), send_digest(daily.pk), mail.outbox) == (0, 0, [])


def test_daily_letter__leaves_out_what_one_may_no_longer_see(people, daily):
    approve(people)
    end_membership(daily)
    assert (send_digest(daily.pk), mail.outbox) == (0, [])
    assert notice_of(daily, NoticeKind.APPROVED).delivery == Delivery.NONE


@pytest.mark.parametrize(("hour", "letters"), [(6, 0), (7, 1), (23, 1)])
def test_daily_letter__not_before_the_morning(people, daily, monkeypatch, hour, letters):
    approve(people)
    now = timezone.localtime().replace(hour=hour)
    monkeypatch.setattr("notices.services.daily.timezone.localtime", lambda: now)
    assert start_digests() == letters


def test_daily_letter__queries_do_not_grow_with_its_notices(people, daily, django_assert_max_num_queries):
    counts = []
    for number in (1, 10):
        for _ in range(number):
            approve(people)
        NoticeSettings.objects.update(digest_on=None)
        str(people.community)  # what is read once in a while: shared names of units
        with django_assert_max_num_queries(60) as captured:
            assert send_digest(daily.pk) == number
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_desk_is_led_to_its_own_pages(people):
    partnership = make_partnership("submitted", **people.place)
    add_comment(partnership.pk, actor=people.official, text="Чи все гаразд?")
    send_notice(notice_of(people.association, NoticeKind.COMMENT).pk)
    (letter,) = mail.outbox
    assert f"/admin/partnerships/partnership/{partnership.pk}/change/" in letter.body
    assert "Чи все гаразд?" in letter.body
    assert Partnership.objects.visible_to(people.association).filter(pk=partnership.pk).exists()


def test_subject_is_one_line__whatever_a_name_holds(people):
    people.place["municipality"] = make_municipality(name="Je\r\nBcc: x@y.example", name_uk="", name_en="")
    make_partnership("returned", association=people.association, **people.place)
    send_notice(notice_of(people.official).pk)
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].message()["Bcc"] is None


def test_person_without_settings__may_mute_nothing_unknown(people):
    from common.errors import RuleViolated

    with pytest.raises(RuleViolated) as refused:
        save_settings(actor=make_user(), delivery="hourly", kinds=["weather"])
    assert [problem.field for problem in refused.value.problems] == ["delivery", "kinds"]
