"""What was entered wrongly is corrected by an act that is appended; what was written stays as it was."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.models import Membership
from accounts.roles import Role
from common.errors import ConfirmationNeeded, NotAllowed, RuleViolated, StaleVersion
from common.life_cycle import Reason
from communities.merging import merge_municipalities
from notices.models import Notice
from partnerships.inputs import PartyInput
from partnerships.models import Agreement
from partnerships.services import add_agreement
from registration.choices import ActKind
from registration.corrections import words_of
from registration.models import LegalAct, MinistryOrder, RegisterEntry, RegistrationCase
from registration.register_chain import act_hash, chain_problems
from registration.services import correct_entry, correct_order, take_step
from registration.texts.extract import extract_pdf, lines_of
from tests.api.client import Api
from tests.communities.factories import make_community, make_country, make_municipality
from tests.factories import (
    ORDER_DATE,
    agreement_input,
    case_step_fields,
    make_case,
    make_entry,
    make_transferred_entry,
    make_user,
)

pytestmark = pytest.mark.django_db
TEXT = "Описка в назві."
TICK = {"understood": "on"}


@pytest.fixture(autouse=True)
def _in_ukrainian():
    with translation.override("uk"):
        yield


@pytest.fixture
def clerk():
    return make_user(Role.MINISTRY)


def correct(entry, clerk, field, value, text=TEXT):
    return correct_entry(entry.pk, actor=clerk, field=field, value=value, text=text)


def refused(call):
    with pytest.raises(RuleViolated) as caught:
        call()
    return {(problem.field, problem.code) for problem in caught.value.problems}


VALUES = {
    "number": ("2026-О777".replace("О", "0"), None),
    "registered_on": ("2025-07-01", None),
    "document_type": ("treaty", "document_type"),
    "title_uk": ("Угода про співпрацю", "title_uk"),
    "title_en": ("Agreement", "title_en"),
    "kinds": (["cross_border", "interterritorial"], "kinds"),
    "spheres": (["sport"], "spheres"),
    "signed": ({"date": "2025-06-01", "precision": "month"}, None),
    "signed_place": ("м. Бровари", "signed_place"),
    "signed_online": (True, "signed_online"),
    "term": ({"kind": "open_ended", "years": None, "until": None}, None),
}


@pytest.mark.parametrize("field", VALUES)
def test_correct__every_field__is_appended_and_what_was_written_stays(clerk, field):
    entry = make_entry()
    before, hash_before = entry.content, entry.act.act_hash
    value, column = VALUES[field]
    act = correct(entry, clerk, field, value)
    stored = RegisterEntry.objects.get(pk=entry.pk)
    assert (stored.content, stored.act.act_hash) == (before, hash_before)
    assert stored.corrected_on == timezone.localdate()
    listed = {"number": stored.number, "registered_on": stored.registered_on.isoformat()}
    assert listed == {name: value if name == field else before[name] for name in listed}
    assert (act.kind, act.content["field"], act.content["value"]) == ("correction", field, value)
    assert [one.pk for one in stored.corrections] == [act.pk]
    if column:
        assert getattr(Agreement.objects.get(), column) == value
    assert list(chain_problems()) == []


def test_correct__twice__the_later_one_begins_where_the_earlier_ended(clerk):
    entry = make_entry()
    correct(entry, clerk, "title_uk", "Перша")
    second = correct(entry, clerk, "title_uk", "Друга")
    assert second.content["before"] == "Перша"
    assert list(chain_problems()) == []


@pytest.mark.parametrize(
    ("field", "value", "beside"),
    [
        ("color", "x", ("field", "invalid_choice")),
        ("order", {"number": "1", "date": "2025-01-01"}, ("field", "invalid_choice")),
        ("title_uk", 7, ("value", "invalid")),
        ("title_uk", " ", ("value", "required")),
        ("title_uk", "Тел. 050 123 45 67", ("value", "contact")),
        ("document_type", "poem", ("value", "invalid_choice")),
        ("kinds", "interterritorial", ("value", "invalid")),
        ("kinds", [], ("value", "required")),
        ("signed", "2999-01-01", ("value", "in_future")),
        ("signed", "1900-01-01", ("value", "too_early")),
        ("signed", "вчора", ("value", "invalid")),
        ("registered_on", "2019-01-01", ("value", "before_signing")),
        ("registered_on", "2999-01-01", ("value", "in_future")),
        ("number", "18-MС", ("value", "mixed_scripts")),
        ("number", "", ("value", "required")),
        ("term", {"kind": "years"}, ("value", "invalid")),
        ("signed_online", "так", ("value", "invalid")),
        ("signed_online", False, ("value", "unchanged")),
    ],
)
def test_correct__wrong_values__are_refused_beside_what_is_wrong(clerk, field, value, beside):
    entry = make_entry()
    assert beside in refused(lambda: correct(entry, clerk, field, value))
    assert not LegalAct.objects.filter(kind=ActKind.CORRECTION).exists()


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "required"), ("x" * 2001, "too_long"), ("a@b.ua", "contact")]
)
def test_correct__needs_a_reason_that_may_be_public(clerk, text, code):
    entry = make_entry()
    assert ("text", code) in refused(lambda: correct(entry, clerk, "title_uk", "Інша", text))


def test_correct__number_of_another_entry__refused_also_when_that_was_corrected(clerk):
    first, second = make_entry(), make_entry()
    original = first.number
    assert refused(lambda: correct(first, clerk, "number", second.number)) == {("value", "unique")}
    correct(first, clerk, "number", "2026-0500")
    assert refused(lambda: correct(second, clerk, "number", "2026–0500")) == {("value", "unique")}
    assert refused(lambda: correct(second, clerk, "number", original)) == {("value", "unique")}
    correct(first, clerk, "number", original)
    assert RegisterEntry.objects.get(pk=first.pk).number == original
    assert list(chain_problems()) == []


def test_correct__number__is_found_by_both_numbers(clerk):
    entry = make_entry()
    correct(entry, clerk, "number", "2026-0500")
    for number in (entry.number, "2026-0500", "2026 — 0500"):
        assert Api().get(f"register/{number}/").json()["sequence"] == entry.sequence
        assert len(Api().get("check/", {"number": number}).json()["results"]) == 1
        assert len(Api().get("register/", {"number": number}).json()["results"]) == 1
        assert len(Api(clerk).get("registrations/", {"number": number}).json()["results"]) == 1


@pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR, Role.OFFICIAL])
def test_correct__is_for_the_ministry_alone(role):
    with pytest.raises(NotAllowed):
        correct(make_entry(), make_user(role), "title_uk", "Інша")


def test_correct__api__shows_the_correction_with_the_entry(clerk):
    entry = make_entry()
    api = Api(clerk)
    before = api.get(f"register/{entry.number}/").json()
    body = {"field": "title_uk", "value": "Угода про дружбу", "text": TEXT}
    answer = api.post(f"register/{entry.number}/correct/", body)
    assert answer.status_code == 200, answer.json()
    after = Api().get(f"register/{entry.number}/").json()
    assert (after["content"], after["entry_hash"]) == (before["content"], before["entry_hash"])
    assert after["title_uk"] == "Угода про дружбу"
    (correction,) = after["corrections"]
    assert (correction["field"], correction["value"], correction["text"]) == (
        "title_uk",
        "Угода про дружбу",
        TEXT,
    )
    assert correction["before"] == before["title_uk"]
    assert act_hash(correction["content"], correction["previous_hash"]) == correction["act_hash"]
    checked = Api().get("check/", {"number": entry.number}).json()["results"][0]
    assert [one["field"] for one in checked["corrections"]] == ["title_uk"]


def test_correct__api__refusals(clerk):
    entry = make_entry()
    address = f"register/{entry.number}/correct/"
    body = {"field": "title_uk", "value": "Інша", "text": TEXT}
    assert Api().post(address, body).status_code == 401
    assert Api(make_user(Role.AUDITOR)).post(address, body).status_code == 403
    assert Api(clerk).post("register/none/correct/", body).status_code == 404
    for wrong in ({**body, "field": "x"}, {**body, "text": ""}, {"field": "title_uk"}, {**body, "more": 1}):
        assert Api(clerk).post(address, wrong).status_code == 400


def test_correct__api__same_key__one_correction(clerk):
    entry = make_entry()
    body = {"field": "title_uk", "value": "Інша", "text": TEXT}
    for _time in range(2):
        answer = Api(clerk).post(f"register/{entry.number}/correct/", body, Idempotency_Key="one")
        assert answer.status_code == 200
    assert len(RegisterEntry.objects.get().corrections) == 1


def test_correct__pages__say_what_was_and_what_is_right(client, clerk):
    entry = make_entry()
    correct(entry, clerk, "title_uk", "Угода про дружбу")
    pages = (f"/partnerships/{entry.agreement.partnership.code}/", f"/check/?q={entry.number}")
    for page in pages:
        shown = client.get(page).content.decode()
        assert "Виправлення в переліку" in shown, page
        assert TEXT in shown
    with translation.override("uk"):
        assert extract_pdf(RegisterEntry.objects.get(), "uk").startswith(b"%PDF")


@pytest.mark.parametrize("field", VALUES)
def test_correct__desk__a_page_for_each_field(client, clerk, field):
    entry = make_entry()
    client.force_login(clerk)
    page = reverse("admin:registration_registerentry_correct", args=[entry.pk, field])
    assert client.get(page).status_code == 200
    value = VALUES[field][0]
    body = {"value": value}
    if field == "signed":
        body = {"value_day": "", "value_month": "6", "value_year": "2025"}
    elif field == "term":
        body = {"kind": "open_ended"}
    body |= {"text": TEXT}
    untouched = client.post(page, body)
    assert untouched.status_code == 400, "its consequences need a tick"
    assert not RegisterEntry.objects.get().corrections
    answer = client.post(page, body | TICK)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert RegisterEntry.objects.get().corrections[0].content["value"] == value
    assert TEXT in client.get(answer["Location"]).content.decode()


def test_correct__desk__without_a_reason__says_so_and_keeps_what_was_typed(client, clerk):
    entry = make_entry()
    client.force_login(clerk)
    page = reverse("admin:registration_registerentry_correct", args=[entry.pk, "title_uk"])
    answer = client.post(page, {"value": "Угода про дружбу", "text": " ", **TICK})
    assert answer.status_code == 400
    assert "Угода про дружбу" in answer.content.decode()


def fix_order(order, clerk, number="1601", day=ORDER_DATE, **more):
    given = {"text": "Описка в даті.", "expected_version": None, **more}
    return correct_order(order.pk, actor=clerk, order_number=number, order_date=day, **given)


def test_order__corrected__entries_get_a_correction_act_each(clerk):
    cleared, entry = make_case("cleared"), make_entry()
    order = entry.case.order
    assert cleared.order == order
    right = fix_order(order, clerk, number="880")
    assert (right.pk, right.number) == (order.pk, "880")
    (act,) = RegisterEntry.objects.get(pk=entry.pk).corrections
    assert act.content["before"] == {"number": "879", "date": ORDER_DATE.isoformat()}
    assert act.content["value"] == {"number": "880", "date": ORDER_DATE.isoformat()}
    assert LegalAct.objects.filter(kind=ActKind.CORRECTION).count() == 1
    assert RegisterEntry.objects.get(pk=entry.pk).content["order"]["number"] == "879"
    assert list(chain_problems()) == []


def test_order__whose_right_one_is_here__drafts_move_to_it(clerk):
    right = make_case("cleared", step_fields={"clear": {"order_number": "1601"}}).order
    day = ORDER_DATE + dt.timedelta(days=10)
    wrong = make_case("cleared", step_fields={"clear": {"order_number": "1601", "order_date": day}})
    assert fix_order(wrong.order, clerk) == right
    assert RegistrationCase.objects.get(pk=wrong.pk).order == right
    assert MinistryOrder.objects.get(pk=wrong.order_id).replaced_by == right
    again = make_case("in_review", clerk=clerk)
    fields = {"order_number": "1601", "order_date": day}
    assert take_step(again.pk, "clear", actor=clerk, expected_version=None, **fields).order == right


def test_order__corrected__must_fit_letters_and_registrations_and_have_a_reason(clerk):
    order = make_entry().case.order
    early = dt.date(2019, 1, 1)
    late = timezone.localdate() + dt.timedelta(days=1)
    assert ("order_date", "before_letter") in refused(lambda: fix_order(order, clerk, day=early))
    assert ("order_date", "in_future") in refused(lambda: fix_order(order, clerk, day=late))
    assert ("text", "required") in refused(lambda: fix_order(order, clerk, text=" "))
    assert ("order_number", "unchanged") in refused(lambda: fix_order(order, clerk, number="№ 879"))
    with pytest.raises(StaleVersion):
        fix_order(order, clerk, expected_version=order.version + 1)
    with pytest.raises(NotAllowed):
        fix_order(order, make_user(Role.ADMINISTRATOR))


def test_order__corrected_to_a_number_of_another_date__asked(clerk):
    order = make_case("cleared").order
    day = ORDER_DATE + dt.timedelta(days=10)
    make_case("cleared", step_fields={"clear": {"order_number": "1601", "order_date": day}})
    with pytest.raises(ConfirmationNeeded):
        fix_order(order, clerk)
    assert fix_order(order, clerk, confirm=["order_other_date"]).number == "1601"


def test_order__desk__corrects_with_a_reason(client, clerk):
    entry = make_entry()
    order = entry.case.order
    client.force_login(clerk)
    page = reverse("admin:registration_ministryorder_correct", args=[order.pk])
    assert 'value="879"' in client.get(page).content.decode()
    body = {
        "version": order.version,
        "order_number": "880",
        "order_date": ORDER_DATE.isoformat(),
        "text": "Описка в номері.",
    }
    assert client.post(page, body).status_code == 400, "without the tick"
    body |= TICK
    assert client.post(page, {**body, "text": ""}).status_code == 400
    assert client.post(page, body).status_code == 302
    assert MinistryOrder.objects.get().number == "880"
    shown = client.get(reverse("admin:registration_registerentry_change", args=[entry.pk])).content.decode()
    assert "Описка в номері." in shown


def test_annul__draft_is_under_review_again_and_the_act_stays(clerk):
    case = make_case("cleared", clerk=clerk)
    order = case.order
    reason = Reason(text="Наказ видано помилково.")
    case = take_step(case.pk, "annul-clearance", actor=clerk, expected_version=case.version, reason=reason)
    assert (case.status, case.order, case.decided_on) == ("in_review", None, None)
    assert case.due_on
    (act,) = case.acts.all()
    told = {"number": order.number, "date": order.date.isoformat()}
    assert (act.kind, act.content) == ("annulment", {"act": "annulment", "case": case.number, "order": told})
    events = RegistrationCase.pgh_event_model.objects.filter(pgh_obj=case).order_by("pgh_id")
    assert order.pk in events.values_list("order_id", flat=True)
    assert events.last().pgh_context["reason"] == reason.text
    assert Notice.objects.filter(kind="clearance_annulled").exists()
    assert list(chain_problems()) == []
    fields = case_step_fields("clear") | {"order_number": "900"}
    assert take_step(case.pk, "clear", actor=clerk, expected_version=None, **fields).status == "cleared"


@pytest.mark.parametrize("text", ["", "  "])
def test_annul__without_words__refused(clerk, text):
    case = make_case("cleared")
    call = {"actor": clerk, "expected_version": None, "reason": Reason(text=text)}
    assert refused(lambda: take_step(case.pk, "annul-clearance", **call)) == {("text", "required")}
    answer = Api(clerk).post(
        f"registrations/{case.pk}/annul-clearance/", {"text": text}, version=case.version
    )
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"text"}


def test_annul__api_and_desk(client, clerk):
    first, second = make_case("cleared", clerk=clerk), make_case("cleared", clerk=clerk)
    body = {"text": "Наказ видано помилково."}
    address = f"registrations/{first.pk}/annul-clearance/"
    assert Api(first.filed_by).post(address, body, version=first.version).status_code == 403
    answer = Api(clerk).post(address, body, version=first.version)
    assert (answer.status_code, answer.json()["status"], answer.json()["order"]) == (200, "in_review", None)
    client.force_login(clerk)
    translation.activate("uk")  # the API has left its language behind, and addresses their prefix
    page = reverse("admin:registration_registrationcase_step", args=[second.pk, "annul-clearance"])
    shown = client.get(page).content.decode()
    assert "назавжди" in shown
    assert 'name="understood"' in shown
    assert client.post(page, {"version": second.version, **body}).status_code == 400
    assert client.post(page, {"version": second.version, "text": "", **TICK}).status_code == 400
    assert client.post(page, {"version": second.version, **body, **TICK}).status_code == 302
    assert RegistrationCase.objects.get(pk=second.pk).status == "in_review"


def test_acts__every_kind__is_a_row_of_one_chain(clerk):
    entry, old = make_entry(clerk=clerk), make_transferred_entry()
    partnership = entry.agreement.partnership
    data = agreement_input(amends_id=entry.agreement_id, title_uk="Про зміни")
    amendment = add_agreement(partnership.pk, actor=partnership.responsible, data=data)
    step_fields = {"submit-signed": {"signed": entry.agreement.signed}}
    amended = make_case("registered", partnership=partnership, which=amendment, step_fields=step_fields)
    correct(old, clerk, "signed_place", "м. Луцьк")
    cleared = make_case("cleared", clerk=clerk)
    reason = Reason(text="Помилка.")
    take_step(cleared.pk, "annul-clearance", actor=clerk, expected_version=None, reason=reason)
    ended = case_step_fields("terminate")
    take_step(entry.case_id, "terminate", actor=clerk, expected_version=None, **ended)
    acts = list(LegalAct.objects.all())
    assert [act.kind for act in acts] == [
        "registration", "transfer", "amendment", "correction", "annulment", "termination",
    ]  # fmt: skip
    assert [act.sequence for act in acts] == list(range(1, 7))
    assert amended.entry.content["amends"] == entry.number
    assert list(chain_problems()) == []
    cache.clear()


def party_values(entry, side="ukrainian"):
    return [
        (party.community or party.municipality, party.body_kind, party.body_name_uk)
        for party in entry.agreement.partnership.parties.filter(side=side).order_by("position")
    ]


def test_correct__foreign_parties__an_act_and_what_was_written_stays(clerk):
    entry = make_entry()
    before = entry.content
    right = make_municipality(name="Hrubieszów", name_uk="Грубешів")
    given = (PartyInput(municipality_id=right.pk, body_kind="council", body_name_uk="Рада міста"),)
    act = correct(entry, clerk, "foreign_parties", given)
    stored = RegisterEntry.objects.get(pk=entry.pk)
    assert party_values(stored, "foreign") == [(right, "council", "Рада міста")]
    assert stored.content == before
    wrong = [party for party in before["parties"] if party["side"] == "foreign"]
    assert (act.content["field"], act.content["before"]) == ("foreign_parties", wrong)
    assert [party["municipality"] for party in act.content["value"]] == [right.pk]
    assert list(chain_problems()) == []
    with translation.override("uk"):
        (words,) = words_of(stored.corrections)
    assert "Грубешів" in words.value
    assert "Рада міста" in words.value
    assert (
        right.name_uk
        in Api()
        .get("register/", {"search": "Грубешів"})
        .json()["results"][0]["parties"][1]["municipality"]["name_uk"]
    )


def test_correct__body_of_a_community__two_parties_by_the_api(clerk):
    entry = make_entry()
    first = entry.agreement.partnership.parties.get(side="ukrainian").community
    second = make_community(name_uk="Семенівська", katottg="UA32060250000099999")
    value = [
        {"katottg": first.katottg, "body_kind": "military_administration"},
        {"katottg": second.katottg, "body_kind": "council"},
    ]
    body = {"field": "community_parties", "value": value, "text": TEXT}
    answer = Api(clerk).post(f"register/{entry.number}/correct/", body)
    assert answer.status_code == 200, answer.json()
    shown = [party for party in answer.json()["parties"] if party["side"] == "ukrainian"]
    assert [(one["community"]["katottg"], one["body_kind"]) for one in shown] == [
        (first.katottg, "military_administration"),
        (second.katottg, "council"),
    ]
    assert answer.json()["corrected_on"] == timezone.localdate().isoformat()
    again = Api(clerk).post(f"register/{entry.number}/correct/", body)
    assert [(one["field"], one["code"]) for one in again.json()["errors"]] == [("value", "unchanged")]
    assert list(chain_problems()) == []


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ([], ("value", "required")),
        ("Jena", ("value", "not_a_list")),
        ([{"municipality": 987654}], ("value[0].municipality", "unknown")),
        ([{"municipality": 1, "color": "x"}], ("value[0].color", "unknown")),
    ],
)
def test_correct__parties__wrong_ones_are_refused_and_nothing_is_written(clerk, value, problem):
    entry = make_entry()
    before = party_values(entry, "foreign")
    body = {"field": "foreign_parties", "value": value, "text": TEXT}
    answer = Api(clerk).post(f"register/{entry.number}/correct/", body)
    assert answer.status_code == 400, answer.json()
    assert [one["field"] for one in answer.json()["errors"]] == [problem[0]], answer.json()
    assert party_values(entry, "foreign") == before
    assert not LegalAct.objects.filter(kind=ActKind.CORRECTION).exists()


def test_correct__blocked_state_or_own_community_as_party__refused(clerk, settings):
    entry = make_entry()
    blocked = make_municipality(country=make_country("PL"), name="Grybów")
    settings.BLOCKED_COUNTRIES = ["RU", "PL"]
    given = (PartyInput(municipality_id=blocked.pk),)
    assert refused(lambda: correct(entry, clerk, "foreign_parties", given)) == {
        ("value[0].municipality", "blocked_country")
    }
    own = make_community(name_uk="Своя", katottg="UA32060250000088888")
    Membership.objects.create(user=clerk, community=own)
    with pytest.raises(NotAllowed):
        correct(entry, clerk, "community_parties", (PartyInput(katottg=own.katottg),))


def test_correct__parties_of_an_amended_agreement__every_entry_gets_the_act(clerk):
    entry = make_entry(clerk=clerk)
    partnership = entry.agreement.partnership
    data = agreement_input(amends_id=entry.agreement_id, title_uk="Про зміни")
    amendment = add_agreement(partnership.pk, actor=partnership.responsible, data=data)
    step_fields = {"submit-signed": {"signed": entry.agreement.signed}}
    amended = make_case("registered", partnership=partnership, which=amendment, step_fields=step_fields)
    right = make_municipality(name="Hrubieszów")
    correct(entry, clerk, "foreign_parties", (PartyInput(municipality_id=right.pk, body_kind="council"),))
    assert [len(one.corrections) for one in (entry, RegisterEntry.objects.get(case=amended))] == [1, 1]
    assert list(chain_problems()) == []


def test_correct__parties_that_another_partnership_has__asked(clerk):
    other, entry = make_entry(), make_entry()
    theirs = other.agreement.partnership.parties
    correct(
        entry,
        clerk,
        "foreign_parties",
        (PartyInput(municipality_id=theirs.get(side="foreign").municipality_id, body_kind="council"),),
    )
    given = (PartyInput(katottg=theirs.get(side="ukrainian").community.katottg, body_kind="council"),)
    with pytest.raises(ConfirmationNeeded):
        correct(entry, clerk, "community_parties", given)
    assert len(RegisterEntry.objects.get(pk=entry.pk).corrections) == 1
    correct_entry(
        entry.pk, actor=clerk, field="community_parties", value=given, text=TEXT, confirm=["same_parties"]
    )
    assert list(chain_problems()) == []


def test_correct__desk__parties_stand_as_they_are_and_one_is_exchanged_and_one_added(client, clerk):
    entry = make_entry()
    right = make_municipality(name="Hrubieszów", name_uk="Грубешів")
    more = make_municipality(name="Grybów", name_uk="Грибув")
    client.force_login(clerk)
    page = reverse("admin:registration_registerentry_correct", args=[entry.pk, "foreign_parties"])
    stored = entry.agreement.partnership.parties.get(side="foreign").municipality
    shown = client.get(page).content.decode()
    assert stored.display_name in shown
    assert "кожна зареєстрована угода" in shown
    body = {"foreign_rows": "1", "foreign_words": "Hrubieszów", "text": TEXT, **TICK}
    added = client.post(page, body | {"action": "add-foreign"})
    assert (added.status_code, "foreign_words_2" in added.content.decode()) == (200, True)
    body |= {"foreign_rows": "2", "foreign_words_2": "Grybów", "foreign_body_kind_2": "council"}
    answer = client.post(page, body)
    assert answer.status_code == 302, answer.context["form"].errors
    assert [party[:2] for party in party_values(entry, "foreign")] == [(right, ""), (more, "council")]
    kept = {
        "foreign_rows": "2",
        "foreign_words": "",
        "foreign": f"municipality:{right.pk}",
        "foreign_words_2": "Grybów",
        "foreign_body_kind_2": "council",
    }
    assert client.post(page, {**kept, "text": TEXT, **TICK}).status_code == 302
    assert [party[0] for party in party_values(entry, "foreign")] == [more]
    none = client.post(page, {"foreign_rows": "1", "foreign_words": "", "text": TEXT, **TICK})
    assert (none.status_code, set(none.context["form"].errors)) == (400, {"foreign_words"})


def test_correct__duties_apart__nobody_corrects_what_they_filed_or_their_communitys(client):
    entry = make_entry()
    order = entry.case.order
    person = make_user(Role.MINISTRY)
    community = entry.agreement.partnership.parties.get(side="ukrainian").community
    Membership.objects.create(user=person, community=community)
    with pytest.raises(NotAllowed):
        correct(entry, person, "title_uk", "Інша")
    with pytest.raises(NotAllowed):
        fix_order(order, person, number="880")
    body = {"field": "title_uk", "value": "Інша", "text": TEXT}
    assert Api(person).post(f"register/{entry.number}/correct/", body).status_code == 403
    client.force_login(person)
    pages = [
        reverse("admin:registration_registerentry_correct", args=[entry.pk, "title_uk"]),
        reverse("admin:registration_ministryorder_correct", args=[order.pk]),
    ]
    for page in pages:
        assert client.get(page).status_code == 403
        assert client.post(page, {"value": "Інша", "text": TEXT, **TICK}).status_code == 403
    record = client.get(reverse("admin:registration_registerentry_change", args=[entry.pk]))
    assert pages[0] not in record.content.decode()


def test_correct__signing__after_the_termination_refused_and_before_the_order_asked(clerk):
    entry = make_entry(clerk=clerk)
    early = {"date": "2025-01-01", "precision": "day"}
    with pytest.raises(ConfirmationNeeded) as asked:
        correct(entry, clerk, "signed", early)
    assert [one.code for one in asked.value.questions] == ["signed_before_clearance"]
    ended = case_step_fields("terminate") | {"act_date": timezone.localdate() - dt.timedelta(days=2)}
    take_step(entry.case_id, "terminate", actor=clerk, expected_version=None, **ended)
    late = {"date": (timezone.localdate() - dt.timedelta(days=1)).isoformat(), "precision": "day"}
    found = refused(lambda: correct(entry, clerk, "signed", late))
    assert ("value", "after_termination") in found


def test_order__corrected_to_a_day_after_a_signing__asked(clerk):
    order = make_entry().case.order
    later = RegisterEntry.objects.get().registered_on
    with pytest.raises(ConfirmationNeeded) as asked:
        fix_order(order, clerk, number="879", day=later)
    assert "signed_before_clearance" in [one.code for one in asked.value.questions]


def test_corrected_entry__every_reader_shows_the_value_and_that_it_was_corrected(client, clerk):
    entry = make_entry()
    number, code = entry.number, entry.agreement.partnership.code
    correct(entry, clerk, "number", "2026-0500")
    correct(entry, clerk, "registered_on", "2025-07-01")
    today = timezone.localdate()
    listed = Api().get("register/").json()["results"][0]
    assert (listed["number"], listed["registered_on"]) == ("2026-0500", "2025-07-01")
    assert (listed["corrected_on"], listed["content"]["number"]) == (today.isoformat(), number)
    (found,) = Api().get("register/", {"number": "2026-0500"}).json()["results"]
    assert found["sequence"] == entry.sequence
    checked = Api().get("check/", {"number": number}).json()["results"][0]
    assert (checked["number"], checked["corrected_on"]) == ("2026-0500", today.isoformat())
    record = Api().get(f"partnerships/{entry.agreement.partnership_id}/").json()
    facts = record["agreements"][0]["registration"]
    assert (facts["number"], facts["registered_on"], facts["corrected_on"]) == (
        "2026-0500",
        "2025-07-01",
        today.isoformat(),
    )
    case = Api(clerk).get(f"registrations/{entry.case_id}/").json()["entry"]
    assert (case["number"], case["corrected_on"]) == ("2026-0500", today.isoformat())
    for export in ("register", "partnerships"):
        lines = b"".join(Api().get(f"exports/{export}.csv").streaming_content).decode().splitlines()
        cells = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
        assert cells["corrected_on"] == today.isoformat()
        assert "2026-0500" in cells.values()
    mark = "виправлено"
    for page in (f"/partnerships/{code}/", f"/check/?q={number}", "/register/", "/", "/partnerships/"):
        shown = client.get(page).content.decode()
        assert ("2026-0500" in shown, mark in shown) == (True, True), page
    assert f"#corrections-{entry.sequence}" in client.get("/register/").content.decode()
    with translation.override("uk"):
        lines = dict(lines_of(RegisterEntry.objects.get()))
    assert (lines["Реєстраційний номер"], lines["Виправлено"]) == (
        "2026-0500",
        date_format(today, "DATE_FORMAT"),
    )
    found_by_old = client.get(f"/register/?q={number}").content.decode()
    assert "2026-0500" in found_by_old, "papers bear the old number"


def test_corrected_entry__desks_show_the_value_and_that_it_was_corrected(client, clerk):
    entry = make_entry()
    official, pk = entry.case.filed_by, entry.agreement.partnership_id
    correct(entry, clerk, "number", "2026-0500")
    at_desk = {
        clerk: [
            reverse("admin:registration_registerentry_changelist"),
            reverse("admin:registration_registerentry_change", args=[entry.pk]),
            reverse("admin:registration_registrationcase_change", args=[entry.case_id]),
            reverse("admin:status_check") + "?q=2026-0500",
        ],
        make_user(Role.ASSOCIATION): [reverse("admin:partnerships_partnership_change", args=[pk])],
        official: [f"/desk/partnerships/{entry.agreement.partnership.code}/"],
    }
    for person, pages in at_desk.items():
        client.force_login(person)
        for page in pages:
            answer = client.get(page, follow=True)
            shown = answer.content.decode()
            assert answer.status_code == 200, page
            assert ("2026-0500" in shown, "виправлено" in shown) == (True, True), page


def test_transferred_number_of_two_alphabets__is_kept_and_flagged_everywhere(client, clerk):
    entry = make_transferred_entry(number="2026-О001")
    assert entry.number == "2026-О001"
    assert Api().get("register/").json()["results"][0]["number_is_doubtful"] is True
    record = Api().get(f"partnerships/{entry.agreement.partnership_id}/").json()
    assert record["agreements"][0]["registration"]["number_is_doubtful"] is True
    words = "змішано дві абетки"
    for page in ("/register/", f"/partnerships/{entry.agreement.partnership.code}/", "/check/?q=2026-О001"):
        assert words in client.get(page).content.decode(), page
    client.force_login(clerk)
    assert words in client.get(reverse("admin:registration_registerentry_changelist")).content.decode()
    plain = make_entry()
    assert Api().get(f"register/{plain.number}/").json()["number_is_doubtful"] is False


def test_legal_acts__anybody_walks_the_chain_and_drafts_leave_no_trace(clerk):
    entry = make_entry(clerk=clerk)
    cleared = make_case("cleared", clerk=clerk)
    take_step(
        cleared.pk, "annul-clearance", actor=clerk, expected_version=None, reason=Reason(text="Помилка.")
    )
    correct(entry, clerk, "title_uk", "Угода про дружбу")
    acts = Api().get("legal-acts/").json()["results"]
    assert [act["sequence"] for act in acts] == [1, 2, 3]
    assert [act["kind"] for act in acts] == ["registration", None, "correction"]
    assert acts[1]["content"] is None
    assert cleared.number not in Api().get("legal-acts/").content.decode()
    previous = ""
    for act in acts:
        assert act["previous_hash"] == previous
        if act["content"]:
            assert act_hash(act["content"], previous) == act["act_hash"]
        previous = act["act_hash"]
    assert [act["sequence"] for act in Api().get("legal-acts/", {"after": 2}).json()["results"]] == [3]


def test_chain__municipality_merged_into_another_record__still_holds(clerk):
    entry = make_entry()
    gone = entry.agreement.partnership.parties.get(side="foreign").municipality
    kept = make_municipality(country=gone.country, name="Інше", level=gone.level)
    merge_municipalities(gone.pk, kept.pk, actor=make_user(Role.ASSOCIATION))
    assert list(chain_problems()) == []


def test_entry__raw_sql__writes_only_what_its_acts_say(clerk):
    entry = make_entry()
    correct(entry, clerk, "number", "2026-0500")
    for sql in (
        "UPDATE registration_registerentry SET number = '2026-0501'",
        "UPDATE registration_registerentry SET corrected_on = NULL",
        "UPDATE registration_registerentry SET number_key = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
