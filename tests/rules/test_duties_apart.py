"""Nobody decides what they or their community have filed; whoever decides in another's place is told so first."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.services.memberships import end_membership_now
from accounts.services.people import change_account
from audit.timeline import label_of_verb
from common.errors import ConfirmationNeeded, NotAllowed, RuleViolated
from partnerships import policies as partnership_policies
from partnerships.models import Partnership
from partnerships.services import assign_review, set_responsible
from partnerships.services import take_step as partnership_step
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration import policies as case_policies
from registration.models import Opinion, RegistrationCase
from registration.services import assign_case, record_opinion, request_opinion
from registration.services import take_step as case_step
from registration.transitions import CASE_LIFE_CYCLE
from tests.api.client import Api
from tests.communities.factories import make_community
from tests.factories import (
    REASON,
    case_step_fields,
    make_case,
    make_partnership,
    make_transferred_entry,
    make_user,
    reason_for,
)

pytestmark = pytest.mark.django_db
CASE_STEPS = [
    (step, source)
    for step in CASE_LIFE_CYCLE.transitions
    if Role.MINISTRY in step.roles
    for source in sorted(step.sources)
]
FILING_STEPS = [
    (step, source)
    for step in PARTNERSHIP_LIFE_CYCLE.transitions
    if Role.ASSOCIATION in step.roles
    for source in sorted(step.sources)
    if source != "transferred"  # filed by nobody; see the test of transferred entries
]
LONG_AGO = 2000  # days


def names(pair: Any) -> str:
    return f"{pair[0].name} from {pair[1]}"


def with_desk(person: User, role: str) -> User:
    """Give a person another role behind the back of the service that would end the memberships."""
    User.objects.filter(pk=person.pk).update(role=role)
    return User.objects.get(pk=person.pk)


def member(role: str, partnership: Partnership, **dates: Any) -> User:
    """Somebody of a desk with a membership of the partnership's community."""
    person = make_user(role)
    community = partnership.parties.get(side="ukrainian").community
    Membership.objects.create(user=person, community=community, **dates)
    return person


def days_ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def take_case(case: RegistrationCase, name: str, actor: User, **fields: Any) -> RegistrationCase:
    reason = reason_for(CASE_LIFE_CYCLE.get(name))
    given = {**case_step_fields(name), "reason": reason, **fields}
    return case_step(case.pk, name, actor=actor, expected_version=None, **given)


@pytest.mark.parametrize("pair", CASE_STEPS, ids=names)
def test_case__clerk_who_filed_it__takes_no_step(pair: Any) -> None:
    step, source = pair
    case = make_case(source)
    clerk = with_desk(case.filed_by, Role.MINISTRY)
    Membership.objects.filter(user=clerk).update(
        valid_from=days_ago(LONG_AGO), valid_until=days_ago(LONG_AGO)
    )
    with pytest.raises(NotAllowed) as refused:
        take_case(case, step.name, clerk)
    assert refused.value.detail == partnership_policies.OWN_FILING.reason
    assert step not in case_policies.available_steps(clerk, RegistrationCase.objects.get(pk=case.pk))
    case.refresh_from_db()
    assert case.status == source


@pytest.mark.parametrize("pair", CASE_STEPS, ids=names)
def test_case__clerk_of_the_same_community__takes_no_step(pair: Any) -> None:
    step, source = pair
    case = make_case(source)
    clerk = member(Role.MINISTRY, case.agreement.partnership)
    with pytest.raises(NotAllowed) as refused:
        take_case(case, step.name, clerk)
    assert refused.value.detail == partnership_policies.OWN_COMMUNITY.reason
    assert not case_policies.available_steps(clerk, RegistrationCase.objects.get(pk=case.pk))


@pytest.mark.parametrize("pair", FILING_STEPS, ids=names)
@pytest.mark.parametrize("who", ["filed", "submitted", "community"])
def test_partnership__own_filing_or_community__takes_no_step(pair: Any, who: str) -> None:
    step, source = pair
    partnership = make_partnership(source)
    official = partnership.responsible
    if who == "community":
        person = member(Role.ASSOCIATION, partnership)
    else:
        person = with_desk(official, Role.ASSOCIATION)
        Membership.objects.filter(user=person).update(
            valid_from=days_ago(LONG_AGO), valid_until=days_ago(LONG_AGO)
        )
    if who == "submitted":
        Partnership.objects.filter(pk=partnership.pk).update(responsible=None)
    with pytest.raises(NotAllowed):
        partnership_step(partnership.pk, step.name, actor=person, expected_version=None, reason=REASON)
    assert not partnership_policies.available_steps(person, Partnership.objects.get(pk=partnership.pk))
    partnership.refresh_from_db()
    assert partnership.status == source


