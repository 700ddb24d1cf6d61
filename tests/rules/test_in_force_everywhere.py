"""Whether an agreement is in force: the same three answers with their reason wherever they are shown or asked for."""

import csv
import datetime as dt
import io
import json

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from common.partial_dates import DatePrecision, PartialDate
from partnerships.inputs import TermInput
from partnerships.records.refresh import refresh_records
from registration.models import RegisterEntry
from tests.api.client import Api
from tests.desk.test_papers import extract_of
from tests.factories import agreement_input, make_case, make_transferred_entry, make_user

pytestmark = pytest.mark.django_db

YEARS_AGO = PartialDate(dt.date(timezone.localdate().year - 5, 1, 1), DatePrecision.YEAR)
# Registered entries: term, date of signing → answer, reason, words of the page in English.
ENTRIES = {
    "open-ended": (TermInput("open_ended"), None, True, "in_force", "In force today"),
    "renewing": (
        TermInput("auto_renewal"), None, True, "in_force", "In force today, unless a party has objected",
    ),
    "over": (TermInput("until", until=dt.date(2020, 1, 1)), None, False, "expired", "The term has ended"),
    "without date": (
        TermInput("years", years=5), None, None, "signed_date_unknown", "The signing date is unknown",
    ),
    "without day": (
        TermInput("years", years=5), YEARS_AGO, None, "signed_date_imprecise",
        "Only the month or the year of signing is known",
    ),
    "without term": (TermInput("unknown"), None, None, "term_unknown", "The term is unknown"),
}  # fmt: skip
WORDS = {True: "true", False: "false", None: "unknown"}


@pytest.fixture
def entries():
    """One entry of each kind, under the number of its name."""
    clerk = make_user(Role.MINISTRY)
    return {
        name: make_transferred_entry(
            clerk=clerk, number=name, agreement=agreement_input(term=term), signed=signed,
            registered_on=timezone.localdate() if signed else dt.date(2009, 10, 5),
        )
        for name, (term, signed, *_rest) in ENTRIES.items()
    }  # fmt: skip


def csv_of(address):
    text = b"".join(Api().get(f"exports/{address}").streaming_content).decode("utf-8-sig")
    *rows, _complete = csv.DictReader(io.StringIO(text))
    return rows


def names_with(answer):
    return {name for name, (_term, _signed, expected, *_rest) in ENTRIES.items() if expected is answer}


def test_api__of_partnerships_register_and_check(entries):
    for name, (_term, _signed, answer, reason, _words) in ENTRIES.items():
        entry = Api().get(f"register/{name}/").json()
        (fact,) = Api().get("check/", {"number": name}).json()["results"]
        record = Api().get(f"partnerships/{entries[name].agreement.partnership_id}/").json()
        for found in (entry, fact, record["agreements"][0]):
            assert (found["in_force"], found["in_force_reason"]) == (answer, reason), name


@pytest.mark.parametrize("answer", WORDS, ids=str)
def test_filters__of_api_pages_exports_and_desks(entries, answer):
    query, expected = {"in_force": WORDS[answer]}, names_with(answer)
    codes = {entries[name].agreement.partnership.code for name in expected}
    assert {row["number"] for row in Api().get("register/", query).json()["results"]} == expected
    for role in (None, Role.ASSOCIATION):
        api = Api(make_user(role) if role else None)
        assert {row["code"] for row in api.get("partnerships/", query).json()["results"]} == codes
    both = {
        **query,
        "origin": "transferred",
        "document_type": "agreement",
    }  # the same asked of each agreement
    assert {row["code"] for row in Api().get("partnerships/", both).json()["results"]} == codes
    page = Client().get("/en/partnerships/", query).content.decode()
    assert f"{len(codes)} partnership" in page
    assert {row["code"] for row in csv_of(f"partnerships.csv?in_force={WORDS[answer]}")} == codes
    assert {row["number"] for row in csv_of(f"register.csv?in_force={WORDS[answer]}")} == expected
    auditor = Client()
    auditor.force_login(make_user(Role.AUDITOR))
    partnerships = auditor.get(
        reverse("admin:partnerships_partnership_changelist"), {**query, "queue": "all"}
    )
    assert {row.code for row in partnerships.context["cl"].result_list} == codes
    register = auditor.get(reverse("admin:registration_registerentry_changelist"), query)
    assert {row.number for row in register.context["cl"].result_list} == expected


