"""One order clears many drafts: each by the same service, with a report; what failed stays chosen."""

import datetime as dt
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from common.errors import InvalidTransition, StaleVersion
from notices.models import Notice
from registration.admin.clear_many import clear_each
from registration.models import MinistryOrder, RegistrationCase
from registration.services import request_opinion, take_step
from tests.admin.conftest import DESKS
from tests.factories import make_case, make_user
from tests.rules.threads import at_once

PAGE = "/admin/registration/registrationcase/clear-many/"
ORDER = {
    "order_number": "1538",
    "order_date": "2025-09-01",
    "signer": "Міністр",
    "understood": "on",
    "confirm": ["no_opinion_asked", "held_by_another"],
}


def chosen(*cases):
    return [f"{case.pk}:{case.version}" for case in cases]


def statuses():
    return list(RegistrationCase.objects.order_by("pk").values_list("status", flat=True))


@pytest.mark.django_db
def test_chosen_drafts__are_cleared_by_one_order__and_everybody_is_told(ministry):
    first, second, third = (make_case("in_review") for _number in range(3))
    answer = ministry.post(PAGE, {**ORDER, "case": chosen(first, second)})
    order = MinistryOrder.objects.get(number="1538")
    assert answer["Location"] == reverse("admin:registration_registrationcase_changelist")
    said = ministry.get(answer["Location"]).content.decode()
    assert f'<a href="{reverse("admin:registration_ministryorder_change", args=[order.pk])}">' in said
    assert statuses() == ["cleared", "cleared", "in_review"]
    assert set(order.cases.all()) == {first, second}
    assert Notice.objects.filter(kind="cleared").count() == 2
    assert third.status == "in_review"


@pytest.mark.django_db
def test_what_failed__says_why_and_stays_chosen__the_rest_is_done(ministry):
    good, stale, gone = (make_case("in_review") for _number in range(3))
    body = {**ORDER, "case": chosen(good, stale, gone)}
    RegistrationCase.objects.filter(pk=stale.pk).update(version=stale.version + 1)
    official = gone.agreement.partnership.responsible
    take_step(gone.pk, "withdraw", actor=official, expected_version=gone.version)
    answer = ministry.post(PAGE, body)
    assert answer.status_code == 409
    assert statuses() == ["cleared", "in_review", "withdrawn"]
    kept = {choice.case.pk: choice for choice in answer.context["choices"] if choice.is_chosen}
    assert set(kept) == {stale.pk, gone.pk}
    assert all(choice.problem for choice in kept.values())
    page = answer.content.decode()
    assert f'value="{stale.pk}:{stale.version + 1}"' in page, (
        "to send it again is to decide about it as it is"
    )
    assert 'value="1538"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"order_number": " "}, "order_number"),
        ({"order_date": "2999-01-01"}, "order_date"),
        ({"order_date": "учора"}, "order_date"),
        ({"case": []}, "__all__"),
        ({"case": ["x", "1", "1:", ":1", "99999999999999999999:1"]}, "__all__"),
    ],
)
def test_wrong_input__is_named__nothing_is_cleared_and_the_choice_stays(ministry, changes, field):
    case = make_case("in_review")
    answer = ministry.post(PAGE, {**ORDER, "case": chosen(case), **changes})
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert statuses() == ["in_review"]
    assert not MinistryOrder.objects.exists()
    assert [choice.is_chosen for choice in answer.context["choices"]] == ["case" not in changes]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["official", *DESKS])
def test_page__is_for_clerks_only(people, role):
    case = make_case("in_review")
    client = people.client(role)
    is_clerk = role == Role.MINISTRY
    assert client.get(PAGE).status_code == (200 if is_clerk else 403)
    answer = client.post(PAGE, {**ORDER, "case": chosen(case)})
    assert answer.status_code == (302 if is_clerk else 403)
    assert statuses() == ["cleared" if is_clerk else "in_review"]


@pytest.mark.django_db
def test_list__leads_clerks_there(people):
    address = reverse("admin:registration_registrationcase_changelist")
    assert PAGE in people.client(Role.MINISTRY).get(address).content.decode()
    assert PAGE not in people.client(Role.AUDITOR).get(address).content.decode()