@pytest.mark.parametrize(
    ("dates", "apart"),
    [
        ({"valid_until": None}, True),
        ({"valid_from": days_ago(-5)}, True),
        ({"valid_from": days_ago(800), "valid_until": days_ago(300)}, True),
        ({"valid_from": days_ago(800), "valid_until": days_ago(400)}, False),
    ],
)
def test_membership__live_coming_or_of_the_last_year__counts(dates: dict[str, Any], apart: bool) -> None:
    case = make_case("in_review")
    clerk = member(Role.MINISTRY, case.agreement.partnership, **dates)
    assert bool(case_policies.available_steps(clerk, case)) is not apart


def test_membership__of_another_community__does_not_count() -> None:
    case = make_case("in_review")
    clerk = make_user(Role.MINISTRY, communities=[make_community()])
    assert take_case(case, "clear", clerk, confirm=["held_by_another"]).status == "cleared"


def test_setting__says_how_long_it_counts(settings: Any) -> None:
    case = make_case("in_review")
    clerk = member(
        Role.MINISTRY, case.agreement.partnership, valid_from=days_ago(900), valid_until=days_ago(400)
    )
    settings.DUTIES_APART_DAYS = 500
    assert not case_policies.available_steps(clerk, case)


def test_opinions__of_a_draft_of_ones_own_community__are_kept_by_others() -> None:
    case = make_case("in_review")
    clerk = member(Role.MINISTRY, case.agreement.partnership)
    with pytest.raises(NotAllowed):
        request_opinion(case.pk, actor=clerk, expected_version=None, authority="justice")
    opinion = request_opinion(case.pk, actor=case.assigned_to, expected_version=None, authority="justice")
    given = {"given_on": timezone.localdate(), "conclusion": "positive"}
    with pytest.raises(NotAllowed):
        record_opinion(opinion.pk, actor=clerk, expected_version=None, **given)
    assert not Opinion.objects.get().given_on


def test_assigning__to_somebody_whose_own_filing_it_is__is_refused() -> None:
    case = make_case("filed")
    partnership = case.agreement.partnership
    clerk, reviewer = (member(role, partnership) for role in (Role.MINISTRY, Role.ASSOCIATION))
    with pytest.raises(RuleViolated) as refused:
        assign_case(case.pk, actor=make_user(Role.MINISTRY), holder_id=clerk.pk, expected_version=None)
    assert [(one.field, one.code) for one in refused.value.problems] == [("person", "own_filing")]
    with pytest.raises(RuleViolated):
        assign_review(
            partnership.pk, actor=make_user(Role.ASSOCIATION), holder_id=reviewer.pk, expected_version=None
        )


def test_transfer__for_ones_own_community__is_refused() -> None:
    community = make_community()
    clerk = make_user(Role.MINISTRY, communities=[community])
    with pytest.raises(NotAllowed):
        make_transferred_entry(clerk=clerk, community=community)
    assert make_transferred_entry(clerk=clerk).number


def test_clear_many__draft_of_ones_own_community__stays_with_the_reason(client: Client) -> None:
    own, other = make_case("in_review"), make_case("in_review")
    clerk = member(Role.MINISTRY, own.agreement.partnership)
    client.force_login(clerk)
    body = {
        "order_number": "1538",
        "order_date": "2025-09-01",
        "understood": "on",
        "case": [f"{case.pk}:{case.version}" for case in (own, other)],
        "confirm": ["held_by_another", "no_opinion_asked"],
    }
    answer = client.post("/admin/registration/registrationcase/clear-many/", body)
    assert answer.status_code == 409
    statuses = RegistrationCase.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["in_review", "cleared"]
    assert str(partnership_policies.OWN_COMMUNITY.reason) in answer.content.decode()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_admin__own_filing__has_no_button_and_says_why(client: Client, language: str) -> None:
    case = make_case("in_review")
    client.force_login(member(Role.MINISTRY, case.agreement.partnership))
    prefix = "" if language == "uk" else "/en"
    record = f"{prefix}/admin/registration/registrationcase/{case.pk}/"
    assert "/steps/clear/" not in client.get(f"{record}change/").content.decode()
    answer = client.get(f"{record}steps/clear/")
    assert answer.status_code == 403
    said = {"uk": "Рішення має ухвалити хтось інший", "en": "Somebody else has to decide"}[language]
    assert said in answer.content.decode()