def test_exports__carry_answer_and_reason(entries):
    expected = {name: (WORDS[answer], reason) for name, (_t, _s, answer, reason, _w) in ENTRIES.items()}
    for address, key in (("partnerships.csv", "registration_number"), ("register.csv", "number")):
        assert {row[key]: (row["in_force"], row["in_force_reason"]) for row in csv_of(address)} == expected
    lines = b"".join(Api().get("exports/register.jsonl").streaming_content).decode().splitlines()
    rows = [row for line in lines if "number" in (row := json.loads(line))]
    assert {row["number"]: (WORDS[row["in_force"]], row["in_force_reason"]) for row in rows} == expected


def test_pages_and_paper__say_it_in_words(entries):
    auditor = Client()
    auditor.force_login(make_user(Role.AUDITOR))
    for name, (_term, _signed, answer, _reason, words) in ENTRIES.items():
        entry = entries[name]
        code = entry.agreement.partnership.code
        public = [
            Client().get(address).content.decode()
            for address in (
                f"/en/partnerships/{code}/",
                f"/en/check/?q={code}",
                f"/en/partnerships/?q={code}",
            )
        ]
        desk = auditor.get(f"/en/admin/status-check/?q={code}").content.decode()
        for body in (*public, desk):
            assert words in body, (name, words)
            assert "Not signed yet" not in body
            assert "not signed yet" not in body
        for body in (*public[:2], desk):  # the list has a filter of this name
            assert ("Not in force" in body) is (answer is False)
    register = Client().get("/en/register/").content.decode()
    shown = {words for name, (_t, _s, answer, _r, words) in ENTRIES.items() if name != "open-ended"}
    assert {words for words in shown if words in register} == shown
    text, _response = extract_of(Client(), entries["without term"], "en")
    assert "Not known whether in force on" in text
    assert "The term is unknown" in text


def test_on_another_day__the_words_name_it(entries):
    body = Client().get("/en/check/?q=renewing&on=2015-03-04").content.decode()
    assert "In force on 4 March 2015, unless a party has objected" in body
    body = Client().get("/en/check/?q=open-ended&on=2005-03-04").content.decode()
    assert "Not known whether in force on 4 March 2005" in body
    assert "The signing date is unknown" in body


def test_signed_and_not_registered__is_said_to_be_just_that():
    case = make_case("registration_filed")
    code = case.agreement.partnership.code
    expected = {
        "en": "Signed, term until 2 June 2030, not registered",
        "uk": "Підписано, строк дії до 2 червня 2030 р., не зареєстровано",
    }
    for language, words in expected.items():
        with translation.override(language):
            for name, kwargs, query in (
                ("partnership", {"code": code}, ""), ("check", {}, f"?q={code}"), ("partnerships", {}, f"?q={code}"),
            ):  # fmt: skip
                body = Client().get(reverse(name, kwargs=kwargs) + query).content.decode()
                assert words in body.replace("\xa0", " "), (language, name)
                assert "In force today</span>" not in body
                assert "Чинна сьогодні</span>" not in body
    (fact,) = Api().get("check/", {"number": code}).json()["results"]
    assert (fact["in_force"], fact["registered"]) == (True, False)


def test_signed_and_not_registered__where_registration_is_a_condition():
    case = make_case("registration_filed")
    with override_settings(AGREEMENT_IN_FORCE_NEEDS_REGISTRATION=True):
        refresh_records([case.agreement.partnership_id])
        record = Api().get(f"partnerships/{case.agreement.partnership_id}/").json()
        found = record["agreements"][0]
        assert (found["in_force"], found["in_force_reason"]) == (False, "not_registered")
        body = Client().get(f"/en/partnerships/{record['code']}/").content.decode()
        assert "Not in force today" in body


def test_setting__is_shown_with_its_legal_ground():
    administrator = Client()
    administrator.force_login(make_user(Role.ADMINISTRATOR))
    body = administrator.get("/en/admin/settings/").content.decode()
    assert "AGREEMENT_IN_FORCE_NEEDS_REGISTRATION" in body
    assert "Neither law 3668-IX (article 11) nor resolution 357" in body


def test_term__of_which_only_the_year_is_known__is_not_said_to_end_on_a_day(entries):
    body = (
        Client()
        .get(f"/en/partnerships/{entries['without day'].agreement.partnership.code}/")
        .content.decode()
    )
    assert f"(end of the term: {timezone.localdate().year})" in body
    assert "31 December" not in body
    assert RegisterEntry.objects.get(number="without day").agreement.valid_until.month == 12
