"""Every typed date lies where it can lie; the bounds stand with the rule, so every door has them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from accounts.models import Membership
from accounts.services.memberships import end_membership
from common.errors import RuleViolated
from common.partial_dates import DatePrecision, PartialDate
from partnerships.inputs import ActivityInput
from partnerships.services import add_activity
from tests.api.client import Api
from tests.communities.factories import make_community
from tests.desk.filing_data import content_data
from tests.factories import first_agreement, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db
OLD, FAR = "0202-05-01", "9999-12-31"


def problems_of(answer):
    return {(problem["field"], problem["code"]) for problem in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"council_decision_date": OLD}, ("agreement.council_decision_date", "too_early")),
        ({"term": {"kind": "until", "until": FAR}}, ("agreement.term.until", "too_late")),
        ({"term": {"kind": "until", "until": OLD}}, ("agreement.term.until", "too_early")),
    ],
)
def test_api__date_of_an_agreement__is_refused(content, problem):
    draft = make_partnership()
    answer = Api(draft.responsible).patch(
        f"partnerships/{draft.pk}/", {"agreement": content}, version=draft.version
    )
    assert answer.status_code == 400
    assert problem in problems_of(answer)


def test_api__beginning_of_cooperation__is_refused():
    draft = make_partnership()
    body = {"started": {"date": "0202-05-01", "precision": "year"}}
    answer = Api(draft.responsible).patch(f"partnerships/{draft.pk}/", body, version=draft.version)
    assert problems_of(answer) == {("started", "too_early")}


def test_page__date_of_a_decision__is_refused_beside_its_field(client):
    translation.activate("uk")  # a request leaves its language behind
    draft = make_partnership()
    client.force_login(draft.responsible)
    address = reverse("desk_filing", args=[draft.code, "agreement"])
    answer = client.post(address, {**content_data(council_decision_date=OLD), "version": draft.version})
    assert answer.status_code in {400, 422}
    assert "раніша за 1945 рік" in answer.content.decode()
    assert first_agreement(draft).council_decision_date is None


def test_activity__of_another_era__is_refused():
    partnership = make_partnership("approved")
    data = ActivityInput(
        type="aid", happened=PartialDate(dt.date(202, 5, 1), DatePrecision.DAY), title_uk="Допомога"
    )
    with pytest.raises(RuleViolated) as refused:
        add_activity(partnership.pk, actor=partnership.responsible, data=data)
    assert [(p.field, p.code) for p in refused.value.problems] == [("happened", "too_early")]


@pytest.mark.parametrize("field", ["valid_from", "valid_until"])
def test_membership__that_nobody_can_mean__is_refused(field):
    membership = Membership(user=make_user(), community=make_community())
    setattr(membership, field, dt.date(9999, 1, 1))
    with pytest.raises(ValidationError) as refused:
        membership.full_clean()
    assert field in refused.value.message_dict


def test_membership__ended_in_9999__is_refused():
    unit = make_community()
    make_user(communities=[unit])
    person = make_user(communities=[unit])
    membership = Membership.objects.get(user=person)
    with pytest.raises(RuleViolated) as refused:
        end_membership(membership.pk, actor=make_user("administrator"), last_day=dt.date(9999, 1, 1))
    assert refused.value.problems[0].code == "too_late"


def test_api__date_of_a_letter__is_refused():
    partnership = make_partnership("approved")
    body = {"agreement": first_agreement(partnership).pk, "letter_number": "7", "letter_date": OLD}
    answer = Api(partnership.responsible).post("registrations/", body)
    assert ("letter_date", "too_early") in problems_of(answer)


@pytest.mark.parametrize(
    ("status", "step", "body", "field"),
    [
        ("in_review", "clear", {"order_number": "7", "order_date": OLD}, "order_date"),
        (
            "registered",
            "terminate",
            {"act_kind": "mayor_order", "act_number": "7", "act_date": OLD},
            "act_date",
        ),
        ("registration_filed", "register", {"registered_on": OLD}, "registered_on"),
    ],
)
def test_api__date_of_a_paper_of_a_case__is_refused(status, step, body, field):
    clerk = make_user("ministry")
    case = make_case(status, clerk=clerk)
    person = case.filed_by if step == "terminate" else clerk
    answer = Api(person).post(f"registrations/{case.pk}/{step}/", body, version=case.version)
    assert answer.status_code == 400, answer.content
    assert field in {name for name, _code in problems_of(answer)}


def test_api__end_of_cooperation_of_another_era__is_refused():
    partnership = make_partnership("approved", started=None)
    api = Api(partnership.responsible)
    body = {"ended_on": OLD, "text": "Так вирішили.", "confirm": ["agreement_in_force"]}
    answer = api.post(f"partnerships/{partnership.pk}/end/", body, version=partnership.version)
    assert ("ended_on", "too_early") in problems_of(answer)


def test_opinion__asked_for_in_another_era__is_refused():
    clerk = make_user("ministry")
    case = make_case("in_review", clerk=clerk)
    answer = Api(clerk).post(
        f"registrations/{case.pk}/opinions/",
        {"authority": "justice", "requested_on": OLD},
        version=case.version,
    )
    assert ("requested_on", "too_early") in problems_of(answer)
