"""Opinions of other ministries: what is asked, answered and corrected, and what they mean for clearing."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from common.errors import ConfirmationNeeded, Conflict, InvalidTransition, RuleViolated
from partnerships.timeline import timeline_for
from registration.models import Opinion, RegistrationCase
from registration.services import record_opinion, request_opinion, take_step
from tests.api.client import Api
from tests.factories import REASON, case_step_fields, make_case, make_user

pytestmark = pytest.mark.django_db
ORDER = {"order_number": "879", "order_date": "2025-05-19"}
WHY = "Зауваження враховано в остаточному тексті."


@pytest.fixture
def case() -> RegistrationCase:
    return make_case("in_review")


def ask(case: RegistrationCase, authority: str = "justice", days_ago: int = 0) -> Opinion:
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return request_opinion(
        case.pk, actor=case.assigned_to, expected_version=None, authority=authority, requested_on=day
    )


def answer(opinion: Opinion, conclusion: str, text: str = "", **fields: Any) -> Opinion:
    case = RegistrationCase.objects.get(pk=opinion.case_id)
    given = {"given_on": timezone.localdate(), "conclusion": conclusion, "text": text, **fields}
    return record_opinion(opinion.pk, actor=case.assigned_to, expected_version=None, **given)


def clear(case: RegistrationCase, **fields: Any) -> RegistrationCase:
    given = {**case_step_fields("clear"), **fields}
    return take_step(case.pk, "clear", actor=case.assigned_to, expected_version=None, **given)


def refusal(case: RegistrationCase, **fields: Any) -> tuple[list[tuple[str, str]], str]:
    with pytest.raises(RuleViolated) as refused:
        clear(case, **fields)
    problems = refused.value.problems
    return [(one.field, one.code) for one in problems], str(problems[0].detail)


@pytest.mark.parametrize("text", ["", "  \n "])
@pytest.mark.parametrize("conclusion", ["negative", "remarks", ""])
def test_clear__against_an_opinion_or_before_it__needs_words(
    case: RegistrationCase, conclusion: str, text: str
) -> None:
    opinion = ask(case)
    if conclusion:
        answer(opinion, conclusion)
    problems, detail = refusal(case, text=text)
    assert problems == [("text", "opinion_open")]
    opinion.refresh_from_db()
    assert opinion.in_words in detail
    cleared = clear(case, text=WHY)
    assert cleared.status == "cleared"
    entry = timeline_for(case.assigned_to, case.agreement.partnership)[-1]
    assert (entry.verb, entry.reason) == ("case:clear", WHY)


def test_clear__opinion_overdue__says_so(case: RegistrationCase) -> None:
    ask(case, days_ago=40)
    assert refusal(case)[0] == [("text", "opinion_open")]
    assert "overdue" in refusal(case)[1] or "прострочен" in refusal(case)[1]


def test_clear__one_positive_one_open__names_the_open_one_alone(case: RegistrationCase) -> None:
    answer(ask(case, "justice"), "positive")
    open_one = ask(case, "foreign_affairs")
    detail = refusal(case)[1]
    assert open_one.in_words in detail
    assert str(Opinion.objects.get(authority="justice").in_words) not in detail


def test_clear__all_positive__needs_no_words(case: RegistrationCase) -> None:
    for authority in ("justice", "foreign_affairs"):
        answer(ask(case, authority), "positive")
    assert clear(case).status == "cleared"


def test_clear__negative_then_asked_again_and_positive__the_last_word_counts(case: RegistrationCase) -> None:
    answer(ask(case), "negative")
    again = ask(case)
    assert refusal(case)[0] == [("text", "opinion_open")]
    answer(again, "positive")
    assert clear(case).status == "cleared"


def test_clear__opinion_of_before_a_return_still_counts(case: RegistrationCase) -> None:
    """What was said of the first draft is not forgotten by filing it again."""
    answer(ask(case), "negative")
    steps = (
        ("return", case.assigned_to, REASON),
        ("refile", case.filed_by, None),
        ("accept", case.assigned_to, None),
    )
    for name, actor, reason in steps:
        given = {"reason": reason} if reason else {}
        take_step(case.pk, name, actor=actor, expected_version=None, **given)
    assert refusal(case)[0] == [("text", "opinion_open")]


def test_clear__nobody_was_asked__pages_ask_once_more_and_programs_do_not(case: RegistrationCase) -> None:
    with pytest.raises(ConfirmationNeeded) as asked:
        clear(case, asks_for_opinions=True)
    assert [question.code for question in asked.value.questions] == ["no_opinion_asked"]
    other = make_case("in_review")
    assert clear(case, asks_for_opinions=True, confirm=["no_opinion_asked"]).status == "cleared"
    assert clear(other).status == "cleared"


def test_request__still_awaited__is_a_conflict(case: RegistrationCase) -> None:
    opinion = ask(case)
    with pytest.raises(Conflict):
        ask(case)
    assert ask(case, "foreign_affairs").pk
    answer(opinion, "negative")
    assert ask(case).pk != opinion.pk


def test_request__twice_at_once__is_refused_by_the_database(case: RegistrationCase) -> None:
    ask(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(case=case, authority="justice")


def test_record__given_already__corrects_it_and_history_keeps_the_first(case: RegistrationCase) -> None:
    opinion = answer(ask(case), "negative", "Не відповідає закону.")
    answer(opinion, "positive", "Зауважень немає.")
    opinion.refresh_from_db()
    assert (opinion.conclusion, opinion.text) == ("positive", "Зауважень немає.")
    entry = timeline_for(case.assigned_to, case.agreement.partnership)[-1]
    assert entry.verb == "correct_opinion"
    changes = {change.field: (change.before, change.after) for change in entry.differences}
    assert changes["conclusion"] == ("negative", "positive")
    assert changes["text"] == ("Не відповідає закону.", "Зауважень немає.")


def test_record__answer_that_comes_after_clearing__is_written_down(case: RegistrationCase) -> None:
    opinion = ask(case)
    clear(case, text=WHY)
    assert answer(opinion, "remarks", "Пункт 4.").conclusion == "remarks"


def test_record__closed_case__stays_as_it_is(case: RegistrationCase) -> None:
    opinion = ask(case)
    take_step(case.pk, "refuse", actor=case.assigned_to, expected_version=None, reason=REASON)
    with pytest.raises(InvalidTransition):
        answer(opinion, "positive")


def test_api__clear_against_an_opinion__400_until_text_is_given(case: RegistrationCase) -> None:
    opinion = ask(case)
    api, path = Api(case.assigned_to), f"registrations/{case.pk}/clear/"
    case.refresh_from_db()
    refused = api.post(path, ORDER, version=case.version)
    assert refused.status_code == 400
    (problem,) = refused.json()["errors"]
    assert (problem["field"], problem["code"]) == ("text", "opinion_open")
    assert "Ministry of Justice" in problem["detail"]
    cleared = api.post(path, {**ORDER, "text": WHY}, version=case.version)
    assert cleared.status_code == 200
    assert cleared.json()["opinions"][0]["id"] == opinion.pk
    events = api.get(f"partnerships/{case.agreement.partnership_id}/events/").json()["results"]
    assert events[-1]["reason"] == WHY


def test_api__nobody_was_asked__clears_as_it_is(case: RegistrationCase) -> None:
    answered = Api(case.assigned_to).post(f"registrations/{case.pk}/clear/", ORDER, version=case.version)
    assert answered.status_code == 200


def test_api__asked_twice__409__corrected__200(case: RegistrationCase) -> None:
    api, path = Api(make_user(Role.MINISTRY)), f"registrations/{case.pk}/opinions/"
    first = api.post(path, {"authority": "justice"}, version=case.version)
    assert first.status_code == 201
    again = api.post(path, {"authority": "justice"}, version=case.version + 1)
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    given = {"given_on": timezone.localdate().isoformat(), "conclusion": "negative"}
    address, version = f"{path}{first.json()['id']}/", case.version + 1
    for step, conclusion in enumerate(("negative", "positive")):
        answered = api.patch(address, given | {"conclusion": conclusion}, version=version + step)
        assert (answered.status_code, answered.json()["conclusion"]) == (200, conclusion)


def test_request__older_than_the_letter__refused_at_every_door(case: RegistrationCase, client: Any) -> None:
    assert case.letter_date is not None
    before = case.letter_date - dt.timedelta(days=1)
    fields = {"actor": case.assigned_to, "expected_version": None, "authority": "justice"}
    with pytest.raises(RuleViolated) as refused:
        request_opinion(case.pk, requested_on=before, **fields)
    assert [(one.field, one.code) for one in refused.value.problems] == [("requested_on", "before_letter")]
    body = {"authority": "justice", "requested_on": before.isoformat()}
    answered = Api(case.assigned_to).post(f"registrations/{case.pk}/opinions/", body, version=case.version)
    assert answered.status_code == 400
    assert [one["field"] for one in answered.json()["errors"]] == ["requested_on"]
    client.force_login(case.assigned_to)
    page = reverse("admin:registration_registrationcase_request_opinion", args=[case.pk])
    typed = client.post(page, body | {"version": case.version})
    assert (typed.status_code, set(typed.context["opinion_request_form"].errors)) == (400, {"requested_on"})
    assert not Opinion.objects.exists()
    assert request_opinion(case.pk, requested_on=case.letter_date, **fields).requested_on == case.letter_date


@pytest.mark.parametrize("days", [-1, 11])
def test_record__before_the_request_or_in_the_future__refused_at_every_door(
    case: RegistrationCase, client: Any, days: int
) -> None:
    opinion = ask(case, days_ago=10)
    case.refresh_from_db()
    day = opinion.requested_on + dt.timedelta(days=days)
    with pytest.raises(RuleViolated) as refused:
        answer(opinion, "positive", given_on=day)
    assert [one.field for one in refused.value.problems] == ["given_on"]
    body = {"given_on": day.isoformat(), "conclusion": "positive"}
    api = Api(case.assigned_to)
    path = f"registrations/{case.pk}/opinions/{opinion.pk}/"
    answered = api.patch(path, body, version=case.version)
    assert answered.status_code == 400, answered.json()
    assert [one["field"] for one in answered.json()["errors"]] == ["given_on"]
    client.force_login(case.assigned_to)
    page = reverse("admin:registration_registrationcase_record_opinion", args=[case.pk, opinion.pk])
    typed = client.post(page, {f"opinion-{opinion.pk}-{name}": value for name, value in body.items()})
    assert typed.status_code == 400
    opinion.refresh_from_db()
    assert opinion.given_on is None
