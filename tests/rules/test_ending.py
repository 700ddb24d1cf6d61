"""Ending cooperation: on a day, with a reason, and never as if the agreement were ended, too."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from common.errors import ConfirmationNeeded, RuleViolated
from common.life_cycle import NO_REASON, Reason
from common.partial_dates import DatePrecision, PartialDate
from partnerships.force_words import Force
from partnerships.models import Partnership
from partnerships.services import take_step
from registration.texts.extract import _state
from tests.api.client import Api
from tests.factories import IN_WORDS, PASSWORD, make_case, make_entry, make_partnership, make_user

pytestmark = pytest.mark.django_db

ENDING = {"ended_on": "2026-01-15", "text": "Партнер розпущений."}
CONFIRMED = {**ENDING, "confirm": ["agreement_in_force"]}


def end(api, partnership, body):
    version = Partnership.objects.get(pk=partnership.pk).version
    return api.post(f"partnerships/{partnership.pk}/end/", body, version=version)


@pytest.fixture
def registered():
    return make_entry().agreement.partnership


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {("ended_on", "required"), ("text", "required")}),
        ({"text": "Партнер розпущений."}, {("ended_on", "required")}),
        ({"ended_on": "2026-01-15"}, {("text", "required")}),
        ({"ended_on": "2026-01-15", "text": " \n"}, {("text", "required")}),
        ({**ENDING, "reason_codes": ["duplicate"]}, {("reason_codes", "invalid_choice")}),
        ({**ENDING, "ended_on": "2999-01-01"}, {("ended_on", "in_future")}),
        ({**ENDING, "ended_on": "2001-01-01"}, {("ended_on", "before_start")}),
    ],
)  # fmt: skip
def test_end__without_day_or_reason__is_400_beside_the_field_and_ends_nothing(body, fields):
    partnership = make_partnership("approved")
    answer = end(Api(partnership.responsible), partnership, body)
    assert answer.status_code == 400
    assert {(one["field"], one["code"]) for one in answer.json()["errors"]} == fields
    assert Partnership.objects.get(pk=partnership.pk).status == "approved"


def test_service__has_no_silent_today():
    partnership = make_partnership("approved")
    with pytest.raises(RuleViolated) as refused:
        take_step(
            partnership.pk, "end", actor=partnership.responsible, expected_version=None, reason=NO_REASON
        )
    assert {problem.field for problem in refused.value.problems} == {"ended_on", "text"}


def test_end_of_a_partnership_without_agreement_in_force__needs_no_confirmation__and_keeps_the_reason():
    partnership = make_partnership("approved")
    answer = end(Api(partnership.responsible), partnership, ENDING)
    assert (answer.status_code, answer.json()["ended_on"]) == (200, "2026-01-15")
    assert answer.json()["filing"]["reason_text"] == "Партнер розпущений."
    assert Api().get(f"partnerships/{partnership.pk}/").json()["filing"] is None, "the reason is not public"


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ASSOCIATION])
def test_end_while_an_agreement_is_in_force__asks_once_more__and_history_keeps_the_answer(registered, role):
    actor = registered.responsible if role == Role.OFFICIAL else make_user(role)
    asked = end(Api(actor), registered, ENDING)
    assert (asked.status_code, asked.json()["code"]) == (409, "confirmation_needed")
    assert asked.json()["confirm"] == ["agreement_in_force"]
    agreement = registered.agreements.get()
    assert agreement.title in asked.json()["detail"]
    assert Partnership.objects.get(pk=registered.pk).status == "approved"
    ended = end(Api(actor), registered, CONFIRMED)
    assert (ended.status_code, ended.json()["status"]) == (200, "ended")
    assert ended.json()["agreements"][0]["in_force"] is True, "ending cooperation ends no agreement"
    row = Partnership.pgh_event_model.objects.filter(pgh_obj_id=registered.pk).latest("pgh_id")
    assert row.pgh_context["confirmed"] == ["agreement_in_force"]
    assert row.pgh_context["reason"] == "Партнер розпущений."


def test_end_after_the_termination_of_its_agreement__asks_nothing():
    case = make_case("terminated")
    partnership = case.agreement.partnership
    assert end(Api(partnership.responsible), partnership, ENDING).status_code == 200


def test_question__is_raised_only_after_everything_else_is_right(registered):
    with pytest.raises(RuleViolated):
        take_step(registered.pk, "end", actor=registered.responsible, expected_version=None, reason=IN_WORDS)
    with pytest.raises(ConfirmationNeeded):
        take_step(
            registered.pk,
            "end",
            actor=registered.responsible,
            expected_version=None,
            reason=IN_WORDS,
            ended_on=timezone.localdate(),
        )


@pytest.mark.parametrize("place", ["desk", "admin"])
def test_page__asks_with_a_tick__and_goes_through_with_it(client, registered, place):
    actor = registered.responsible if place == "desk" else make_user(Role.ASSOCIATION)
    client.login(username=actor.email, password=PASSWORD)
    if place == "desk":
        address = reverse("desk_step", args=[registered.code, "end"])
    else:
        address = reverse("admin:partnerships_partnership_step", args=[registered.pk, "end"])
    given = {"version": registered.version, **ENDING}
    asked = client.post(address, given)
    assert asked.status_code == 409
    assert 'value="agreement_in_force"' in asked.content.decode()
    assert client.post(address, given | {"confirm": ["agreement_in_force"]}).status_code == 302
    fresh = Partnership.objects.get(pk=registered.pk)
    assert (fresh.status, fresh.ended_on) == ("ended", dt.date(2026, 1, 15))


@pytest.mark.parametrize("place", ["desk", "admin"])
def test_page__without_day_or_reason__says_so_beside_both(client, registered, place):
    actor = registered.responsible if place == "desk" else make_user(Role.ASSOCIATION)
    client.login(username=actor.email, password=PASSWORD)
    if place == "desk":
        address = reverse("desk_step", args=[registered.code, "end"])
    else:
        address = reverse("admin:partnerships_partnership_step", args=[registered.pk, "end"])
    answer = client.post(address, {"version": registered.version})
    assert answer.status_code in {400, 422}
    assert {"ended_on"} <= set(answer.context["form"].errors) <= {"ended_on", "text"}
    assert "reason_codes" not in answer.context["form"].fields
    answer = client.post(address, {"version": registered.version, "ended_on": "2026-01-15"})
    assert set(answer.context["form"].errors) == {"text"}


def test_official_page__leads_to_the_termination_of_the_agreement(client, registered):
    client.login(username=registered.responsible.email, password=PASSWORD)
    page = client.get(reverse("desk_step", args=[registered.code, "end"])).content.decode()
    case = registered.agreements.get().cases.get()
    assert reverse("desk_case_step", args=[case.number, "terminate"]) in page


def test_coded_reasons_of_a_return__are_no_reasons_of_an_end():
    partnership = make_partnership("approved")
    with pytest.raises(RuleViolated):
        take_step(
            partnership.pk,
            "end",
            actor=partnership.responsible,
            expected_version=None,
            ended_on=timezone.localdate(),
            reason=Reason(("duplicate",), "Текст."),
        )


BOTH = "Cooperation ended on 15 January 2026; the agreement formally stays in force"


@pytest.fixture
def ended(registered):
    translation.activate("en")
    assert end(Api(registered.responsible), registered, CONFIRMED).status_code == 200
    return Partnership.objects.get(pk=registered.pk)


def number_of(partnership):
    return partnership.agreements.get().register_entry.number


@pytest.mark.parametrize(
    "address",
    [
        "/en/partnerships/{code}/",
        "/en/partnerships/?q={code}",
        "/en/check/?q={number}",
        "/en/register/",
    ],
)
def test_public_pages__say_both_that_cooperation_ended_and_that_the_agreement_stands(client, ended, address):
    page = client.get(address.format(code=ended.code, number=number_of(ended))).content.decode()
    assert BOTH in page
    assert "Formally in force today" in page


def test_desks__say_both(client, ended):
    client.force_login(ended.responsible)
    assert BOTH in client.get(reverse("desk_partnership", args=[ended.code])).content.decode()
    client.force_login(make_user(Role.ASSOCIATION))
    record = reverse("admin:partnerships_partnership_change", args=[ended.pk])
    assert BOTH in client.get(record).content.decode()


def test_extract__says_both(ended):
    entry = ended.agreements.get().register_entry
    assert BOTH in _state(entry)


def test_api_and_exports__say_both(ended):
    number = number_of(ended)
    for path, row in (
        (f"register/{number}/", lambda body: body),
        (f"check/?number={number}", lambda body: body["results"][0]),
    ):
        found = row(Api().get(path).json())
        assert (found["cooperation_ended_on"], found["in_force"]) == ("2026-01-15", True)
    shown = Api().get(f"partnerships/{ended.pk}/").json()
    assert (shown["ended_on"], shown["agreements"][0]["in_force"]) == ("2026-01-15", True)
    for name, column in (("register", "cooperation_ended_on"), ("partnerships", "ended_on")):
        answer = Api().get(f"exports/{name}.csv")
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        line = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert line[column] == "2026-01-15"
        assert line["in_force"] == "true"


def test_check_of_a_day_before_the_end__knows_of_no_end(client, ended):
    page = client.get(f"/en/check/?q={number_of(ended)}&on=2026-01-14").content.decode()
    assert "Cooperation ended" not in page
    assert "ormally" not in page


def force(**changes):
    day = timezone.localdate()
    given = {"reason": "in_force", "registered": True, "term_kind": "open_ended", "term_end": None}
    return Force(**{**given, "ended_on": day, **changes})


def test_words__of_each_term__when_cooperation_has_ended():
    translation.activate("en")
    until = PartialDate(dt.date(2030, 3, 5), DatePrecision.DAY)
    assert force().detail.endswith("formally stays in force, open-ended")
    assert force(term_kind="until", term_end=until).detail.endswith("stays in force until 5 March 2030")
    assert force(term_kind="auto_renewal").detail.endswith("formally renews until a party objects")
    unknown = force(reason="term_unknown", term_kind="unknown")
    assert unknown.detail.endswith("but no act of termination is known")
    assert force(registered=False).label.endswith("not registered")
    for reason in ("terminated", "expired", "not_signed", "not_begun"):
        assert "ooperation" not in force(reason=reason).detail, "what is not in force needs no such words"
