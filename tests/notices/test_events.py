"""Every step of both life cycles: who is told, once, and nobody of what was taken back."""

import itertools

import pytest
from django.db import transaction

from accounts.roles import Role
from common.errors import RuleViolated
from notices.choices import Delivery, NoticeKind
from notices.models import Notice
from notices.services import notify, without_letters
from partnerships.services import add_comment
from partnerships.services import take_step as partnership_step
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.services import take_step as case_step
from registration.transitions import CASE_LIFE_CYCLE
from tests.factories import (
    EVERYTHING,
    case_step_fields,
    make_case,
    make_partnership,
    make_user,
    partnership_step_fields,
    reason_for,
)

pytestmark = pytest.mark.django_db

TOLD = {
    "return": NoticeKind.RETURNED,
    "approve": NoticeKind.APPROVED,
    "reject": NoticeKind.REJECTED,
    "case:clear": NoticeKind.CLEARED,
    "case:annul-clearance": NoticeKind.CLEARANCE_ANNULLED,
    "case:return": NoticeKind.DRAFT_RETURNED,
    "case:refuse": NoticeKind.REFUSED,
    "case:register": NoticeKind.REGISTERED,
    "case:return-registration": NoticeKind.REGISTRATION_RETURNED,
    "case:refuse-registration": NoticeKind.REGISTRATION_REFUSED,
}
STEPS = [
    (cycle, step, str(status))
    for cycle in (PARTNERSHIP_LIFE_CYCLE, CASE_LIFE_CYCLE)
    for step in cycle.transitions
    for status in sorted(step.sources)
]


def name_of(value):
    return value if isinstance(value, str) else value.name


def made_in(status, cycle, people):
    if cycle is PARTNERSHIP_LIFE_CYCLE:
        return make_partnership(status, association=people.association, **people.place)
    return make_case(status, clerk=people.clerk, association=people.association, **people.place)


def take(cycle, step, record, people, **more):
    actor = people.official
    if Role.OFFICIAL not in step.roles:
        actor = people.association if cycle is PARTNERSHIP_LIFE_CYCLE else people.clerk
    arguments = {"actor": actor, "expected_version": record.version}
    arguments |= {"reason": reason_for(step), "confirm": EVERYTHING}
    if cycle is PARTNERSHIP_LIFE_CYCLE:
        fields = partnership_step_fields(step.name)
        return partnership_step(record.pk, step.name, **fields, **arguments, **more)
    return case_step(record.pk, step.name, **case_step_fields(step.name), **arguments, **more)


def told_since(before):
    return list(Notice.objects.exclude(pk__in=before).order_by("pk"))


@pytest.mark.parametrize(("cycle", "step", "status"), STEPS, ids=name_of)
def test_step__exactly_one_notice_to_each_member_of_today__and_none_of_other_steps(
    cycle, step, status, people, jobs
):
    record = made_in(status, cycle, people)
    before, queued = list(Notice.objects.values_list("pk", flat=True)), len(jobs("send_notice"))

    take(cycle, step, record, people)

    made = told_since(before)
    kind = TOLD.get(cycle.verb(step.name))
    expected = [(people.official.pk, kind), (people.colleague.pk, kind)] if kind else []
    assert [(row.recipient_id, row.kind) for row in made] == expected
    waiting = [args["notice_id"] for _task, args in jobs("send_notice")[queued:]]
    assert waiting == [row.pk for row in made]


def test_the_responsible_person_is_told_first(people):
    partnership = make_partnership("submitted", association=people.association, **people.place)
    partnership.responsible = people.colleague
    partnership.save()
    step = PARTNERSHIP_LIFE_CYCLE.get("approve")
    take(PARTNERSHIP_LIFE_CYCLE, step, partnership, people)
    assert list(Notice.objects.order_by("pk").values_list("recipient", flat=True)) == [
        people.colleague.pk,
        people.official.pk,
    ]


def test_refused_step__nothing_is_told(people, jobs):
    partnership = make_partnership("submitted", association=people.association, **people.place)
    with pytest.raises(RuleViolated):
        partnership_step(partnership.pk, "return", actor=people.association, expected_version=None)
    assert (Notice.objects.count(), jobs("send_notice")) == (0, [])


