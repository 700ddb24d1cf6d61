"""Who was told, on the page of a partnership; and what is forgotten."""

import datetime as dt

import pytest
from django.utils import timezone

from notices.models import Notice
from notices.selectors import link_of, told_about
from notices.services.daily import forget_old_notices
from partnerships.models import Partnership
from partnerships.services import add_comment, set_responsible
from tests.communities.factories import make_community
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    community = make_community()
    make_user(communities=[community])
    return make_partnership("returned", official=make_user(communities=[community]), community=community)


def test_page__says_who_was_told_and_when(client, partnership):
    client.force_login(partnership.responsible)
    page = client.get(f"/desk/partnerships/{partnership.code}/").content.decode()
    told = Notice.objects.filter(partnership=partnership)
    assert told.count() == 2
    for notice in told:
        assert notice.recipient.name in page


def test_officials__read_nothing_of_what_desks_were_told(partnership):
    add_comment(partnership.pk, actor=partnership.responsible, text="Чому?")
    roles = {notice.role for notice in told_about(partnership, partnership.responsible)}
    assert roles == {"official"}


@pytest.mark.parametrize(
    ("age", "is_read", "stays"), [(399, True, True), (402, True, False), (402, False, True)]
)
def test_old_notices__are_forgotten_when_they_were_read(partnership, settings, age, is_read, stays):
    settings.NOTICES_KEPT_DAYS = 400
    notice = Notice.objects.filter(partnership=partnership)[0]
    moment = timezone.now() - dt.timedelta(days=age)
    Notice.objects.filter(pk=notice.pk).update(created_at=moment, read_at=moment if is_read else None)
    forget_old_notices()
    assert Notice.objects.filter(pk=notice.pk).exists() is stays


def test_letter_about_a_comment__leads_to_the_comment_itself(partnership):
    comment = add_comment(partnership.pk, actor=make_user("association"), text="Додайте рішення ради.")
    notice = Notice.objects.get(kind="comment", recipient=partnership.responsible)
    assert link_of(notice) == f"/desk/partnerships/{partnership.code}/#comment-{comment.pk}"


def test_desks__read_nothing_of_what_the_other_desk_told_itself(partnership):
    author, colleague = make_user("association"), make_user("association")
    Notice.objects.all().delete()
    add_comment(partnership.pk, actor=author, text="Лише нам.", visibility="desk")
    readers = {role: make_user(role) for role in ("ministry", "auditor", "administrator")} | {
        "association": colleague
    }
    told = {role: len(told_about(partnership, reader)) for role, reader in readers.items()}
    written = Notice.objects.count()
    assert written
    assert told == {"ministry": 0, "auditor": written, "administrator": written, "association": written}


def test_new_responsible__is_told__but_not_of_what_one_did_oneself(partnership):
    colleague = make_user(communities=[partnership.parties.exclude(community=None).get().community])
    for actor, told in ((colleague, 0), (partnership.responsible, 1)):
        Notice.objects.all().delete()
        Partnership.objects.filter(pk=partnership.pk).update(responsible=partnership.responsible)
        set_responsible(partnership.pk, actor=actor, user_id=colleague.pk, expected_version=None)
        assert Notice.objects.filter(kind="responsible", recipient=colleague).count() == told
