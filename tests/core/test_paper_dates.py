"""Dates and numbers of papers, compared with each other: service, API and the Ministry's pages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from common.errors import ConfirmationNeeded, RuleViolated
from common.partial_dates import DatePrecision, PartialDate
from partnerships.services import add_agreement
from registration.models import MinistryOrder, RegisterEntry, RegistrationCase
from registration.services import file_case, take_step
from registration.services.registering import next_free_number
from tests.api.client import Api
from tests.factories import (
    LETTER_DATE,
    ORDER_DATE,
    agreement_input,
    first_agreement,
    make_case,
    make_entry,
    make_partnership,
    make_transferred_entry,
    make_user,
    scan,
)

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def clerk():
    return make_user(Role.MINISTRY)


def codes(caught):
    return {(problem.field, problem.code) for problem in caught.value.problems}


def asked(caught):
    return [question.code for question in caught.value.questions]


def clear(case, clerk, number="879", day=ORDER_DATE, **more):
    return take_step(
        case.pk, "clear", actor=clerk, expected_version=None, order_number=number, order_date=day, **more
    )


def register(case, clerk, number="", day=None, **more):
    return take_step(
        case.pk, "register", actor=clerk, expected_version=None, number=number, registered_on=day, **more
    )


def test_clear__order_older_than_the_letter__refused_beside_the_date(clerk):
    case = make_case("in_review", clerk=clerk)
    with pytest.raises(RuleViolated) as caught:
        clear(case, clerk, day=dt.date(2019, 5, 19))
    assert codes(caught) == {("order_date", "before_letter")}


def test_clear__order_of_the_day_of_the_letter_entered_much_later__accepted(clerk):
    assert clear(make_case("in_review", clerk=clerk), clerk, day=LETTER_DATE).status == "cleared"


def test_clear__api__order_older_than_the_letter__400_beside_order_date(clerk):
    case = make_case("in_review", clerk=clerk)
    body = {"order_number": "1601", "order_date": "2019-03-01"}
    answer = Api(clerk).post(f"registrations/{case.pk}/clear/", body, version=case.version)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "order_date"


def test_clear_many__order_older_than_one_letter__that_draft_is_not_cleared(client, clerk):
    case = make_case("in_review", clerk=clerk)
    client.force_login(clerk)
    body = {
        "order_number": "5",
        "order_date": "2019-03-01",
        "case": f"{case.pk}:{case.version}",
        "understood": "on",
        "confirm": "no_opinion_asked",
    }
    answer = client.post(reverse("admin:registration_registrationcase_clear_many"), body)
    assert answer.status_code == 409
    assert RegistrationCase.objects.get(pk=case.pk).status == "in_review"


def test_clear__same_number_with_another_date__asked_and_kept_when_confirmed(clerk):
    clear(make_case("in_review", clerk=clerk), clerk, number="1601", day=dt.date(2025, 9, 1))
    case = make_case("in_review", clerk=clerk)
    with pytest.raises(ConfirmationNeeded) as caught:
        clear(case, clerk, number="№ 1601", day=dt.date(2025, 9, 11))
    assert asked(caught) == ["order_other_date"]
    assert MinistryOrder.objects.count() == 1
    clear(case, clerk, number="№ 1601", day=dt.date(2025, 9, 11), confirm=["order_other_date"])
    assert list(MinistryOrder.objects.order_by("date").values_list("number", flat=True)) == ["1601", "1601"]
    event = RegistrationCase.pgh_event_model.objects.filter(pgh_obj=case).latest("pgh_id")
    assert event.pgh_context["confirmed"] == ["order_other_date"]


@pytest.mark.parametrize("typed", ["18-МС", "18 – МС", "№ 18-мс", "18-MC"])
def test_clear__same_order_typed_otherwise__is_one_order(clerk, typed):
    clear(make_case("in_review", clerk=clerk), clerk, number="18-МС")
    clear(make_case("in_review", clerk=clerk), clerk, number=typed)
    assert MinistryOrder.objects.get().number == "18-МС"


def test_clear__admin__asks_with_a_tick_and_keeps_what_was_typed(client, clerk):
    clear(make_case("in_review", clerk=clerk), clerk, number="1601", day=dt.date(2025, 9, 1))
    case = make_case("in_review", clerk=clerk)
    client.force_login(clerk)
    page = reverse("admin:registration_registrationcase_step", args=[case.pk, "clear"])
    body = {"version": case.version, "order_number": "1601", "order_date": "2025-09-11", "signer": "Міністр"}
    body |= {"understood": "on", "confirm": ["no_opinion_asked"]}
    answer = client.post(page, body)
    assert answer.status_code == 409
    assert 'value="order_other_date"' in answer.content.decode()
    assert 'value="Міністр"' in answer.content.decode()
    assert client.post(page, {**body, "confirm": ["no_opinion_asked", "order_other_date"]}).status_code == 302
    assert RegistrationCase.objects.get(pk=case.pk).status == "cleared"


def test_clear_many__same_number_with_another_date__asked_once_for_all(client, clerk):
    clear(make_case("in_review", clerk=clerk), clerk, number="1601", day=dt.date(2025, 9, 1))
    cases = [make_case("in_review", clerk=clerk) for _number in range(2)]
    client.force_login(clerk)
    page = reverse("admin:registration_registrationcase_clear_many")
    body = {
        "order_number": "1601",
        "order_date": "2025-09-11",
        "case": [f"{case.pk}:{case.version}" for case in cases],
        "understood": "on",
        "confirm": ["no_opinion_asked"],
    }
    answer = client.post(page, body)
    assert (answer.status_code, answer.content.decode().count('value="order_other_date"')) == (409, 1)
    assert RegistrationCase.objects.filter(status="cleared").count() == 1
    assert client.post(page, {**body, "confirm": ["no_opinion_asked", "order_other_date"]}).status_code == 302
    assert RegistrationCase.objects.filter(status="cleared").count() == 3


@pytest.mark.parametrize("number", ["18-MС", "2026-О001"])
def test_numbers__mixed_scripts__refused_wherever_they_are_typed(clerk, number):
    partnership = make_partnership("approved")
    with pytest.raises(RuleViolated) as caught:
        file_case(
            first_agreement(partnership).pk,
            actor=partnership.responsible,
            letter_number=number,
            letter_date=LETTER_DATE,
        )
    assert ("letter_number", "mixed_scripts") in codes(caught)
    with pytest.raises(RuleViolated) as caught:
        clear(make_case("in_review", clerk=clerk), clerk, number=number)
    assert codes(caught) == {("order_number", "mixed_scripts")}
    with pytest.raises(RuleViolated) as caught:
        register(make_case("registration_filed", clerk=clerk), clerk, number=number)
    assert codes(caught) == {("number", "mixed_scripts")}
    with pytest.raises(RuleViolated) as caught:
        add_agreement(
            partnership.pk,
            actor=partnership.responsible,
            data=agreement_input(council_decision_number=number),
        )
    assert codes(caught) == {("agreement.council_decision_number", "mixed_scripts")}
    entry = make_entry()
    act = {"act_kind": "council_decision", "act_number": number, "act_date": dt.date(2025, 7, 1)}
    with pytest.raises(RuleViolated) as caught:
        take_step(entry.case_id, "terminate", actor=clerk, expected_version=None, **act)
    assert codes(caught) == {("act_number", "mixed_scripts")}


def test_numbers__typed_with_their_sign__stored_without_it(clerk):
    partnership = make_partnership("approved")
    agreement = first_agreement(partnership)
    case = file_case(
        agreement.pk, actor=partnership.responsible, letter_number="№ 1205", letter_date=LETTER_DATE
    )
    assert case.letter_number == "1205"
    added = add_agreement(
        partnership.pk,
        actor=partnership.responsible,
        data=agreement_input(council_decision_number="№ 55 — 12/VIII"),
    )
    assert added.council_decision_number == "55-12/VIII"
    assert (
        str(clear(make_case("in_review", clerk=clerk), clerk, number="№ 879").order) == "№ 879 (19.05.2025)"
    )


def test_file__same_letter_number_with_another_date__asked():
    first = make_case()
    community = first.agreement.partnership.parties.get(side="ukrainian").community
    partnership = make_partnership("approved", community=community)
    given = {"actor": partnership.responsible, "letter_number": first.letter_number}
    agreement = first_agreement(partnership).pk
    with pytest.raises(ConfirmationNeeded) as caught:
        file_case(agreement, **given, letter_date=dt.date(2025, 4, 15))
    assert asked(caught) == ["letter_other_date"]
    assert file_case(agreement, **given, letter_date=first.letter_date).status == "filed"


def test_register__before_the_order__refused(clerk):
    signed = PartialDate(dt.date(2025, 5, 1), DatePrecision.MONTH)
    fields = {"submit-signed": {"signed": signed}}
    case = make_case("registration_filed", clerk=clerk, step_fields=fields)
    with pytest.raises(RuleViolated) as caught:
        register(case, clerk, day=dt.date(2025, 5, 10))
    assert codes(caught) == {("registered_on", "before_order")}


def test_register__form__shows_the_real_next_number_and_does_not_burn_it(client, clerk):
    make_entry()
    expected = f"{YEAR}-0002"
    case = make_case("registration_filed", clerk=clerk)
    client.force_login(clerk)
    page = reverse("admin:registration_registrationcase_step", args=[case.pk, "register"])
    for _look in range(2):
        assert f'value="{expected}"' in client.get(page).content.decode()
    body = {"version": case.version, "number": expected, "registered_on": timezone.localdate().isoformat()}
    body["understood"] = "on"
    assert client.post(page, body).status_code == 302
    assert RegisterEntry.objects.get(case=case).number == expected
    assert next_free_number(YEAR) == f"{YEAR}-0003"


@pytest.mark.parametrize(
    ("number", "code"),
    [(f"{YEAR}-0101", "number_gap"), ("17, 18-МС", "number_shape"), ("101", "number_shape")],
)
def test_register__unusual_number__asked_then_taken(clerk, number, code):
    case = make_case("registration_filed", clerk=clerk)
    with pytest.raises(ConfirmationNeeded) as caught:
        register(case, clerk, number=number)
    assert asked(caught) == [code]
    assert register(case, clerk, number=number, confirm=[code]).entry.number == number


def test_register__gap_confirmed__the_next_number_follows_it_and_the_gap_can_be_filled(clerk):
    register(
        make_case("registration_filed", clerk=clerk), clerk, number=f"{YEAR} — 0005", confirm=["number_gap"]
    )
    assert next_free_number(YEAR) == f"{YEAR}-0006"
    assert (
        register(make_case("registration_filed", clerk=clerk), clerk, number=f"{YEAR}-0003").status
        == "registered"
    )
    assert register(make_case("registration_filed", clerk=clerk), clerk).entry.number == f"{YEAR}-0006"


def test_register__dashes_and_alphabets_of_a_taken_number__refused(clerk):
    make_transferred_entry(number="18-МС")
    for typed in ("18 — МС", "№18-мс", "18-MC"):
        with pytest.raises(RuleViolated) as caught:
            register(make_case("registration_filed", clerk=clerk), clerk, number=typed)
        assert codes(caught) == {("number", "unique")}


def test_register__parties_registered_in_another_partnership__asked(clerk):
    entry = make_entry(clerk=clerk)
    parties = entry.agreement.partnership.parties
    again = make_case(
        "registration_filed",
        clerk=clerk,
        community=parties.get(side="ukrainian").community,
        municipality=parties.get(side="foreign").municipality,
    )
    with pytest.raises(ConfirmationNeeded) as caught:
        register(again, clerk)
    assert asked(caught) == ["same_parties"]


def test_transfer__mixed_number_of_the_old_register__asked_and_kept(clerk):
    with pytest.raises(ConfirmationNeeded) as caught:
        make_transferred_entry(number="ТК-О01", confirm=())
    assert asked(caught) == ["mixed_scripts"]
    assert make_transferred_entry(number="ТК-О01", confirm=["mixed_scripts"]).number == "ТК-О01"


def test_sign__amendment_older_than_what_it_amends__refused():
    entry = make_entry()
    partnership = entry.agreement.partnership
    amendment = add_agreement(
        partnership.pk, actor=partnership.responsible, data=agreement_input(amends_id=entry.agreement_id)
    )
    case = make_case("cleared", partnership=partnership, which=amendment)
    signed = PartialDate(dt.date(2025, 6, 1), DatePrecision.DAY)
    with pytest.raises(RuleViolated) as caught:
        take_step(
            case.pk,
            "submit-signed",
            actor=partnership.responsible,
            expected_version=None,
            signed=signed,
            signed_place="Єна",
        )
    assert ("signed", "before_amended") in codes(caught)


def test_sign__council_decided_after_the_signing__asked():
    content = agreement_input(council_decision_number="7", council_decision_date=dt.date(2025, 7, 1))
    case = make_case("cleared", agreement=content)
    signed = PartialDate(dt.date(2025, 6, 2), DatePrecision.DAY)
    with pytest.raises(ConfirmationNeeded) as caught:
        take_step(
            case.pk,
            "submit-signed",
            actor=case.filed_by,
            expected_version=None,
            signed=signed,
            signed_place="Єна",
            upload=scan(),
        )
    assert asked(caught) == ["council_after_signing"]


@pytest.mark.parametrize("number", ["№ 879", "879 "])
def test_list__orders_are_found_however_the_number_is_typed(clerk, number):
    case = make_case("cleared")
    found = Api(clerk).get("registrations/", {"order_number": number}).json()["results"]
    assert [row["id"] for row in found] == [case.pk]