def test_api__own_filing__403_with_the_reason() -> None:
    case = make_case("in_review")
    api = Api(member(Role.MINISTRY, case.agreement.partnership))
    shown = api.get(f"registrations/{case.pk}/").json()
    assert shown["available_transitions"] == []
    order = {"order_number": "879", "order_date": "2025-05-19"}
    answer = api.post(f"registrations/{case.pk}/clear/", order, version=case.version)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert "Somebody else" in answer.json()["detail"]


def test_responsible_for_it_now__counts_as_filed() -> None:
    partnership = make_partnership("submitted")
    colleague = make_user(communities=[partnership.parties.get(side="ukrainian").community])
    set_responsible(
        partnership.pk, actor=partnership.responsible, user_id=colleague.pk, expected_version=None
    )
    person = with_desk(colleague, Role.ASSOCIATION)
    Membership.objects.filter(user=person).update(
        valid_from=days_ago(LONG_AGO), valid_until=days_ago(LONG_AGO)
    )
    with pytest.raises(NotAllowed):
        partnership_step(partnership.pk, "approve", actor=person, expected_version=None)


# Who decides what another is working on


def test_case__held_by_another__is_asked_once_more_and_history_keeps_it() -> None:
    case = make_case("in_review")
    other = make_user(Role.MINISTRY)
    with pytest.raises(ConfirmationNeeded) as asked:
        take_case(case, "clear", other)
    assert [question.code for question in asked.value.questions] == ["held_by_another"]
    assert str(case.assigned_to) in str(asked.value.detail)
    take_case(case, "clear", other, confirm=["held_by_another"])
    event = RegistrationCase.pgh_event_model.objects.filter(pgh_obj=case.pk).latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_context["confirmed"] == ["held_by_another"]


def test_case__held_by_nobody_or_oneself__is_not_asked() -> None:
    free = make_case("filed")
    clerk = make_user(Role.MINISTRY)
    taken = take_case(free, "accept", clerk)
    assert take_case(taken, "clear", clerk).status == "cleared"


def test_partnership__held_by_another__is_asked_once_more() -> None:
    partnership = make_partnership("submitted")
    holder, other = make_user(Role.ASSOCIATION), make_user(Role.ASSOCIATION)
    assign_review(partnership.pk, actor=holder, holder_id=holder.pk, expected_version=None)
    for name in ("return", "reject", "approve"):
        reason = reason_for(PARTNERSHIP_LIFE_CYCLE.get(name))
        with pytest.raises(ConfirmationNeeded):
            partnership_step(partnership.pk, name, actor=other, expected_version=None, reason=reason)
    approved = partnership_step(
        partnership.pk, "approve", actor=other, expected_version=None, confirm=["held_by_another"]
    )
    assert approved.status == "approved"


def test_api__held_by_another__409_then_goes_through() -> None:
    case = make_case("in_review")
    api, path = Api(make_user(Role.MINISTRY)), f"registrations/{case.pk}/clear/"
    order = {"order_number": "879", "order_date": "2025-05-19"}
    asked = api.post(path, order, version=case.version)
    assert (asked.status_code, asked.json()["confirm"]) == (409, ["held_by_another"])
    assert api.post(path, {**order, "confirm": ["held_by_another"]}, version=case.version).status_code == 200


def test_admin__held_by_another__the_page_asks_with_a_tick(client: Client) -> None:
    case = make_case("in_review")
    client.force_login(make_user(Role.MINISTRY))
    url = reverse("admin:registration_registrationcase_step", args=[case.pk, "clear"])
    body = {"version": case.version, "order_number": "879", "order_date": "2025-05-19"}
    body |= {"understood": "on", "confirm": ["no_opinion_asked"]}
    asked = client.post(url, body)
    assert asked.status_code == 409
    assert 'value="held_by_another"' in asked.content.decode()
    body["confirm"] = ["no_opinion_asked", "held_by_another"]
    assert client.post(url, body).status_code == 302


