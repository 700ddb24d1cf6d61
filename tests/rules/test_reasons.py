"""Reasons fit the stage of a step, and "other" is explained: in services, API and the desks' pages."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from common.errors import RuleViolated
from common.life_cycle import Reason
from partnerships.choices import PartnershipReason
from partnerships.services import take_step as partnership_step
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.choices import CaseReason
from registration.services import take_step as case_step
from registration.transitions import CASE_LIFE_CYCLE
from tests.api.client import Api
from tests.factories import PASSWORD, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db

# Written by hand: what may be wrong with a draft is not what may be wrong with a signed text.
ONLY_OF_DRAFTS = {"constitution", "foreign_policy", "outside_powers", "wrong_kind", "unclear_term"}
ONLY_OF_SIGNING = {"differs_from_cleared", "signing_details"}
STEPS = [
    (cycle, step)
    for cycle in (PARTNERSHIP_LIFE_CYCLE, CASE_LIFE_CYCLE)
    for step in cycle.transitions
    if step.reasons
]


def name_of(value):
    return getattr(value, "name", value)


def made(cycle, step):
    """A record before the step, the person who takes it, and where the API takes it."""
    make = make_partnership if cycle is PARTNERSHIP_LIFE_CYCLE else make_case
    record = make(min(step.sources))
    part = "partnerships" if cycle is PARTNERSHIP_LIFE_CYCLE else "registrations"
    return record, make_user(min(step.roles)), f"{part}/{record.pk}/{step.name}/"


def take(cycle, step, record, actor, reason):
    service = partnership_step if cycle is PARTNERSHIP_LIFE_CYCLE else case_step
    told = {"confirm": ["held_by_another"], "expected_version": record.version, "reason": reason}
    return service(record.pk, step.name, actor=actor, **told)


def test_reasons_of_each_step__fit_its_stage():
    case = {step.name: set(step.reasons) for step in CASE_LIFE_CYCLE.transitions if step.reasons}
    assert set(case) == {"return", "refuse", "return-registration", "refuse-registration"}
    for name in ("return", "refuse"):
        assert case[name] == set(CaseReason.values) - ONLY_OF_SIGNING
    for name in ("return-registration", "refuse-registration"):
        assert case[name] >= ONLY_OF_SIGNING
        assert not case[name] & ONLY_OF_DRAFTS
    filing = {step.name: set(step.reasons) for step in PARTNERSHIP_LIFE_CYCLE.transitions if step.reasons}
    assert filing == {name: set(PartnershipReason.values) for name in ("return", "reject")}


@pytest.mark.parametrize(("cycle", "step"), STEPS, ids=name_of)
def test_other_reason__needs_words__also_beside_another_reason(cycle, step):
    record, actor, _address = made(cycle, step)
    for codes in (("other",), ("incomplete", "other")):
        for text in ("", "  \n "):
            with pytest.raises(RuleViolated) as refused:
                take(cycle, step, record, actor, Reason(codes, text))
            assert [(one.field, one.code) for one in refused.value.problems] == [("text", "required")]
    assert take(cycle, step, record, actor, Reason(("other",), "Печатка нечитка.")).status == step.target


@pytest.mark.parametrize(("cycle", "step"), STEPS, ids=name_of)
def test_other_reason_without_words__in_the_api__is_400_beside_the_text(cycle, step):
    record, actor, address = made(cycle, step)
    answer = Api(actor).post(address, {"reason_codes": ["other"]}, version=record.version)
    assert answer.status_code == 400
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [("text", "required")]


@pytest.mark.parametrize(("cycle", "step"), STEPS, ids=name_of)
def test_other_reason_without_words__at_the_desk__is_said_beside_the_text(client, cycle, step):
    record, actor, _address = made(cycle, step)
    assert client.login(username=actor.email, password=PASSWORD)
    model = f"{record._meta.app_label}_{record._meta.model_name}"
    address = reverse(f"admin:{model}_step", args=[record.pk, step.name])
    answer = client.post(address, {"version": record.version, "understood": "on", "reason_codes": ["other"]})
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"text"}
    offered = [code for code, _label in answer.context["form"].fields["reason_codes"].choices]
    assert offered == [code for code in cycle.reason_codes.values if code in step.reasons]
    record.refresh_from_db()
    assert record.status in step.sources


@pytest.mark.parametrize(
    ("status", "name", "code"),
    [
        ("in_review", "return", "differs_from_cleared"),
        ("in_review", "refuse", "signing_details"),
        ("registration_filed", "return-registration", "foreign_policy"),
        ("registration_filed", "refuse-registration", "wrong_kind"),
    ],
)
def test_reason_of_another_stage__is_refused_and_the_fitting_ones_named(status, name, code):
    case, actor = make_case(status), make_user(Role.MINISTRY)
    body = {"reason_codes": [code], "text": "Пояснення."}
    answer = Api(actor).post(f"registrations/{case.pk}/{name}/", body, version=case.version)
    (problem,) = answer.json()["errors"]
    assert (answer.status_code, problem["field"], problem["code"]) == (400, "reason_codes", "invalid_choice")
    known = problem["detail"].split("Its reasons: ")[1].rstrip(".").split(", ")
    assert known == list(CASE_LIFE_CYCLE.get(name).reasons)


def test_coded_reason_of_a_step_that_takes_none__is_refused():
    partnership, actor = make_partnership("submitted"), make_user(Role.ASSOCIATION)
    body = {"reason_codes": ["incomplete"]}
    answer = Api(actor).post(f"partnerships/{partnership.pk}/approve/", body, version=partnership.version)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "reason_codes")


def test_available_transitions__name_the_reasons_that_fit():
    case, actor = make_case("registration_filed"), make_user(Role.MINISTRY)
    steps = {
        one["name"]: one
        for one in Api(actor).get(f"registrations/{case.pk}/").json()["available_transitions"]
    }
    assert set(steps["return-registration"]["reason_codes"]) >= ONLY_OF_SIGNING
    assert steps["register"]["reason_codes"] == []
