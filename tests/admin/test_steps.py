"""Every step of both life cycles through the admin: who may, what it asks for, what happens when it fails."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from common.life_cycle import Reason
from partnerships.choices import PartnershipStatus
from partnerships.models import Partnership
from partnerships.services import take_step as take_partnership_step
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.choices import CaseStatus
from registration.models import RegistrationCase
from registration.services import take_step as take_case_step
from registration.transitions import CASE_LIFE_CYCLE
from tests.admin.conftest import DESKS
from tests.factories import make_case, make_entry, make_partnership, make_user

pytestmark = pytest.mark.django_db

REASONS = {"reason_codes": ["incomplete", "other"], "text": "Додайте рішення ради."}
TODAY = {"registered_on": timezone.localdate().isoformat(), "understood": "on"}
IN_WORDS = {"text": "Партнер розпущений.", "ended_on": "2025-12-31"}
CASE_FIELDS = {
    "clear": {
        "order_number": "879",
        "order_date": "2025-05-19",
        "signer": "Міністр",
        "confirm": ["no_opinion_asked", "held_by_another"],
    },
    "register": {"number": "", "registered_on": "2025-06-20"},
    "terminate": {"act_kind": "council_decision", "act_number": "12-4", "act_date": "2025-07-01"},
}


def step_url(record, name):
    model = f"{record._meta.app_label}_{record._meta.model_name}"
    return reverse(f"admin:{model}_step", args=[record.pk, name])


def change_url(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def start_of(step):
    return min(step.sources)


def posted(step, record):
    given = {"version": record.version, "confirm": ["held_by_another"], **CASE_FIELDS.get(step.name, {})}
    given |= {"understood": "on"} if step.consequences else {}
    if step.needs_reason:
        given |= REASONS if step.reasons else IN_WORDS
    return given


def staff_steps(cycle):
    return [
        pytest.param(step, id=f"{cycle.name} {step.name}")
        for step in cycle.transitions
        if step.roles & set(DESKS)
    ]


def officials_steps(cycle):
    return [
        pytest.param(step, id=f"{cycle.name} {step.name}")
        for step in cycle.transitions
        if not step.roles & set(DESKS)
    ]


def record_before(step, cycle):
    make = make_partnership if cycle is PARTNERSHIP_LIFE_CYCLE else make_case
    return make(start_of(step))


def desk_of(step):
    return next(iter(step.roles & set(DESKS)))


STAFF_STEPS = [
    pytest.param(cycle, *parameter.values, id=parameter.id)
    for cycle in (PARTNERSHIP_LIFE_CYCLE, CASE_LIFE_CYCLE)
    for parameter in staff_steps(cycle)
]
OFFICIALS_STEPS = [
    pytest.param(cycle, *parameter.values, id=parameter.id)
    for cycle in (PARTNERSHIP_LIFE_CYCLE, CASE_LIFE_CYCLE)
    for parameter in officials_steps(cycle)
]


@pytest.mark.parametrize(("cycle", "step"), STAFF_STEPS)
def test_the_right_desk_looks_and_takes_the_step(cycle, step, people):
    record = record_before(step, cycle)
    client = people.client(desk_of(step))
    page = client.get(step_url(record, step.name))
    assert page.status_code == 200
    record.refresh_from_db()
    assert record.status == start_of(step), "looking changes nothing"

    answer = client.post(step_url(record, step.name), posted(step, record))
    assert (answer.status_code, answer.url) == (302, change_url(record))
    assert [str(message) for message in get_messages(answer.wsgi_request)]
    record.refresh_from_db()
    assert record.status == step.target
    if step.reasons:
        assert record.reason_codes == REASONS["reason_codes"]
        assert record.reason_text == REASONS["text"]
    assert client.get(change_url(record)).status_code == 200


@pytest.mark.parametrize(("cycle", "step"), STAFF_STEPS)
def test_another_desk_is_refused_with_the_reason(cycle, step, people):
    record = record_before(step, cycle)
    for role in {Role.MINISTRY, Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR} - step.roles:
        client = people.client(role)
        for answer in (
            client.get(step_url(record, step.name)),
            client.post(step_url(record, step.name), posted(step, record)),
        ):
            # 403 with the reason, or 404 where the record does not exist for the role at all.
            sees = type(record).objects.visible_to(people.user(role)).filter(pk=record.pk).exists()
            sees = sees and not (role == Role.ASSOCIATION and cycle is CASE_LIFE_CYCLE)
            opens_list = not (role == Role.ASSOCIATION and cycle is CASE_LIFE_CYCLE)
            assert answer.status_code == (403 if sees or not opens_list else 404)
    record.refresh_from_db()
    assert record.status == start_of(step)


@pytest.mark.parametrize(("cycle", "step"), OFFICIALS_STEPS)
def test_steps_of_the_officials_are_not_taken_here(cycle, step, people):
    record = record_before(step, cycle)
    client = people.client(Role.ASSOCIATION if cycle is PARTNERSHIP_LIFE_CYCLE else Role.MINISTRY)
    assert client.get(step_url(record, step.name)).status_code == 403
    answer = client.post(step_url(record, step.name), {"version": record.version})
    assert answer.status_code == 403
    assert b"This step belongs to another desk" in answer.content or "403" not in answer.content.decode()


@pytest.mark.parametrize("status", PartnershipStatus.values)
def test_the_record_of_a_partnership_has_the_buttons_of_its_status(status, association):
    partnership = make_partnership(status)
    page = association.get(change_url(partnership)).content.decode()
    for step in PARTNERSHIP_LIFE_CYCLE.transitions:
        allowed = status in step.sources and Role.ASSOCIATION in step.roles
        assert (step_url(partnership, step.name) in page) is allowed, step.name


@pytest.mark.parametrize("status", CaseStatus.values)
def test_the_record_of_a_case_has_the_buttons_of_its_status(status, ministry):
    case = make_case(status)
    page = ministry.get(change_url(case)).content.decode()
    for step in CASE_LIFE_CYCLE.transitions:
        allowed = status in step.sources and Role.MINISTRY in step.roles
        assert (step_url(case, step.name) in page) is allowed, step.name


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_those_who_only_look_have_no_buttons(role, people):
    partnership, case = make_partnership("submitted"), make_case("in_review")
    client = people.client(role)
    for record in (partnership, case):
        assert "/steps/" not in client.get(change_url(record)).content.decode()


def test_a_step_that_was_never_declared_does_not_exist(association):
    partnership = make_partnership("submitted")
    assert association.get(step_url(partnership, "publish")).status_code == 404
    assert association.post(step_url(partnership, "publish"), {"version": 1}).status_code == 404


def test_a_return_without_a_reason_says_what_is_missing_beside_the_field(association):
    partnership = make_partnership("submitted")
    answer = association.post(step_url(partnership, "return"), {"version": partnership.version, "text": "  "})
    assert answer.status_code == 400
    assert answer.context["form"].errors["text"]
    assert Partnership.objects.get(pk=partnership.pk).status == "submitted"


def test_what_was_typed_stays_when_the_order_is_refused(ministry):
    case = make_case("in_review")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    given = {
        "version": case.version,
        "order_number": "15/38-Н",
        "order_date": tomorrow.isoformat(),
        "signer": "О. Ю.",
        "understood": "on",
    }
    answer = ministry.post(step_url(case, "clear"), given)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["order_date"]
    page = answer.content.decode()
    assert all(f'value="{value}"' in page for value in ("15/38-Н", "О. Ю.", tomorrow.isoformat()))


def test_a_malformed_day_is_said_beside_the_day(ministry):
    case = make_case("in_review")
    given = {"version": case.version, "order_number": "7", "order_date": "31.02.2025", "understood": "on"}
    answer = ministry.post(step_url(case, "clear"), given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["order_date"])
    assert 'value="31.02.2025"' in answer.content.decode()


def test_a_taken_registration_number_is_said_beside_the_number(ministry):
    entry, case = make_entry(), make_case("registration_filed")
    given = {
        "version": case.version,
        "number": entry.number,
        "registered_on": timezone.localdate().isoformat(),
        "understood": "on",
    }
    answer = ministry.post(step_url(case, "register"), given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["number"])


def test_a_typed_registration_number_is_kept_and_told(ministry):
    case = make_case("registration_filed")
    given = {
        "version": case.version,
        **TODAY,
        "number": "МТС-17",
        "confirm": ["held_by_another", "number_shape"],
    }
    answer = ministry.post(step_url(case, "register"), given, follow=True)
    assert "МТС-17" in "".join(str(message) for message in answer.context["messages"])
    assert RegistrationCase.objects.get(pk=case.pk).entry.number == "МТС-17"


def test_a_stale_page_says_who_was_faster_and_keeps_the_words(association):
    partnership = make_partnership("submitted")
    seen = partnership.version
    partnership = take_partnership_step(
        partnership.pk,
        "return",
        actor=make_user(Role.ASSOCIATION, name="Швидша Колега"),
        expected_version=seen,
        reason=Reason(("other",), "Невірна назва."),
    )
    partnership = take_partnership_step(
        partnership.pk, "submit", actor=partnership.responsible, expected_version=partnership.version
    )
    answer = association.post(step_url(partnership, "return"), {"version": seen, **REASONS})
    page = answer.content.decode()
    assert answer.status_code == 412
    assert partnership.responsible.name in page
    assert REASONS["text"] in page
    assert page.count("checked") >= len(REASONS["reason_codes"])
    assert Partnership.objects.get(pk=partnership.pk).status == "submitted"
    # Having seen the present state, the person may decide again.
    confirmed = {"version": answer.context["form"]["version"].value(), **REASONS}
    confirmed["confirm"] = ["held_by_another"]
    assert association.post(step_url(partnership, "return"), confirmed).status_code == 302


def test_a_step_that_came_too_late_says_the_status_and_offers_no_button(ministry):
    case = make_case("in_review")
    late = take_case_step(
        case.pk,
        "refuse",
        actor=case.assigned_to,
        expected_version=case.version,
        reason=Reason(("incomplete",)),
    )
    assert ministry.get(step_url(case, "clear")).status_code == 409
    given = {"version": late.version, "understood": "on", **CASE_FIELDS["clear"]}
    answer = ministry.post(step_url(case, "clear"), given)
    assert answer.status_code == 409
    assert 'type="submit" class="desk-button' not in answer.content.decode()
    assert 'value="879"' in answer.content.decode()


def test_the_association_ends_a_partnership_on_a_day(association):
    partnership = make_partnership("approved")
    given = {"version": partnership.version, **IN_WORDS}
    assert association.post(step_url(partnership, "end"), given).status_code == 302
    assert Partnership.objects.get(pk=partnership.pk).ended_on == dt.date(2025, 12, 31)


def test_a_missing_version_is_no_way_round(association):
    partnership = make_partnership("submitted")
    assert association.post(step_url(partnership, "approve"), {}).status_code == 400
    assert Partnership.objects.get(pk=partnership.pk).status == "submitted"
