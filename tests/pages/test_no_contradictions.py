"""No two statements on one page contradict each other: status × case × term × date of signing, on every page.

Each record is made once through the services and led to its statuses; terms and dates are then written into its
agreement, as if it had been filed with them.
"""

import datetime as dt
import html
import itertools
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from partnerships.choices import TermKind
from partnerships.models import Agreement, Partnership
from partnerships.records.refresh import refresh_records
from partnerships.services import take_step
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from tests.factories import (
    EVERYTHING,
    make_case,
    make_partnership,
    make_user,
    partnership_step_fields,
    reason_for,
)

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year
IN_FORCE = r"In force (today|on [\d\w ]+ \d{4})"
NOT_IN_FORCE = r"Not in force"
UNKNOWN = r"Not known whether"
UNSIGNED = r"[Nn]ot signed yet"
# Statements of which a page about one agreement may hold one only.
CONTRADICTIONS = [
    {IN_FORCE, NOT_IN_FORCE, UNKNOWN, UNSIGNED},
    {r"\bRegistered No\.", r"\b[Nn]ot registered"},
    {r"(?<!Not )\bChecked by the Association", r"Not checked by the Association"},
    {r"Cleared by the Ministry", "Not cleared by the Ministry"},
    {r"In force today|Signed, .*not registered", r"Terminated: \d"},
    {r"The term has ended", r"The term is unknown", r"open-ended, not registered"},
    {r"[Ss]igning date (is )?unknown", UNSIGNED, r"Only the month or the year of signing is known"},
    {r"Signed, .*not registered", UNSIGNED, UNKNOWN, NOT_IN_FORCE},
    # Who no longer cooperates has an agreement that formally stays in force, and is said to.
    {r"no longer cooperate", IN_FORCE},
    {r"[Ff]ormally (stays )?in force|formally renews", NOT_IN_FORCE, UNKNOWN, UNSIGNED},
]


def partnership_in(status):
    """One of each status that the public can see without a registered agreement."""
    if status == "transferred, ended":
        partnership = make_partnership("transferred")
        return step(partnership, "end")
    return make_partnership(status)


def step(partnership, name):
    return take_step(
        partnership.pk,
        name,
        actor=make_user(Role.ASSOCIATION),
        expected_version=partnership.version,
        reason=reason_for(PARTNERSHIP_LIFE_CYCLE.get(name)),
        confirm=EVERYTHING,
        **partnership_step_fields(name),
    )


RECORDS = {
    **{f"{status}, no case": (status, "") for status in ("approved", "ended", "transferred", "transferred, ended")},
    **{
        f"approved, {case}": ("approved", case)
        for case in ("filed", "in_review", "refused", "cleared", "registration_filed", "registration_refused",
                     "registered", "withdrawn", "terminated")
    },
    **{f"ended, {case}": ("ended", case) for case in ("cleared", "registration_filed", "registered", "terminated")},
    "submitted, registered": ("submitted", "registered"),
}  # fmt: skip
TERMS = [
    {"term_kind": TermKind.OPEN_ENDED},
    {"term_kind": TermKind.AUTO_RENEWAL},
    {"term_kind": TermKind.UNKNOWN},
    {"term_kind": TermKind.YEARS, "term_years": 5},
    {"term_kind": TermKind.UNTIL, "term_until": dt.date(YEAR - 1, 1, 1)},
    {"term_kind": TermKind.UNTIL, "term_until": dt.date(YEAR + 1, 1, 1)},
]
SIGNED = [
    None,
    ("day", dt.date(YEAR - 3, 5, 5)),
    ("year", dt.date(YEAR - 5, 1, 1)),
    ("day", dt.date(YEAR - 9, 5, 5)),
]
SIGNED_CASES = {"registration_filed", "registration_refused", "registered", "terminated"}


@pytest.fixture(params=RECORDS)
def record(request):
    """A partnership with one agreement."""
    status, case = RECORDS[request.param]
    if not case:
        return partnership_in(status), status.startswith("transferred")
    partnership = make_partnership("submitted" if status == "submitted" else "approved")
    make_case(case, partnership=partnership)
    if status == "ended":
        partnership = step(Partnership.objects.get(pk=partnership.pk), "end")
    return partnership, case in SIGNED_CASES


def test_no_page__says_two_things_that_cannot_both_be_true(record):
    partnership, is_signed = record
    auditor = Client()
    auditor.force_login(make_user(Role.AUDITOR))
    agreement = Agreement.objects.get(partnership=partnership)
    registered = hasattr(agreement, "register_entry")
    for term, signed in itertools.product(TERMS, SIGNED):
        if (signed is None and is_signed and not registered) or (signed and not is_signed):
            continue  # no step leads there
        write(agreement, term, signed)
        addresses = [
            (Client(), f"/en/partnerships/{partnership.code}/"),
            (Client(), f"/en/check/?q={partnership.code}&on={YEAR - 4}-01-01"),
        ]
        if term["term_kind"] in {
            TermKind.AUTO_RENEWAL,
            TermKind.YEARS,
        }:  # the same words: not all at each page
            addresses += [
                (Client(), f"/en/partnerships/?q={partnership.code}"),
                (auditor, f"/en/admin/status-check/?q={partnership.code}"),
                (auditor, f"/en/admin/partnerships/partnership/{partnership.pk}/change/"),
            ]
        for client, address in addresses:
            response = client.get(address)
            assert response.status_code == 200
            found = contradictions(text_of(response.content.decode()))
            assert not found, (address, term, signed, found)


def write(agreement, term, signed):
    """Give the agreement this term and this date of signing."""
    precision, day = signed or ("", None)
    empty = {"term_years": None, "term_until": None}
    if day and term.get("term_until") and term["term_until"] <= day:
        day = day.replace(year=term["term_until"].year - 2)
    Agreement.objects.filter(pk=agreement.pk).update(
        **{**empty, **term}, signed_on=day, signed_precision=precision
    )
    refresh_records([agreement.partnership_id])


def contradictions(text):
    """Sets of statements of which a text holds more than one."""
    found = ([pattern for pattern in patterns if re.search(pattern, text)] for patterns in CONTRADICTIONS)
    return [patterns for patterns in found if len(patterns) > 1]


def text_of(page):
    """What a reader reads of the page: without controls, whose choices name everything."""
    page = re.sub(r"(?s)<(script|style|select|nav|svg|template|header|footer)\b.*?</\1>", " ", page)
    page = re.sub(r"(?s)<(form)\b.*?</\1>", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_contradictions__are_found():
    assert contradictions("In force today · Not in force today")
    assert contradictions("Registered No. 7 of 5 May 2025 · Signed, open-ended, not registered")
    assert not contradictions("In force today · Registered No. 7 of 5 May 2025 · Checked by the Association")
