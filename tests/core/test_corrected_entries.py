"""Parties of an entry are corrected, too; and every reader shows what is right, and that it was corrected."""

import csv
import datetime as dt
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.models import Membership
from accounts.roles import Role
from common.errors import ConfirmationNeeded, NotAllowed
from common.life_cycle import Reason
from communities.merging import merge_municipalities
from partnerships.inputs import PartyInput
from partnerships.services import add_agreement
from registration.choices import ActKind
from registration.corrections import words_of
from registration.models import LegalAct, RegisterEntry
from registration.register_chain import act_hash, chain_problems
from registration.services import correct_entry, take_step
from registration.texts.extract import lines_of
from tests.api.client import Api
from tests.communities.factories import make_community, make_country, make_municipality
from tests.core.test_corrections import TEXT, TICK, correct, fix_order, refused
from tests.factories import (
    agreement_input,
    case_step_fields,
    make_case,
    make_entry,
    make_transferred_entry,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_user(Role.MINISTRY)


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
    assert client.post(page, body).status_code == 400, "found, and chosen by nobody"
    body |= {"foreign": f"municipality:{right.pk}", "foreign_2": f"municipality:{more.pk}"}
    answer = client.post(page, body)
    assert answer.status_code == 302, answer.context["form"].errors
    assert [party[:2] for party in party_values(entry, "foreign")] == [(right, ""), (more, "council")]
    kept = {
        "foreign_rows": "2",
        "foreign_words": "",
        "foreign": f"municipality:{right.pk}",
        "foreign_words_2": "Grybów",
        "foreign_2": f"municipality:{more.pk}",
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
        text = b"".join(Api().get(f"exports/{export}.csv").streaming_content).decode()
        cells = next(csv.DictReader(io.StringIO(text)))  # the last line says that it is whole
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