@pytest.mark.django_db
def test_get__changes_nothing__and_words_narrow_the_choice(ministry):
    case, _other = make_case("in_review"), make_case("in_review")
    answer = ministry.get(PAGE, {"q": case.number, "case": case.pk})
    assert [(choice.case, choice.is_chosen) for choice in answer.context["choices"]] == [(case, True)]
    assert statuses() == ["in_review", "in_review"]


@pytest.mark.django_db
def test_queries__do_not_depend_on_the_number_of_drafts(ministry):
    def cost():
        ministry.get(PAGE)  # what is read once in a while: shared names of units
        with CaptureQueriesContext(connection) as captured:
            assert ministry.get(PAGE).status_code == 200
        return len(captured)

    make_case("in_review")
    with_one = cost()
    for _number in range(10):
        make_case("in_review")
    assert cost() == with_one


@pytest.mark.django_db(transaction=True)
def test_withdrawn_at_the_same_moment__is_either_withdrawn_or_cleared__never_both():
    clerk = make_user(Role.MINISTRY)
    cases = [make_case("in_review", clerk=clerk) for _number in range(6)]
    order = {"order_number": "1", "order_date": timezone.localdate() - dt.timedelta(days=1), "signer": ""}

    def withdraw():
        outcomes = []
        for case in reversed(cases):
            official = case.agreement.partnership.responsible
            try:
                take_step(case.pk, "withdraw", actor=official, expected_version=case.version)
                outcomes.append(case.pk)
            except (InvalidTransition, StaleVersion):
                continue
        return outcomes

    versions = {case.pk: case.version for case in cases}
    failed, withdrawn = at_once(partial(clear_each, clerk, versions, order), withdraw)
    assert isinstance(failed, dict), failed
    assert set(failed) == set(withdrawn)
    for case in cases:
        case.refresh_from_db()
        assert case.status == ("withdrawn" if case.pk in failed else "cleared")


@pytest.mark.django_db
def test_opinion_against_a_draft__needs_words_for_this_draft_alone(ministry):
    good, doubtful = (make_case("in_review") for _number in range(2))
    request_opinion(doubtful.pk, actor=doubtful.assigned_to, expected_version=None, authority="justice")
    doubtful.refresh_from_db()
    assert f'name="text-{doubtful.pk}"' in ministry.get(PAGE).content.decode()
    answer = ministry.post(PAGE, {**ORDER, "case": chosen(good, doubtful)})
    assert answer.status_code == 409
    assert statuses() == ["cleared", "in_review"]
    (kept,) = (choice for choice in answer.context["choices"] if choice.is_chosen)
    assert "Мін" in kept.problem
    body = {**ORDER, "case": chosen(doubtful), f"text-{doubtful.pk}": "Строк минув, зауважень усно немає."}
    assert ministry.post(PAGE, body).status_code == 302
    event = RegistrationCase.pgh_event_model.objects.filter(pgh_obj=doubtful.pk).latest("pgh_id")
    assert event.pgh_context["reason"] == "Строк минув, зауважень усно немає."


@pytest.mark.django_db
def test_text__stays_when_the_order_is_wrong(ministry):
    case = make_case("in_review")
    request_opinion(case.pk, actor=case.assigned_to, expected_version=None, authority="justice")
    case.refresh_from_db()
    body = {**ORDER, "order_number": " ", "case": chosen(case), f"text-{case.pk}": "Пояснення клерка"}
    answer = ministry.post(PAGE, body)
    assert answer.status_code == 400
    assert "Пояснення клерка" in answer.content.decode()


@pytest.mark.django_db
def test_drafts_without_any_opinion__are_cleared_after_one_tick_for_all(ministry):
    cases = [make_case("in_review") for _number in range(2)]
    assert 'value="no_opinion_asked"' in ministry.get(PAGE).content.decode()
    body = {**ORDER, "confirm": ["held_by_another"], "case": chosen(*cases)}
    assert ministry.post(PAGE, body).status_code == 409
    assert statuses() == ["in_review", "in_review"]
    assert ministry.post(PAGE, {**ORDER, "case": chosen(*cases)}).status_code == 302
    assert statuses() == ["cleared", "cleared"]
