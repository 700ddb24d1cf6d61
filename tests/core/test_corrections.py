"""What was entered wrongly is corrected by an act that is appended; what was written stays as it was."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from common.errors import ConfirmationNeeded, NotAllowed, RuleViolated, StaleVersion
from common.life_cycle import Reason
from notices.models import Notice
from partnerships.models import Agreement
from partnerships.services import add_agreement
from registration.choices import ActKind
from registration.models import LegalAct, MinistryOrder, RegisterEntry, RegistrationCase
from registration.register_chain import act_hash, chain_problems
from registration.services import correct_entry, correct_order, take_step
from registration.texts.extract import extract_pdf
from tests.api.client import Api
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