def test_change_taken_back__neither_notice_nor_job_remains(people, jobs):
    partnership = make_partnership("submitted", association=people.association, **people.place)
    with transaction.atomic():
        take(PARTNERSHIP_LIFE_CYCLE, PARTNERSHIP_LIFE_CYCLE.get("approve"), partnership, people)
        assert Notice.objects.count() == len(jobs("send_notice")) == 2
        transaction.set_rollback(True)
    assert (Notice.objects.count(), jobs("send_notice")) == (0, [])


def test_same_event_told_twice__is_one_notice_and_one_job(people, jobs):
    partnership = make_partnership(**people.place)
    for _time in range(2):
        notify(NoticeKind.APPROVED, partnership, key="k", facts={}, recipients=[people.official])
    assert (Notice.objects.count(), len(jobs("send_notice"))) == (1, 1)


def test_without_letters__only_the_inbox_is_told(people, jobs):
    partnership = make_partnership(**people.place)
    with without_letters():
        notify(NoticeKind.APPROVED, partnership, key="k", facts={}, recipients=[people.official])
    assert (Notice.objects.get().delivery, jobs("send_notice")) == (Delivery.NONE, [])


def test_queries_do_not_grow_with_the_number_of_people(people, django_assert_max_num_queries):
    partnership = make_partnership(**people.place)
    counts = []
    for number in (1, 20):
        crowd = [make_user(communities=[people.community]) for _ in range(number)]
        with django_assert_max_num_queries(50) as captured:
            notify(NoticeKind.APPROVED, partnership, key=f"k{number}", facts={}, recipients=crowd)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- comments ---


def comment(partnership, author, visibility="official"):
    Notice.objects.all().delete()
    add_comment(partnership.pk, actor=author, text="Коли буде відповідь?", visibility=visibility)
    assert set(Notice.objects.values_list("kind", flat=True)) <= {NoticeKind.COMMENT}
    return set(Notice.objects.values_list("recipient", flat=True))


def keys(*people):
    return {person.pk for person in people}


def test_comment_of_an_official__colleagues_and_the_whole_association_while_nobody_has_the_record(people):
    second = make_user(Role.ASSOCIATION)
    partnership = make_partnership("submitted", **people.place)
    assert comment(partnership, people.official) == keys(people.colleague, people.association, second)


def test_comment_of_an_official__reviewer_and_clerk_who_have_it(people):
    make_user(Role.ASSOCIATION)
    make_user(Role.MINISTRY)
    case = make_case("in_review", clerk=people.clerk, association=people.association, **people.place)
    told = comment(case.agreement.partnership, people.official)
    assert told == keys(people.colleague, people.association, people.clerk)


def test_comment_of_an_official__the_ministry_hears_nothing_of_what_it_has_registered(people):
    case = make_case("registered", clerk=people.clerk, association=people.association, **people.place)
    told = comment(case.agreement.partnership, people.official)
    assert told == keys(people.colleague, people.association)


def test_comment_of_the_association__officials(people):
    make_user(Role.ASSOCIATION)
    partnership = make_partnership("submitted", **people.place)
    assert comment(partnership, people.association) == keys(people.official, people.colleague)


@pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.MINISTRY])
def test_comment_within_a_desk__only_the_colleague_who_has_the_record(people, role):
    case = make_case("in_review", clerk=people.clerk, association=people.association, **people.place)
    author = make_user(role)
    holder = {Role.ASSOCIATION: people.association, Role.MINISTRY: people.clerk}[role]
    assert comment(case.agreement.partnership, author, "desk") == keys(holder)
    assert comment(case.agreement.partnership, holder, "desk") == set()


def test_nobody_is_told_what_the_page_hides(people):
    """Every comment of every author, against the page's own rule of who can read it."""
    from partnerships.selectors import comments_for

    case = make_case("in_review", clerk=people.clerk, association=people.association, **people.place)
    partnership = case.agreement.partnership
    authors = [people.official, people.association, people.clerk, make_user(Role.ASSOCIATION)]
    for author, visibility in itertools.product(authors, ("official", "desk")):
        comment(partnership, author, visibility)
        for notice in Notice.objects.select_related("recipient"):
            newest = partnership.comments.latest("pk")
            assert notice.key == f"comment:{newest.pk}"
            assert comments_for(notice.recipient, partnership).filter(pk=newest.pk).exists()
