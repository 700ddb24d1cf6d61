"""A step without legal effect is taken back by whoever took it, within a while, as if it had not been taken."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from accounts.roles import Role
from common.errors import InvalidTransition, NotAllowed
from common.life_cycle import TAKE_BACK, Reason
from notices.models import Notice
from partnerships.models import FilingDraft, Partnership
from partnerships.policies import available_steps
from partnerships.services import assign_review, take_step
from partnerships.services.typed import keep_typed
from registration.choices import CaseStatus
from registration.services import file_case
from tests.communities.factories import make_community
from tests.factories import IN_WORDS, REASON, first_agreement, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db

REVERSIBLE = [
    ("approve", "submitted"),
    ("reject", "submitted"),
    ("end", "approved"),
    ("withdraw", "draft"),
    ("withdraw", "submitted"),
    ("withdraw", "returned"),
]
STAMPED = ("status", "decided_at", "reviewer_id", "reason_codes", "reason_text", "ended_on", "submitted_at")


def taken(name, status, **more):
    """A partnership just after a step, with the person who took it."""
    partnership = make_partnership(status)
    actor = make_user(Role.ASSOCIATION) if name in {"approve", "reject"} else partnership.responsible
    arguments = {"reason": REASON} if name == "reject" else {}
    arguments |= {"ended_on": timezone.localdate(), "reason": IN_WORDS} if name == "end" else {}
    before = {field: getattr(partnership, field) for field in STAMPED}
    partnership = take_step(
        partnership.pk, name, actor=actor, expected_version=partnership.version, **arguments, **more
    )
    return partnership, actor, before


def take_back(partnership, actor):
    return take_step(partnership.pk, TAKE_BACK, actor=actor, expected_version=None)


def later(partnership, minutes):
    """Put the step back in time."""
    moment = timezone.now() - dt.timedelta(minutes=minutes)
    Partnership.objects.filter(pk=partnership.pk).update(stepped_at=moment)


@pytest.mark.parametrize(("name", "status"), REVERSIBLE)
def test_take_back__puts_back_all_that_the_step_stamped__and_history_keeps_both(name, status):
    partnership, actor, before = taken(name, status)
    back = take_back(partnership, actor)
    fresh = Partnership.objects.get(pk=partnership.pk)
    assert {field: getattr(fresh, field) for field in STAMPED} == before
    assert back.version == partnership.version + 1, "never a version that was there before"
    history = Partnership.pgh_event_model.objects.filter(pgh_obj_id=partnership.pk).order_by("pgh_id")
    assert [row.status for row in history][-2:] == [partnership.status, status]
    assert history.last().pgh_context["verb"] == TAKE_BACK


@pytest.mark.parametrize(("name", "status"), REVERSIBLE)
def test_take_back__is_listed_while_it_is_possible__for_whoever_took_the_step_only(name, status):
    partnership, actor, _before = taken(name, status)
    community = partnership.parties.get(side="ukrainian").community
    others = [make_user(Role.ASSOCIATION), make_user(communities=[community]), make_user(Role.MINISTRY)]
    (listed,) = [step for step in available_steps(actor, partnership) if step.name == TAKE_BACK]
    assert listed.until == partnership.stepped_at + dt.timedelta(minutes=15)
    for other in others:
        assert TAKE_BACK not in {step.name for step in available_steps(other, partnership)}
        with pytest.raises(NotAllowed):
            take_back(partnership, other)
    later(partnership, 15)
    partnership.refresh_from_db()
    assert TAKE_BACK not in {step.name for step in available_steps(actor, partnership)}
    with pytest.raises(InvalidTransition) as late:
        take_back(partnership, actor)
    assert late.value.current_status == partnership.status


def test_take_back__within_the_setting(settings):
    partnership, actor, _before = taken("approve", "submitted")
    later(partnership, 20)
    settings.TAKE_BACK_MINUTES = 30
    assert take_back(partnership, actor).status == "submitted"


def test_take_back__never__when_the_setting_is_zero(settings):
    settings.TAKE_BACK_MINUTES = 0
    partnership, actor, _before = taken("approve", "submitted")
    with pytest.raises(InvalidTransition):
        take_back(partnership, actor)


def test_take_back__only_the_last_step__and_only_once():
    partnership, actor, _before = taken("approve", "submitted")
    ended = take_step(
        partnership.pk,
        "end",
        actor=partnership.responsible,
        expected_version=None,
        ended_on=timezone.localdate(),
        reason=IN_WORDS,
    )
    with pytest.raises(NotAllowed):
        take_back(ended, actor)
    back = take_back(ended, partnership.responsible)
    assert back.status == "approved"
    for person in (actor, partnership.responsible):
        with pytest.raises((InvalidTransition, NotAllowed)):
            take_back(back, person)


def test_steps_that_others_build_on__are_never_taken_back():
    for name, status in (("submit", "draft"), ("return", "submitted")):
        partnership = make_partnership(status)
        actor = partnership.responsible if name == "submit" else make_user(Role.ASSOCIATION)
        reason = REASON if name == "return" else Reason()
        after = take_step(partnership.pk, name, actor=actor, expected_version=None, reason=reason)
        assert after.take_back_until is None
        with pytest.raises(InvalidTransition):
            take_back(after, actor)


def test_take_back__not_after_a_case_was_filed():
    partnership, actor, _before = taken("approve", "submitted")
    file_case(
        first_agreement(partnership).pk,
        actor=partnership.responsible,
        letter_number="1",
        letter_date=timezone.localdate(),
    )
    partnership.refresh_from_db()
    assert TAKE_BACK not in {step.name for step in available_steps(actor, partnership)}
    with pytest.raises((InvalidTransition, NotAllowed)):
        take_back(partnership, actor)
    assert Partnership.objects.get(pk=partnership.pk).status == "approved"


def test_take_back__of_the_check__with_a_case_filed_before_it():
    partnership = make_partnership("submitted")
    make_case(CaseStatus.IN_REVIEW, partnership=partnership)
    actor = make_user(Role.ASSOCIATION)
    approved = take_step(partnership.pk, "approve", actor=actor, expected_version=None)
    assert take_back(approved, actor).status == "submitted"


def test_take_back__after_the_reviewer_was_assigned__puts_the_assigned_one_back():
    partnership = make_partnership("submitted")
    colleague, actor = make_user(Role.ASSOCIATION), make_user(Role.ASSOCIATION)
    assign_review(partnership.pk, actor=actor, expected_version=None, holder_id=colleague.pk)
    held = {"confirm": ["held_by_another"]}
    approved = take_step(partnership.pk, "approve", actor=actor, expected_version=None, **held)
    assert approved.reviewer == actor
    assert take_back(approved, actor).reviewer == colleague


def test_take_back__of_a_check_whose_letter_has_left__is_refused_and_nothing_changes():
    partnership, actor, _before = taken("approve", "submitted")
    Notice.objects.filter(partnership=partnership).update(sent_at=timezone.now())
    with translation.override("en"), pytest.raises(InvalidTransition, match="An email about this step"):
        take_back(partnership, actor)
    assert Partnership.objects.get(pk=partnership.pk).status == "approved"


def test_official_who_left_the_community__takes_nothing_back():
    partnership, actor, _before = taken("withdraw", "submitted")
    actor.memberships.update(community=make_community())
    with pytest.raises(NotAllowed):
        take_back(partnership, actor)


def test_withdrawn_draft__keeps_what_was_typed_until_it_is_back():
    partnership = make_partnership("draft")
    keep_typed(partnership.pk, actor=partnership.responsible, step="agreement", typed={"title_uk": ["Хліб"]})
    actor = partnership.responsible
    withdrawn = take_step(partnership.pk, "withdraw", actor=actor, expected_version=None)
    take_back(withdrawn, actor)
    assert FilingDraft.objects.get(partnership=partnership).typed["agreement"] == {"title_uk": ["Хліб"]}
