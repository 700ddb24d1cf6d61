"""People of a community: invited by colleagues, ended by the head, without access after the last day."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Invitation, Membership
from accounts.roles import Role
from accounts.services.invitations import invite
from accounts.services.memberships import end_membership, end_membership_now
from common.errors import NotAllowed, RuleViolated
from partnerships.services import set_responsible
from tests.api.client import Api
from tests.communities.factories import make_community
from tests.factories import make_partnership, make_user
from tests.queued import do_jobs
from tests.rules.threads import at_once

pytestmark = pytest.mark.django_db
PEOPLE = "/desk/people/"
TODAY = timezone.localdate  # asked anew by each test: a run of the suite may go past midnight
DAY = dt.timedelta(days=1)


@pytest.fixture
def colleague(community):
    return make_user(communities=[community])


@pytest.fixture
def head(community):
    person = make_user(communities=[community])
    Membership.objects.filter(user=person).update(is_head=True)
    return person


def membership_of(person):
    return Membership.objects.get(user=person)


def leave(person):
    return f"{PEOPLE}{membership_of(person).pk}/leave/"


def test_page__lists_who_acts_for_the_own_community__and_nobody_else(
    signed_in, official, colleague, stranger
):
    page = signed_in(official).get(PEOPLE).content.decode()
    assert official.name in page
    assert colleague.email in page
    assert stranger.email not in page


def test_colleague__is_invited_by_letter(signed_in, official, community):
    body = {"email": "new@brovary.example", "community": community.pk, "position": "Радник", "language": "uk"}
    response = signed_in(official).post(PEOPLE, body)
    assert response.status_code == 302
    assert "лист ще не надіслано" in signed_in(official).get(PEOPLE).content.decode()
    do_jobs()
    [letter] = mail.outbox
    assert letter.to == ["new@brovary.example"]
    assert Invitation.objects.get().invited_by == official
    assert "new@brovary.example" in signed_in(official).get(PEOPLE).content.decode()


@pytest.mark.parametrize("role", [Role.MINISTRY, Role.AUDITOR])
def test_other_desks__invite_nobody(community, role):
    with pytest.raises(NotAllowed):
        invite(actor=make_user(role), email="a@b.example", community=community)


def test_official__invites_for_no_other_community(signed_in, official, community):
    other = make_community()
    with pytest.raises(NotAllowed):
        invite(actor=official, email="a@b.example", community=other)
    body = {"email": "a@b.example", "community": other.pk, "language": "uk"}
    assert signed_in(official).post(PEOPLE, body).status_code == 400
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.ADMINISTRATOR])
def test_association_and_administrators__invite_for_every_community(community, role):
    assert invite(actor=make_user(role), email="a@b.example", community=community).is_open


def test_invitations_of_one_official__are_limited_in_a_day(signed_in, official, community, settings):
    settings.INVITATIONS_A_DAY = 2
    for number in range(2):
        invite(actor=official, email=f"a{number}@b.example", community=community)
    body = {"email": "c@b.example", "community": community.pk, "language": "uk"}
    response = signed_in(official).post(PEOPLE, body)
    assert response.status_code == 409
    assert "c@b.example" in response.content.decode(), "what was typed stays"
    assert Invitation.objects.count() == 2


def test_invitation__is_withdrawn_by_a_colleague(signed_in, official, colleague, stranger, community):
    invitation = invite(actor=official, email="a@b.example", community=community)
    path = f"{PEOPLE}invitations/{invitation.pk}/withdraw/"
    assert signed_in(stranger).post(path).status_code == 404
    assert signed_in(colleague).get(path).status_code == 405
    assert signed_in(colleague).post(path).status_code == 302
    invitation.refresh_from_db()
    assert not invitation.is_open
    assert signed_in(colleague).post(path).status_code == 404


def test_head__ends_a_membership(signed_in, head, colleague):
    client = signed_in(head)
    assert leave(colleague) in client.get(PEOPLE).content.decode()
    assert client.post(leave(colleague), {"last_day": (TODAY() + 5 * DAY).isoformat()}).status_code == 302
    assert membership_of(colleague).valid_until == TODAY() + 5 * DAY


@pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.ADMINISTRATOR])
def test_association_and_administrators__end_any_membership(official, role):
    end_membership(membership_of(official).pk, actor=make_user(role), last_day=TODAY())
    assert membership_of(official).valid_until == TODAY()


def test_colleague_who_is_no_head__ends_nobody_else(signed_in, official, colleague):
    client = signed_in(colleague)
    assert leave(official) not in client.get(PEOPLE).content.decode()
    response = client.post(leave(official), {"last_day": TODAY().isoformat()})
    assert response.status_code == 403
    assert membership_of(official).valid_until is None


def test_membership_ended_now__stops_access_with_the_next_request(signed_in, head, colleague, community):
    filing = make_partnership("draft", official=colleague, community=community)
    client, theirs = signed_in(head), signed_in(colleague)
    page = f"/desk/partnerships/{filing.code}/edit/documents/"
    assert theirs.get(page).status_code == 200
    assert client.post(leave(colleague), {"when": "now"}).status_code == 302
    assert theirs.get(page).status_code == 404
    assert colleague.email not in client.get(PEOPLE).content.decode()
    assert not Membership.objects.active().filter(user=colleague).exists()


def test_membership_ended_now__on_its_first_day_and_before_it(head, colleague):
    for first in (TODAY(), TODAY() + 5 * DAY):
        Membership.objects.filter(user=colleague).update(valid_from=first, valid_until=None, ended_at=None)
        end_membership_now(membership_of(colleague).pk, actor=make_user(Role.ASSOCIATION))
        ended = membership_of(colleague)
        assert ended.has_ended
        assert not ended.is_active()
        assert not Membership.objects.active(first + DAY).filter(user=colleague).exists()


def test_membership_ended_now__still_says_that_the_person_acted_before(colleague):
    Membership.objects.filter(user=colleague).update(valid_from=TODAY() - 9 * DAY)
    end_membership_now(membership_of(colleague).pk, actor=make_user(Role.ASSOCIATION))
    assert Membership.objects.active(TODAY() - DAY).filter(user=colleague).exists()
    assert not Membership.objects.active().filter(user=colleague).exists()


def test_membership_ended_now__a_new_invitation_lets_the_person_in_again(colleague, community):
    association = make_user(Role.ASSOCIATION)
    end_membership_now(membership_of(colleague).pk, actor=association)
    Membership.objects.create(user=colleague, community=community)
    assert Membership.objects.active().filter(user=colleague).count() == 1


def test_membership_that_has_ended_now__cannot_be_ended_again(colleague):
    association = make_user(Role.ASSOCIATION)
    end_membership_now(membership_of(colleague).pk, actor=association)
    with pytest.raises(NotAllowed):
        end_membership_now(membership_of(colleague).pk, actor=association)


def test_end_without_a_day__is_asked_for(signed_in, head, colleague):
    response = signed_in(head).post(leave(colleague), {"when": "after"})
    assert response.status_code == 400
    assert "Вкажіть останній день." in response.content.decode()


def test_head_of_another_community__ends_nobody_here(signed_in, official):
    other = make_user(communities=[make_community()])
    Membership.objects.filter(user=other).update(is_head=True)
    assert signed_in(other).post(leave(official), {"last_day": TODAY().isoformat()}).status_code == 404
    with pytest.raises(NotAllowed):
        end_membership(membership_of(official).pk, actor=other, last_day=TODAY())


def test_own_membership__ends_only_while_somebody_else_stays(signed_in, official, community):
    client = signed_in(official)
    response = client.get(leave(official))
    assert response.status_code == 403
    assert "запросіть" in response.content.decode()
    make_user(communities=[community])
    assert client.post(leave(official), {"last_day": TODAY().isoformat()}).status_code == 302


@pytest.mark.parametrize(("days", "is_taken"), [(-2, False), (-1, True), (0, True), (30, True)])
def test_last_day__is_yesterday_at_the_earliest(head, colleague, days, is_taken):
    Membership.objects.filter(user=colleague).update(valid_from=TODAY() - 9 * DAY)
    last_day = TODAY() + days * DAY
    if not is_taken:
        with pytest.raises(RuleViolated):
            end_membership(membership_of(colleague).pk, actor=head, last_day=last_day)
        return
    end_membership(membership_of(colleague).pk, actor=head, last_day=last_day)
    assert membership_of(colleague).valid_until == last_day


def test_date_that_is_none__is_named_beside_its_field(signed_in, head, colleague):
    response = signed_in(head).post(leave(colleague), {"last_day": "завтра"})
    assert response.status_code == 400
    assert "last_day" in response.context["form"].errors


@pytest.mark.parametrize(("days", "still"), [(1, True), (0, True), (-1, False)])
def test_access__ends_after_the_last_day__on_pages_and_in_the_api(
    client, official, community, colleague, days, still
):
    draft = make_partnership("draft", official=official, community=community)
    Membership.objects.filter(user=colleague).update(
        valid_from=TODAY() - 9 * DAY, valid_until=TODAY() + days * DAY
    )
    client.force_login(colleague)
    page = client.get(f"/desk/partnerships/{draft.code}/")
    assert page.status_code == (200 if still else 404)
    assert (draft.code in client.get("/desk/").content.decode()) is still
    assert Api(colleague).get(f"partnerships/{draft.pk}/").status_code == (200 if still else 404)
    assert client.post(
        PEOPLE, {"email": "a@b.example", "community": community.pk, "language": "uk"}
    ).status_code == (302 if still else 400)


def test_responsible__is_chosen_among_those_who_act_for_the_community(
    signed_in, official, colleague, stranger, community
):
    partnership = make_partnership(official=official, community=community)
    client, path = signed_in(official), f"/desk/partnerships/{partnership.code}/responsible/"
    names = [name for _pk, name in client.get(path).context["form"].fields["responsible"].choices]
    assert set(names) == {official.name, colleague.name}
    body = {"responsible": colleague.pk, "version": partnership.version}
    assert client.post(path, body).status_code == 302
    partnership.refresh_from_db()
    assert partnership.responsible == colleague
    assert colleague.name in client.get(f"/desk/partnerships/{partnership.code}/").content.decode()
    with pytest.raises(RuleViolated):
        set_responsible(partnership.pk, actor=official, user_id=stranger.pk, expected_version=None)


def test_responsible__changed_meanwhile__is_not_overwritten(signed_in, official, colleague, community):
    partnership = make_partnership(official=official, community=community)
    path = f"/desk/partnerships/{partnership.code}/responsible/"
    response = signed_in(official).post(path, {"responsible": colleague.pk, "version": 99})
    assert response.status_code == 412
    partnership.refresh_from_db()
    assert partnership.responsible == official


def test_queries__do_not_depend_on_the_number_of_people(
    signed_in, head, community, django_assert_max_num_queries
):
    for _number in range(20):
        make_user(communities=[community])
    client = signed_in(head)
    client.get(PEOPLE)
    with django_assert_max_num_queries(14):
        client.get(PEOPLE)


def test_own_membership_with_an_end__is_not_made_longer(head, colleague):
    for person in (head, colleague):
        Membership.objects.filter(user=colleague).update(valid_until=TODAY() + 3 * DAY)
        with pytest.raises(RuleViolated) as refused:
            end_membership(membership_of(colleague).pk, actor=person, last_day=TODAY() + 30 * DAY)
        assert [problem.field for problem in refused.value.problems] == ["last_day"]
        end_membership(membership_of(colleague).pk, actor=person, last_day=TODAY() + 2 * DAY)
        assert membership_of(colleague).valid_until == TODAY() + 2 * DAY


def test_membership_with_an_end__is_made_longer_by_the_association(colleague):
    Membership.objects.filter(user=colleague).update(valid_until=TODAY())
    end_membership(
        membership_of(colleague).pk, actor=make_user(Role.ASSOCIATION), last_day=TODAY() + 30 * DAY
    )
    assert membership_of(colleague).valid_until == TODAY() + 30 * DAY


def test_last_one_without_an_end__does_not_leave_to_somebody_who_goes_too(official, colleague):
    Membership.objects.filter(user=colleague).update(valid_until=TODAY() + 3 * DAY)
    with pytest.raises(NotAllowed):
        end_membership(membership_of(official).pk, actor=official, last_day=TODAY())


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_once__one_stays(official, colleague):
    def leaving(person):
        return lambda: end_membership(membership_of(person).pk, actor=person, last_day=TODAY())

    outcomes = at_once(leaving(official), leaving(colleague))
    assert sorted(isinstance(outcome, NotAllowed) for outcome in outcomes) == [False, True]
    assert Membership.objects.filter(valid_until=None).count() == 1
