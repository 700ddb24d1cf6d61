"""A state that was blocked after a filing: no step towards a registered agreement is taken any more."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from common.errors import RuleViolated
from communities.countries import is_blocked
from registration.services import take_step as case_step
from registration.transitions import CASE_LIFE_CYCLE
from tests.api.client import Api
from tests.factories import REASON, case_step_fields, make_case, make_partnership, make_user, reason_for

pytestmark = pytest.mark.django_db
SAID = "aggressor"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def block_partner(settings, partnership):
    country = partnership.parties.get(side="foreign").municipality.country_id
    settings.BLOCKED_COUNTRIES = ["RU", country]
    assert is_blocked(country)


@pytest.mark.parametrize(
    ("source", "step"),
    [
        ("in_review", "clear"),
        ("returned", "refile"),
        ("cleared", "submit-signed"),
        ("registration_filed", "register"),
    ],
)
def test_case__state_blocked_after_filing__step_is_refused_beside_the_party(settings, source, step):
    case = make_case(source)
    block_partner(settings, case.agreement.partnership)
    actor = case.filed_by if Role.OFFICIAL in CASE_LIFE_CYCLE.get(step).roles else case.assigned_to
    reason = reason_for(CASE_LIFE_CYCLE.get(step))
    with pytest.raises(RuleViolated) as refused:
        case_step(case.pk, step, actor=actor, expected_version=None, reason=reason, **case_step_fields(step))
    found = {(one.field, one.code): str(one.detail) for one in refused.value.problems}
    assert ("foreign_parties[0]", "blocked_country") in found
    case.refresh_from_db()
    assert case.status == source


@pytest.mark.parametrize(
    ("source", "step"), [("in_review", "refuse"), ("registration_filed", "refuse-registration")]
)
def test_case__state_blocked_after_filing__is_refused_by_the_desk_as_ever(settings, source, step):
    case = make_case(source)
    block_partner(settings, case.agreement.partnership)
    taken = case_step(case.pk, step, actor=case.assigned_to, expected_version=None, reason=REASON)
    assert taken.status in {"refused", "registration_refused"}


def test_register__api_and_page__say_which_state_is_blocked(settings, client):
    case = make_case("registration_filed")
    block_partner(settings, case.agreement.partnership)
    answer = Api(case.assigned_to).post(f"registrations/{case.pk}/register/", {}, version=case.version)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("foreign_parties[0]", "blocked_country")
    translation.activate("en")
    client.force_login(case.assigned_to)
    page = reverse("admin:registration_registrationcase_step", args=[case.pk, "register"])
    body = {"version": case.version, "number": "", "registered_on": "2025-06-20", "understood": "on"}
    shown = client.post(page, body)
    assert shown.status_code == 400
    assert error["detail"] in shown.content.decode()


def test_approve__state_blocked_after_submission__is_refused_and_rejecting_is_not(settings, client):
    partnership = make_partnership("submitted")
    block_partner(settings, partnership)
    person = make_user(Role.ASSOCIATION)
    answer = Api(person).post(f"partnerships/{partnership.pk}/approve/", {}, version=partnership.version)
    assert answer.status_code == 400
    assert [one["code"] for one in answer.json()["errors"]] == ["blocked_country"]
    translation.activate("en")
    client.force_login(person)
    page = reverse("admin:partnerships_partnership_step", args=[partnership.pk, "approve"])
    shown = client.post(page, {"version": partnership.version, "understood": "on"})
    assert shown.status_code == 400
    assert answer.json()["errors"][0]["detail"] in shown.content.decode()
    body = {"reason_codes": ["other"], "text": "Держава-агресор."}
    rejected = Api(person).post(f"partnerships/{partnership.pk}/reject/", body, version=partnership.version)
    assert rejected.status_code == 200, rejected.json()
