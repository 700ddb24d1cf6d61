"""Filing with the Ministry, clearance, signing, registration, termination: what each step asks for."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.roles import Role
from common.errors import Conflict, InvalidTransition, NotVisible, RuleViolated
from common.life_cycle import Reason
from common.partial_dates import DatePrecision, PartialDate
from partnerships.inputs import TermInput
from partnerships.models import Agreement
from partnerships.services import add_agreement
from partnerships.services import take_step as partnership_step
from registration.models import MinistryOrder, RegisterEntry, RegistrationCase
from registration.selectors import overdue
from registration.services import accept, file_case, record_opinion, request_opinion
from registration.services import take_step as case_step
from tests.factories import (
    LETTER_DATE,
    ORDER_DATE,
    REASON,
    SIGNED,
    agreement_input,
    case_step_fields,
    first_agreement,
    make_case,
    make_entry,
    make_partnership,
    make_user,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def codes(raised):
    return {(problem.field, problem.code) for problem in raised.value.problems}


def step(case, name, *, actor=None, **fields):
    ministry = {
        "accept",
        "return",
        "refuse",
        "clear",
        "register",
        "return-registration",
        "refuse-registration",
    }
    by_default = (case.assigned_to or make_user(Role.MINISTRY)) if name in ministry else case.filed_by
    actor = actor or by_default
    return case_step(
        case.pk, name, actor=actor, expected_version=None, **{**case_step_fields(name), **fields}
    )


def refused(case, name, **fields):
    with pytest.raises(RuleViolated) as raised:
        step(case, name, **fields)
    return codes(raised)


@pytest.mark.parametrize("status", ["draft", "returned", "rejected", "withdrawn", "ended"])
def test_file_case__fails_unless_submitted_or_approved(status):
    partnership = make_partnership(status)
    with pytest.raises(InvalidTransition) as raised:
        file_case(
            first_agreement(partnership).pk,
            actor=partnership.responsible,
            letter_number="1",
            letter_date=LETTER_DATE,
        )
    assert raised.value.current_status == status


def test_file_case__names_everything_that_is_missing():
    partnership = make_partnership("submitted")
    official = partnership.responsible
    bare = add_agreement(partnership.pk, actor=official, data=agreement_input(kinds=(), spheres=()))
    with pytest.raises(RuleViolated) as raised:
        file_case(
            bare.pk,
            actor=partnership.responsible,
            letter_number=" ",
            letter_date=timezone.localdate() + DAY,
        )
    assert codes(raised) == {
        ("letter_number", "required"),
        ("letter_date", "in_future"),
        ("agreement.kinds", "required"),
        ("agreement.spheres", "required"),
    }
    bare.refresh_from_db()
    assert bare.content_state == "open"


def test_submit__agreement_without_kinds_and_spheres__asks_for_them():
    """Later nobody could add them: the check closes the agreement, and the Ministry refuses it so."""
    partnership = make_partnership("draft", agreement=agreement_input(kinds=(), spheres=()))
    with pytest.raises(RuleViolated) as raised:
        partnership_step(partnership.pk, "submit", actor=partnership.responsible, expected_version=None)
    assert codes(raised) == {("agreement.kinds", "required"), ("agreement.spheres", "required")}


def test_file_partnership__cooperation_begins_in_the_future__is_refused():
    with pytest.raises(RuleViolated) as raised:
        make_partnership("draft", started=PartialDate(timezone.localdate() + DAY, DatePrecision.DAY))
    assert codes(raised) == {("started", "in_future")}


def test_file_case__fails_for_a_registered_agreement_even_after_termination():
    case = make_case("terminated")
    with pytest.raises(Conflict):
        file_case(case.agreement_id, actor=case.filed_by, letter_number="1", letter_date=LETTER_DATE)


def test_file_case__of_nothing__does_not_exist():
    with pytest.raises(NotVisible):
        file_case(0, actor=make_user(), letter_number="1", letter_date=LETTER_DATE)


def test_review__has_thirty_days_from_filing():
    case = make_case("filed")
    assert case.due_on == case.filed_on + 30 * DAY
    assert not overdue(RegistrationCase.objects.all()).exists()


def test_review__of_a_letter_received_on_paper__runs_since_then():
    today = timezone.localdate()
    case = make_case("filed")
    case = accept(
        case.pk, actor=make_user(Role.MINISTRY), expected_version=case.version, received_on=today - 40 * DAY
    )
    assert case.due_on == today - 10 * DAY
    assert case.is_overdue
    assert list(overdue(RegistrationCase.objects.all())) == [case]


@pytest.mark.parametrize("received_on", [LETTER_DATE - DAY, dt.date(2999, 1, 1)])
def test_review__letter_is_received_between_its_date_and_the_filing(received_on):
    assert refused(make_case("filed"), "accept", received_on=received_on) == {("received_on", "invalid")}


def test_order__clears_many_drafts__one_row():
    cases = [step(make_case("in_review"), "clear", signer=signer) for signer in ("Підписант", "", "Інший")]
    order = MinistryOrder.objects.get()
    assert {case.order for case in cases} == {order}
    assert (order.number, order.date, order.signer) == ("879", ORDER_DATE, "Підписант")


def test_order__of_the_same_number_on_another_day_is_another_order():
    first = step(make_case("in_review"), "clear")
    second = step(make_case("in_review"), "clear", order_date=ORDER_DATE + DAY, confirm=["order_other_date"])
    assert first.order != second.order


def test_clear__needs_number_and_date_of_an_order_that_is_there():
    future = timezone.localdate() + DAY
    found = refused(make_case("in_review"), "clear", order_number=" ", order_date=future)
    assert found == {("order_number", "required"), ("order_date", "in_future")}
    assert not MinistryOrder.objects.exists()


@pytest.mark.parametrize(
    ("signed", "code"),
    [
        (None, "required"),
        (PartialDate(dt.date(1944, 12, 31), DatePrecision.DAY), "too_early"),
        (PartialDate(dt.date(1944, 1, 1), DatePrecision.YEAR), "too_early"),
        (PartialDate(dt.date(2999, 1, 1), DatePrecision.YEAR), "in_future"),
    ],
)
def test_signing__neither_in_the_future_nor_before_1945(signed, code):
    assert refused(make_case("cleared"), "submit-signed", signed=signed) == {("signed", code)}


def test_signing__tomorrow_is_refused__today_is_not():
    case, today = make_case("cleared"), timezone.localdate()
    tomorrow = PartialDate(today + DAY, DatePrecision.DAY)
    assert refused(case, "submit-signed", signed=tomorrow) == {("signed", "in_future")}
    assert (
        step(case, "submit-signed", signed=PartialDate(today, DatePrecision.DAY)).status
        == "registration_filed"
    )


@pytest.mark.parametrize("until", [SIGNED.date, SIGNED.date - DAY])
def test_signing__is_before_the_end_of_the_term(until):
    case = make_case("cleared", agreement=agreement_input(term=TermInput("until", until=until)))
    assert refused(case, "submit-signed") == {("signed", "after_term")}


def test_signing__some_day_of_a_year_in_which_the_term_ends__is_refused_not_broken():
    """The database compares the very day that stands in the column."""
    until = TermInput("until", until=dt.date(2025, 3, 1))
    case = make_case("cleared", agreement=agreement_input(term=until))
    signed = PartialDate(dt.date(2025, 6, 15), DatePrecision.YEAR)
    assert refused(case, "submit-signed", signed=signed) == {("signed", "after_term")}


def test_signing__needs_a_place_or_online():
    case = make_case("cleared")
    assert refused(case, "submit-signed", signed_place="  ") == {("signed_place", "required")}
    step(case, "submit-signed", signed_place="", signed_online=True)
    assert Agreement.objects.get().signed_online


def test_register__not_before_signing__not_in_the_future():
    case = make_case("registration_filed")
    assert refused(case, "register", registered_on=SIGNED.date - DAY) == {("registered_on", "before_signing")}
    future = timezone.localdate() + DAY
    assert refused(case, "register", registered_on=future) == {("registered_on", "in_future")}
    assert step(case, "register", registered_on=SIGNED.date).status == "registered"


def test_register__number_is_unique_and_not_endless():
    make_entry(step_fields={"register": {"number": "12/2026"}})
    case = make_case("registration_filed")
    assert refused(case, "register", number=" 12/2026 ") == {("number", "unique")}
    assert refused(case, "register", number="12–2026") == {("number", "unique")}
    assert refused(case, "register", number="№ /") == {("number", "invalid")}
    assert refused(case, "register", number="1" * 51) == {("number", "too_long")}
    assert RegisterEntry.objects.count() == 1
    # The same digits cut elsewhere are another number.
    assert step(case, "register", number="122/026", confirm=["number_shape"]).entry.number == "122/026"


def test_terminate__act_is_named_and_not_older_than_the_agreement():
    case = make_case("registered")
    assert refused(case, "terminate", act_kind="whim", act_number=" ") == {
        ("act_kind", "invalid_choice"),
        ("act_number", "required"),
    }
    assert refused(case, "terminate", act_date=SIGNED.date - DAY) == {("act_date", "before_signing")}
    assert refused(case, "terminate", act_date=timezone.localdate() + DAY) == {("act_date", "in_future")}
    step(case, "terminate")
    assert not Agreement.objects.get().in_force()


class TestReturns:
    def test_submit__returned_by_clerk__goes_back_to_same_desk(self):
        case = make_case("returned")
        clerk = case.assigned_to
        refiled = step(case, "refile")
        assert refiled.assigned_to == clerk
        accepted = step(refiled, "accept", actor=make_user(Role.MINISTRY), confirm=["held_by_another"])
        assert accepted.assigned_to == clerk

    def test_submit__returned_by_the_association__goes_back_to_the_same_reviewer(self):
        partnership = make_partnership("returned")
        reviewer = partnership.reviewer
        first = partnership.first_submitted_at
        again = partnership_step(
            partnership.pk, "submit", actor=partnership.responsible, expected_version=partnership.version
        )
        assert again.reviewer == reviewer
        assert again.first_submitted_at == first < again.submitted_at
        assert again.reason_codes == list(REASON.codes), "the remarks stay readable for the reviewer"

    def test_return_of_a_draft_opens_it__refiling_closes_it(self):
        case = make_case("returned")
        assert (case.agreement.content_state, case.due_on) == ("open", None)
        refiled = step(case, "refile")
        assert Agreement.objects.get().content_state == "locked"
        assert refiled.due_on == timezone.localdate() + 30 * DAY

    def test_return_of_a_registration_filing_keeps_the_text_closed(self):
        make_case("registration_returned")
        assert Agreement.objects.get().content_state == "locked"

    @pytest.mark.parametrize("status", ["refused", "withdrawn", "registration_refused"])
    def test_what_came_to_nothing_may_be_filed_anew(self, status):
        case = make_case(status)
        again = file_case(case.agreement_id, actor=case.filed_by, letter_number="2", letter_date=LETTER_DATE)
        assert (again.status, again.number != case.number) == ("filed", True)

    def test_a_partnership_with_a_draft_at_the_ministry_is_not_withdrawn(self):
        partnership = make_partnership("submitted")
        make_case(partnership=partnership)
        with pytest.raises(RuleViolated) as raised:
            partnership_step(partnership.pk, "withdraw", actor=partnership.responsible, expected_version=None)
        assert codes(raised) == {("status", "case_open")}

    def test_a_returned_draft_of_a_withdrawn_partnership_is_not_filed_again(self):
        partnership = make_partnership("submitted")
        case = make_case("returned", partnership=partnership)
        partnership_step(
            partnership.pk,
            "withdraw",
            actor=partnership.responsible,
            expected_version=None,
            reason=Reason(text="Сторони передумали."),
        )
        assert refused(case, "refile") == {("status", "withdrawn")}
        assert step(case, "withdraw").status == "withdrawn"


class TestOpinions:
    @pytest.fixture
    def case(self):
        return make_case("in_review")

    def test_justice_has_a_term__foreign_affairs_none_is_known(self, case):
        justice = request_opinion(
            case.pk, actor=case.assigned_to, expected_version=case.version, authority="justice"
        )
        affairs = request_opinion(
            case.pk, actor=case.assigned_to, expected_version=case.version + 1, authority="foreign_affairs"
        )
        assert justice.due_on == justice.requested_on + 10 * DAY
        assert affairs.due_on is None

    def test_are_asked_only_under_review(self):
        case = make_case("filed")
        with pytest.raises(InvalidTransition):
            request_opinion(
                case.pk, actor=make_user(Role.MINISTRY), expected_version=None, authority="justice"
            )

    def test_are_given_between_request_and_today(self, case):
        opinion = request_opinion(case.pk, actor=case.assigned_to, expected_version=None, authority="justice")
        for day in (opinion.requested_on - DAY, timezone.localdate() + DAY):
            with pytest.raises(RuleViolated):
                record_opinion(
                    opinion.pk,
                    actor=case.assigned_to,
                    expected_version=None,
                    given_on=day,
                    conclusion="positive",
                )

    def test_are_not_asked_in_the_future_nor_of_strangers(self, case):
        with pytest.raises(RuleViolated) as raised:
            request_opinion(
                case.pk,
                actor=case.assigned_to,
                expected_version=None,
                authority="oracle",
                requested_on=timezone.localdate() + DAY,
            )
        assert codes(raised) == {("authority", "invalid_choice"), ("requested_on", "in_future")}

    def test_an_unknown_opinion_does_not_exist(self, case):
        with pytest.raises(NotVisible):
            record_opinion(
                0,
                actor=case.assigned_to,
                expected_version=None,
                given_on=timezone.localdate(),
                conclusion="positive",
            )
