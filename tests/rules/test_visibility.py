"""Which records exist for whom: role × status × own / other. The table is written by hand."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.roles import Role
from partnerships.choices import CommentVisibility, PartnershipStatus
from partnerships.models import Partnership
from partnerships.selectors import comments_for, is_public, partnerships_for, public_partnerships
from partnerships.services import add_comment
from registration.choices import CaseStatus
from registration.managers import CaseQuerySet
from registration.models import RegistrationCase
from registration.selectors import cases_for
from tests.communities.factories import make_community
from tests.factories import make_case, make_partnership, make_transferred_entry, make_user

pytestmark = pytest.mark.django_db

INSIDERS = {"own official", "association", "auditor", "administrator"}
EVERYBODY = INSIDERS | {"other official", "ministry", "anonymous"}
# Without a case with the Ministry.
SEES_PARTNERSHIP = {
    "draft": INSIDERS,
    "submitted": INSIDERS,
    "returned": INSIDERS,
    "rejected": INSIDERS,
    "withdrawn": INSIDERS,
    "approved": EVERYBODY,
    "transferred": EVERYBODY,  # by its entry in the register
    "ended": EVERYBODY,
}
SEES_CASE = {"own official", "ministry", "auditor", "administrator"}


def people_of(partnership):
    return {
        "own official": partnership.responsible,
        "other official": make_user(communities=[make_community()]),
        "association": make_user(Role.ASSOCIATION),
        "ministry": make_user(Role.MINISTRY),
        "auditor": make_user(Role.AUDITOR),
        "administrator": make_user(Role.ADMINISTRATOR),
        "anonymous": AnonymousUser(),
    }


def seeing(partnership):
    return {
        name
        for name, person in people_of(partnership).items()
        if Partnership.objects.visible_to(person).filter(pk=partnership.pk).exists()
    }


@pytest.mark.parametrize("status", PartnershipStatus.values)
def test_partnership__exists_for(status):
    partnership = make_partnership(status)
    assert seeing(partnership) == SEES_PARTNERSHIP[status]
    assert is_public(partnership) is ("anonymous" in SEES_PARTNERSHIP[status])
    assert public_partnerships().filter(pk=partnership.pk).exists() is is_public(partnership)


def test_ministry__sees_a_submitted_partnership_once_its_draft_is_filed():
    partnership = make_partnership(PartnershipStatus.SUBMITTED)
    make_case(partnership=partnership)
    assert seeing(partnership) == INSIDERS | {"ministry"}


@pytest.mark.parametrize("status", [CaseStatus.REGISTERED, CaseStatus.TERMINATED])
def test_registered_agreement__is_public_though_the_association_has_not_checked_it(status):
    partnership = make_partnership(PartnershipStatus.SUBMITTED)
    make_case(status, partnership=partnership)
    assert seeing(partnership) == EVERYBODY
    assert is_public(Partnership.objects.get(pk=partnership.pk))


def test_transferred_agreement__is_public():
    assert is_public(make_transferred_entry().agreement.partnership)


@pytest.mark.parametrize("status", CaseStatus.values)
def test_case__exists_for(status):
    case = make_case(status)
    for name, person in people_of(case.agreement.partnership).items():
        visible = RegistrationCase.objects.visible_to(person).filter(pk=case.pk).exists()
        assert visible is (name in SEES_CASE), name


def test_several_parties_and_agreements__show_a_record_once():
    communities = [make_community(), make_community()]
    official = make_user(communities=communities)
    partnership = make_partnership(PartnershipStatus.APPROVED, official=official, community=communities[0])
    case = make_case(CaseStatus.REGISTERED, partnership=partnership)
    assert [row.pk for row in partnerships_for(official)] == [partnership.pk]
    assert [row.pk for row in partnerships_for(AnonymousUser())] == [partnership.pk]
    cases = cases_for(official)
    assert isinstance(cases, CaseQuerySet)
    assert [row.pk for row in cases] == [case.pk]


def test_comments__of_a_desk_stay_at_that_desk():
    partnership = make_partnership(PartnershipStatus.SUBMITTED)
    people = people_of(partnership)
    for author in ("association", "ministry"):
        for visibility in CommentVisibility:
            add_comment(
                partnership.pk, actor=people[author], text=f"{author} {visibility}", visibility=visibility
            )
    # An official cannot write past the desks.
    add_comment(
        partnership.pk, actor=people["own official"], text="own official", visibility=CommentVisibility.DESK
    )
    common = {"association official", "ministry official", "own official"}
    expected = {
        "own official": common,
        "association": common | {"association desk"},
        "ministry": common | {"ministry desk"},
        "auditor": common | {"association desk", "ministry desk"},
        "administrator": common | {"association desk", "ministry desk"},
    }
    for name, texts in expected.items():
        assert {comment.text for comment in comments_for(people[name], partnership)} == texts, name
