"""Every page of the desk: who sees it, who does not, and that it opens in both languages."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from partnerships.choices import PartnershipStatus
from partnerships.filing_steps import FilingStep
from registration.choices import CaseStatus
from tests.factories import first_agreement, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db


def pages_of(partnership):
    """Every page of a partnership that is opened by reading."""
    code, agreement = partnership.code, first_agreement(partnership)
    return [
        reverse("desk_partnership", args=[code]),
        *(reverse("desk_filing", args=[code, step]) for step in FilingStep.values),
        reverse("desk_step", args=[code, "withdraw"]),
        reverse("desk_document_upload", args=[code]),
        reverse("desk_activity_add", args=[code]),
        reverse("desk_comment_add", args=[code]),
        reverse("desk_agreement_add", args=[code]),
        reverse("desk_agreement_edit", args=[agreement.pk]),
        reverse("desk_case_file", args=[agreement.pk]),
    ]


@pytest.fixture
def draft(official, community):
    return make_partnership(official=official, community=community)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_official_opens_every_page_of_an_own_draft(signed_in, official, draft, language):
    client = signed_in(official)
    with translation.override(language):
        addresses = [reverse("desk"), reverse("desk_file"), *pages_of(draft)]
    for address in addresses:
        assert address.startswith("/en/" if language == "en" else "/desk/")
        assert client.get(address).status_code == 200, address


def test_an_official_of_another_community_finds_no_draft(signed_in, stranger, draft):
    client = signed_in(stranger)
    assert {client.get(address).status_code for address in pages_of(draft)} == {404}


def test_an_official_of_another_community_is_told_why_a_public_partnership_is_closed(
    signed_in, stranger, official, community
):
    partnership = make_partnership(PartnershipStatus.APPROVED, official=official, community=community)
    client = signed_in(stranger)
    for address in pages_of(partnership):
        response = client.get(address)
        assert response.status_code == 403, address
        assert b"<h1>" in response.content
        assert response.context["reason"]


@pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR])
def test_staff_read_a_partnership_but_do_not_edit_it(signed_in, draft, role):
    client = signed_in(make_user(role))
    read, *others = pages_of(draft)
    assert client.get(read).status_code == 200
    for address in others:
        expected = 200 if role == Role.ASSOCIATION and "comments" in address else 403
        assert client.get(address).status_code == expected, address


def test_the_ministry_sees_a_partnership_from_the_filing_of_a_case_on(signed_in, clerk, draft):
    client = signed_in(clerk)
    assert client.get(reverse("desk_partnership", args=[draft.code])).status_code == 404
    case = make_case()
    assert client.get(reverse("desk_partnership", args=[case.agreement.partnership.code])).status_code == 200


@pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR])
def test_staff_have_no_list_of_their_own_here_and_file_nothing(signed_in, role):
    client = signed_in(make_user(role))
    for name in ("desk", "desk_file"):
        response = client.get(reverse(name))
        assert response.status_code == 403
        assert response.context["reason"]


def test_everybody_else_is_asked_to_sign_in(client, draft):
    for address in [reverse("desk"), reverse("desk_file"), *pages_of(draft)]:
        response = client.get(address)
        assert response.status_code == 302
        assert reverse("account_login") in response["Location"]


def test_an_official_without_a_community_is_told_whom_to_ask(signed_in, db):
    client = signed_in(make_user())
    response = client.get(reverse("desk"))
    assert response.status_code == 200
    assert response.context["no_community"]
    assert client.get(reverse("desk_file")).status_code == 403


@pytest.mark.parametrize("status", PartnershipStatus.values)
def test_the_page_opens_in_every_status(signed_in, official, community, status):
    partnership = make_partnership(status, official=official, community=community)
    response = signed_in(official).get(reverse("desk_partnership", args=[partnership.code]))
    assert response.status_code == 200
    assert response.context["expectation"].text


@pytest.mark.parametrize("status", CaseStatus.values)
def test_the_page_opens_in_every_status_of_a_case(signed_in, official, community, status):
    case = make_case(status, official=official, community=community)
    response = signed_in(official).get(reverse("desk_partnership", args=[case.agreement.partnership.code]))
    assert response.status_code == 200
    [part] = response.context["agreements"]
    assert part.case.status == status


def test_unknown_records_are_not_found(signed_in, official):
    client = signed_in(official)
    for address in ("/desk/partnerships/PB-1/", "/desk/agreements/9/edit/", "/desk/cases/RC-1/steps/refile/"):
        assert client.get(address).status_code == 404, address


def test_an_undeclared_step_is_not_found(signed_in, official, draft):
    client = signed_in(official)
    assert client.get(reverse("desk_step", args=[draft.code, "teleport"])).status_code == 404


def test_the_association_sees_no_case(signed_in, association, official, community):
    case = make_case(CaseStatus.RETURNED, official=official, community=community)
    response = signed_in(association).get(reverse("desk_partnership", args=[case.agreement.partnership.code]))
    assert case.number not in response.content.decode()


def test_pages_are_for_this_person_only(signed_in, official, draft):
    response = signed_in(official).get(reverse("desk_partnership", args=[draft.code]))
    assert "private" in response["Cache-Control"]
