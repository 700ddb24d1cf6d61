"""The page of a record: facts, comments, opinions, history, duplicates, invitations, names."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Membership, User
from accounts.roles import Role
from partnerships.models import Comment
from partnerships.services import add_comment
from registration.models import Opinion
from registration.services import request_opinion
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_case, make_entry, make_partnership, make_user
from tests.queued import do_jobs

pytestmark = pytest.mark.django_db
PARTNERSHIP, CASE = "partnerships_partnership", "registration_registrationcase"


def page_of(client, record, page="change"):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return client.get(reverse(name, args=[record.pk])).content.decode()


def test_the_three_facts_are_separate__and_beside_them_whether_it_is_in_force(association):
    entry = make_entry(community=make_community(), step_fields={"register": {"number": "МТС-9"}})
    page = page_of(association, entry.agreement.partnership)
    assert page.count("desk-yes") == 4
    assert "879" in page
    assert "МТС-9" in page


def test_a_case_that_is_only_cleared_is_not_registered(ministry):
    page = page_of(ministry, make_case("cleared"))
    assert (page.count("desk-yes"), page.count('class="desk-no')) == (2, 2)


def test_likely_duplicates_are_named(association):
    first = make_partnership("approved")
    parties = {"community": first.parties.get(side="ukrainian").community,
               "municipality": first.parties.get(side="foreign").municipality}  # fmt: skip
    second = make_partnership("submitted", official=first.responsible, **parties)
    assert first.code in page_of(association, second)
    assert second.code in page_of(association, first)


def test_history_is_the_timeline_with_differences(association):
    partnership = make_partnership("returned")
    page = page_of(association, partnership, "history")
    assert "desk-timeline" in page
    assert "<del>" in page


def test_desk_comments_stay_within_their_desk(people):
    case = make_case("in_review")
    partnership = case.agreement.partnership
    for role in (Role.ASSOCIATION, Role.MINISTRY):
        add_comment(partnership.pk, actor=people.user(role), text=f"лише для {role}", visibility="desk")
    seen = {
        role: {other for other in (Role.ASSOCIATION, Role.MINISTRY) if f"лише для {other}" in page}
        for role in (Role.ASSOCIATION, Role.MINISTRY, Role.AUDITOR)
        if (page := page_of(people.client(role), partnership))
    }
    assert seen == {
        Role.ASSOCIATION: {Role.ASSOCIATION},
        Role.MINISTRY: {Role.MINISTRY},
        Role.AUDITOR: {Role.ASSOCIATION, Role.MINISTRY},
    }


def test_the_association_reads_no_opinions_and_no_remarks_of_the_ministry(association, ministry):
    case = make_case("returned")
    partnership = case.agreement.partnership
    assert case.reason_text in page_of(ministry, case)
    assert case.reason_text not in page_of(association, partnership)
    assert reverse(f"admin:{CASE}_change", args=[case.pk]) not in page_of(association, partnership)


@pytest.mark.parametrize("visibility", ["desk", "official"])
def test_a_desk_writes_a_comment(visibility, association):
    partnership = make_partnership("submitted")
    url = reverse(f"admin:{PARTNERSHIP}_comment", args=[partnership.pk])
    assert association.get(url).status_code == 405
    answer = association.post(url, {"text": "Перевірте назву.", "visibility": visibility})
    assert answer.status_code == 302
    assert Comment.objects.get().visibility == visibility


@pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.MINISTRY])
def test_the_form_of_a_comment_leads_to_its_own_address(role, people):
    case = make_case("in_review")
    client, partnership = people.client(role), case.agreement.partnership
    url = reverse(f"admin:{PARTNERSHIP}_comment", args=[partnership.pk])
    assert f'action="{url}"' in page_of(client, partnership)
    if role == Role.MINISTRY:
        url = reverse(f"admin:{CASE}_comment", args=[case.pk])
        assert f'action="{url}"' in page_of(client, case)


def test_the_record_of_a_partnership_leads_the_ministry_to_the_case(ministry):
    case = make_case("in_review")
    page = page_of(ministry, case.agreement.partnership)
    assert reverse(f"admin:{CASE}_change", args=[case.pk]) in page


def test_an_empty_comment_is_refused_on_the_page(association):
    partnership = make_partnership("submitted")
    url = reverse(f"admin:{PARTNERSHIP}_comment", args=[partnership.pk])
    answer = association.post(url, {"text": " ", "visibility": "desk"})
    assert answer.status_code == 400
    assert answer.context["comment_form"].errors["text"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_those_who_only_look_write_nothing(role, people):
    case = make_case("in_review")
    client = people.client(role)
    page = page_of(client, case)
    assert "desk-inset" not in page
    said = {"text": "я", "visibility": "desk"}
    assert client.post(reverse(f"admin:{CASE}_comment", args=[case.pk]), said).status_code == 403
    asked = {"version": case.version, "authority": "justice"}
    assert client.post(reverse(f"admin:{CASE}_request_opinion", args=[case.pk]), asked).status_code == 403
    assert not Comment.objects.exists()
    assert not Opinion.objects.exists()


def test_an_opinion_is_requested_and_recorded_on_the_case(ministry):
    case = make_case("in_review")
    url = reverse(f"admin:{CASE}_request_opinion", args=[case.pk])
    assert ministry.post(url, {"version": case.version, "authority": "justice"}).status_code == 302
    opinion = Opinion.objects.get()
    case.refresh_from_db()
    prefix = f"opinion-{opinion.pk}"
    url = reverse(f"admin:{CASE}_record_opinion", args=[case.pk, opinion.pk])
    given = {f"{prefix}-version": case.version, f"{prefix}-conclusion": "remarks", f"{prefix}-text": "Пункт 4.",
             f"{prefix}-given_on": timezone.localdate().isoformat()}  # fmt: skip
    assert ministry.post(url, given).status_code == 302
    opinion.refresh_from_db()
    assert (opinion.conclusion, opinion.text) == ("remarks", "Пункт 4.")
    assert "Пункт 4." in page_of(ministry, case)


def test_a_wrong_or_stale_opinion_keeps_what_was_typed(ministry, people):
    case = make_case("in_review")
    opinion = request_opinion(
        case.pk, actor=people.user(Role.MINISTRY), expected_version=case.version, authority="justice"
    )
    prefix = f"opinion-{opinion.pk}"
    url = reverse(f"admin:{CASE}_record_opinion", args=[case.pk, opinion.pk])
    given = {f"{prefix}-version": case.version, f"{prefix}-conclusion": "positive", f"{prefix}-text": "Без зауважень",
             f"{prefix}-given_on": timezone.localdate().isoformat()}  # fmt: skip
    stale = ministry.post(url, given)
    assert stale.status_code == 412
    assert "Без зауважень" in stale.content.decode()
    case.refresh_from_db()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    wrong = {**given, f"{prefix}-version": case.version, f"{prefix}-given_on": tomorrow.isoformat()}
    answer = ministry.post(url, wrong)
    assert answer.status_code == 400
    assert "Без зауважень" in answer.content.decode()
    assert not Opinion.objects.get().given_on


def test_an_opinion_of_another_case_does_not_exist_here(ministry, world):
    other = make_case("in_review")
    url = reverse(f"admin:{CASE}_record_opinion", args=[other.pk, world["opinion"].pk])
    assert ministry.post(url, {}).status_code == 404


def test_an_invitation_is_sent_by_the_service(association, mailoutbox, django_capture_on_commit_callbacks):
    community = make_community()
    url = reverse("admin:accounts_invitation_add")
    given = {
        "email": "Mer@brovary.example",
        "community": community.pk,
        "position": "Радник",
        "language": "uk",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = association.post(url, given)
    assert answer.status_code == 302
    assert Invitation.objects.get().email == "mer@brovary.example"
    do_jobs()
    assert mailoutbox[0].to == ["mer@brovary.example"]


def test_an_invitation_that_is_refused_keeps_what_was_typed(association):
    desk = make_user(Role.MINISTRY)
    url = reverse("admin:accounts_invitation_add")
    given = {"email": desk.email, "community": make_community().pk, "position": "Радник", "language": "uk"}
    answer = association.post(url, given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["email"])
    assert 'value="Радник"' in answer.content.decode()


def test_the_association_ends_a_membership_and_changes_nothing_else(association):
    member = make_user(communities=[make_community()])
    membership = Membership.objects.get(user=member)
    today = timezone.localdate()
    url = reverse("admin:accounts_membership_change", args=[membership.pk])
    assert association.post(url, {"valid_until": today.isoformat(), "is_head": "on"}).status_code == 302
    membership.refresh_from_db()
    assert (membership.valid_until, membership.is_head) == (today, False)
    assert Membership.pgh_event_model.objects.order_by("-pgh_id")[0].pgh_context["verb"] == "membership"


def test_an_administrator_makes_an_account_of_staff(people):
    client = people.client(Role.ADMINISTRATOR)
    url = reverse("admin:accounts_user_add")
    given = {"email": "Clerk@ministry.example", "name": "Клерк", "role": "ministry", "language": "uk",
             "usable_password": "false"}  # fmt: skip
    assert client.post(url, given).status_code == 302
    clerk = User.objects.get(email="clerk@ministry.example")
    assert (clerk.role, clerk.has_usable_password(), clerk.is_superuser) == ("ministry", False, False)


def test_an_administrator_cannot_lock_themselves_out(people):
    client, me = people.client(Role.ADMINISTRATOR), people.user(Role.ADMINISTRATOR)
    url = reverse("admin:accounts_user_change", args=[me.pk])
    assert (
        client.post(url, {"email": me.email, "name": "Я", "role": "auditor", "language": "en"}).status_code
        == 302
    )
    me.refresh_from_db()
    assert (me.name, me.role, me.is_active) == ("Я", "administrator", True)


def test_a_municipality_is_corrected_once_and_not_overwritten(association):
    municipality = make_municipality(name="Jena", name_uk="Йена")
    url = reverse("admin:communities_foreignmunicipality_change", args=[municipality.pk])
    given = {
        "name": "Jena",
        "name_uk": "Єна",
        "name_en": "Jena",
        "region": "Thüringen",
        "level": "municipality",
        "lat": "50.927",
        "lon": "11.586",
        "version": municipality.version,
    }
    assert association.post(url, given).status_code == 302
    municipality.refresh_from_db()
    assert (municipality.name_uk, municipality.version) == ("Єна", 2)
    assert (municipality.lat, municipality.lon) == (50.927, 11.586)
    answer = association.post(url, {**given, "name_uk": "Ієна"})
    assert answer.status_code == 200
    municipality.refresh_from_db()
    assert municipality.name_uk == "Єна"


def test_an_opinion_is_corrected__also_after_the_decision(ministry):
    case = make_case("in_review")
    opinion = request_opinion(
        case.pk, actor=case.assigned_to, expected_version=case.version, authority="justice"
    )
    prefix, today = f"opinion-{opinion.pk}", timezone.localdate()
    url = reverse(f"admin:{CASE}_record_opinion", args=[case.pk, opinion.pk])
    for conclusion in ("negative", "positive"):
        case.refresh_from_db()
        given = {f"{prefix}-version": case.version, f"{prefix}-conclusion": conclusion, f"{prefix}-text": "Пункт 4.",
                 f"{prefix}-given_on": today.isoformat()}  # fmt: skip
        assert ministry.post(url, given).status_code == 302
        opinion.refresh_from_db()
        assert opinion.conclusion == conclusion
    page = page_of(ministry, case)
    assert "Виправити висновок" in page
    assert "Висновок виправлено" in page, "the history says that it was corrected"


def test_an_opinion_that_is_awaited__is_not_requested_again(ministry):
    case = make_case("in_review")
    url = reverse(f"admin:{CASE}_request_opinion", args=[case.pk])
    assert ministry.post(url, {"version": case.version, "authority": "justice"}).status_code == 302
    again = ministry.post(url, {"version": case.version + 1, "authority": "justice"})
    assert again.status_code == 409
    assert Opinion.objects.count() == 1
