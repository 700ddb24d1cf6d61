"""«Checked by the Association» is one fact: approved, or ended after that. Every reader says and counts the same."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from common.errors import RuleViolated
from partnerships.choices import PartnershipStatus
from partnerships.models import DeskRecord, Partnership, Record
from partnerships.services import take_step
from partnerships.services.merging import merge_partnerships
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.selectors import facts_of
from tests.api.client import Api
from tests.communities.factories import make_community, make_municipality
from tests.factories import (
    EVERYTHING,
    first_agreement,
    make_case,
    make_partnership,
    make_user,
    partnership_step_fields,
    reason_for,
)

pytestmark = pytest.mark.django_db


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


def registered_but_only_submitted():
    partnership = make_partnership(PartnershipStatus.SUBMITTED)
    make_case("registered", partnership=partnership)
    return partnership


MAKERS = {
    "approved": lambda: make_partnership("approved"),
    "ended after approval": lambda: make_partnership("ended"),
    "transferred and approved": lambda: step(make_partnership("transferred"), "approve"),
    "transferred, approved and ended": lambda: step(step(make_partnership("transferred"), "approve"), "end"),
    "transferred": lambda: make_partnership("transferred"),
    "transferred and ended": lambda: step(make_partnership("transferred"), "end"),
    "registered but only submitted": registered_but_only_submitted,
}
CHECKED = set(list(MAKERS)[:4])


@pytest.fixture
def world():
    """One public partnership of each kind, by its name."""
    return {name: Partnership.objects.get(pk=make().pk) for name, make in MAKERS.items()}


def named(world, codes):
    found = set(codes)
    return {name for name, partnership in world.items() if partnership.code in found}


def test_checked__in_the_database_the_model_and_both_records(world):
    assert {name for name, one in world.items() if one.is_checked} == CHECKED
    for rows in (Partnership.objects.checked(), Record.objects.filter(is_checked=True)):
        assert named(world, rows.values_list("code", flat=True)) == CHECKED
    assert named(world, DeskRecord.objects.filter(is_checked=True).values_list("code", flat=True)) == CHECKED


def test_checked__in_the_status_check(world):
    facts = {name: facts_of(first_agreement(one)) for name, one in world.items()}
    assert {name for name, found in facts.items() if found.checked} == CHECKED
    for name, one in world.items():
        (answer,) = Api().get("check/", {"number": one.code}).json()["results"]
        assert answer["checked"] is (name in CHECKED)
        body = Client().get("/en/check/", {"q": one.code}).content.decode()
        assert ("Not checked by the Association" in body) is (name not in CHECKED)


@pytest.mark.parametrize("role", [None, Role.ASSOCIATION])
def test_checked__in_the_api(world, role):
    api = Api(make_user(role) if role else None)
    rows = api.get("partnerships/").json()["results"]
    assert named(world, (row["code"] for row in rows if row["checked"])) == CHECKED
    for wanted, names in (("true", CHECKED), ("false", set(MAKERS) - CHECKED)):
        found = api.get("partnerships/", {"checked": wanted}).json()["results"]
        assert named(world, (row["code"] for row in found)) == names


def test_checked__in_the_export(world):
    answer = Api().get("exports/partnerships.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert named(world, (row["code"] for row in rows if row["checked"] == "true")) == CHECKED


def test_checked__on_the_pages(world):
    for name, one in world.items():
        body = Client().get(f"/en/partnerships/{one.code}/").content.decode()
        assert ("Not checked by the Association" in body) is (name not in CHECKED)
        assert (">Checked by the Association<" in body) is (name in CHECKED)


def test_checked__is_one_number(world):
    home = Client().get("/en/").content.decode()
    assert re.search(rf"<strong>{len(CHECKED)}</strong>\s*partnerships checked by the Association", home)
    totals = Api().get("stats/", {"by": "status", "checked": "true"}).json()["totals"]
    assert totals["partnerships"] == len(CHECKED)
    for address, number in (
        ("?fact=checked", len(CHECKED)),
        ("?fact=not_checked", len(MAKERS) - len(CHECKED)),
    ):
        body = Client().get(f"/en/partnerships/{address}").content.decode()
        assert f"{number} partnerships found" in body
    association = Client()
    association.force_login(make_user(Role.ASSOCIATION))
    queue = reverse("admin:partnerships_partnership_changelist")
    start = association.get("/en/admin/").content.decode()
    assert re.search(rf"queue=approved\"[^>]*>.{{0,400}}?\b{len(CHECKED)}\b", start, re.DOTALL)
    listed = association.get(f"{queue}?queue=approved").content.decode()
    assert named(world, re.findall(r"PB-\d{4}-\d{5}", listed)) == CHECKED


def test_statistics_by_status__do_not_call_a_part_of_the_checked_ones_checked(world):
    rows = Api().get("stats/", {"by": "status"}).json()["results"]
    assert {row["key"]: row["count"] for row in rows} == {
        "approved": 2, "ended": 3, "transferred": 1, "submitted": 1,
    }  # fmt: skip
    assert "Checked by the Association" not in {row["label_en"] for row in rows}


def test_transferred__may_be_approved_and_ended_by_the_association():
    leaving = {one.name for one in PARTNERSHIP_LIFE_CYCLE.leaving("transferred")}
    assert {"approve", "end"} <= leaving
    assert "return" not in leaving


def test_merging__never_loses_the_check():
    community, municipality = make_community(), make_municipality()
    parties = {"community": community, "municipality": municipality}
    checked, transferred = make_partnership("approved", **parties), make_partnership("transferred", **parties)
    association = make_user(Role.ASSOCIATION)
    with pytest.raises(RuleViolated) as raised:
        merge_partnerships(checked.pk, transferred.pk, actor=association, expected_version=None)
    assert raised.value.problems[0].code == "not_checked"
    merge_partnerships(transferred.pk, checked.pk, actor=association, expected_version=None)