# Roles


@pytest.fixture
def official() -> User:
    return make_user(communities=[make_community(), make_community()])


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR)


def test_change_of_role__of_somebody_with_memberships__asks_and_ends_them(
    official: User, administrator: User
) -> None:
    values = {"role": Role.MINISTRY}
    with pytest.raises(ConfirmationNeeded) as asked:
        change_account(official.pk, actor=administrator, values=values)
    for membership in Membership.objects.filter(user=official):
        assert str(membership.community) in str(asked.value.detail)
    changed = change_account(official.pk, actor=administrator, values=values, confirm=["ends_memberships"])
    assert changed.role == Role.MINISTRY
    assert not Membership.objects.lasting().filter(user=official).exists()


def test_change_of_role__memberships_long_over__is_not_asked(official: User, administrator: User) -> None:
    for membership in Membership.objects.filter(user=official):
        end_membership_now(membership.pk, actor=administrator)
    changed = change_account(official.pk, actor=administrator, values={"role": Role.ASSOCIATION})
    assert changed.role == Role.ASSOCIATION


def test_change_of_role__by_anybody_else__is_refused(official: User) -> None:
    for role in (Role.ASSOCIATION, Role.MINISTRY, Role.AUDITOR, Role.OFFICIAL):
        with pytest.raises(NotAllowed):
            change_account(official.pk, actor=make_user(role), values={"role": Role.MINISTRY})


def test_change_of_role__failing_end__changes_nothing(
    official: User, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def boom(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("accounts.services.people.end_membership_now", boom)
    with pytest.raises(RuntimeError):
        change_account(
            official.pk, actor=administrator, values={"role": Role.MINISTRY}, confirm=["ends_memberships"]
        )
    official.refresh_from_db()
    assert official.role == Role.OFFICIAL


def account(user: User, **changes: Any) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "language": "uk",
        "is_active": "on",
    } | changes


def test_admin__role_of_an_official__says_what_ends_and_takes_a_tick(
    client: Client, official: User, administrator: User
) -> None:
    client.force_login(administrator)
    url = reverse("admin:accounts_user_change", args=[official.pk])
    asked = client.post(url, account(official, role="ministry"))
    assert asked.status_code == 200
    community = Membership.objects.filter(user=official)[0].community
    assert str(community) in str(asked.context["adminform"].form.errors["end_memberships"])
    official.refresh_from_db()
    assert official.role == Role.OFFICIAL
    assert client.post(url, account(official, role="ministry", end_memberships="on")).status_code == 302
    official.refresh_from_db()
    assert official.role == Role.MINISTRY
    assert not Membership.objects.lasting().filter(user=official).exists()


def test_history_of_an_account__says_from_what_to_what(
    client: Client, official: User, administrator: User
) -> None:
    client.force_login(administrator)
    url = reverse("admin:accounts_user_change", args=[official.pk])
    client.post(url, account(official, role="ministry", end_memberships="on"))
    official.refresh_from_db()
    body = account(official)
    del body["is_active"]
    assert client.post(url, body).status_code == 302
    answer = client.get(reverse("admin:accounts_user_history", args=[official.pk]), follow=True)
    timeline = answer.context["timeline"]
    assert timeline[0].actor == str(administrator)
    assert [(change.before, change.after) for change in timeline[0].changes] == [("так", "ні")]
    label = str(User._meta.get_field("role").verbose_name)
    roles = [
        (change.before, change.after)
        for entry in timeline
        for change in entry.changes
        if str(change.label) == label and change.before
    ]
    assert roles == [(str(Role.OFFICIAL.label), str(Role.MINISTRY.label))]
    ended = [entry for entry in timeline if str(entry.label) == str(label_of_verb("end_membership"))]
    assert len(ended) == 2, "the memberships that ended are told, too"


def test_history_of_an_account__is_for_administrators_and_auditors(client: Client, official: User) -> None:
    for role in Role.values:
        client.force_login(make_user(role))
        answer = client.get(reverse("admin:account_history"), {"person": official.pk})
        assert answer.status_code == (200 if role in {Role.ADMINISTRATOR, Role.AUDITOR} else 403), role
