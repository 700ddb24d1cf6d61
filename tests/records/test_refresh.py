"""The read model is what the truth is, whatever was written in whatever order."""

import contextlib
import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from common.errors import DomainError
from common.partial_dates import DatePrecision, PartialDate
from communities.changes import territories_changed
from communities.loaders.countries import load_countries
from communities.models import Community, Country
from partnerships.inputs import ActivityInput, PartnershipInput
from partnerships.models import DeskRecord, Partnership, Record
from partnerships.records.check import different_records
from partnerships.records.sums import wrong_counts
from partnerships.services import add_activity, add_agreement, take_step, update_partnership
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.models import RegistrationCase
from registration.services import file_case
from registration.services import take_step as case_step
from registration.transitions import CASE_LIFE_CYCLE
from tests.communities.factories import make_community, make_municipality
from tests.factories import (
    EVERYTHING,
    LETTER_DATE,
    agreement_input,
    case_step_fields,
    make_case,
    make_entry,
    make_partnership,
    make_transferred_entry,
    make_user,
    partnership_step_fields,
    reason_for,
)

pytestmark = pytest.mark.django_db

WRITES = (
    "file",
    "edit",
    "step",
    "agreement",
    "activity",
    "case",
    "case step",
    "rename",
    "transfer",
    "correct",
)


class Writer:
    """Makes one write after another on whatever is there; a refused write changes nothing."""

    def __init__(self):
        self.units = [make_community(), make_community()]
        self.municipalities = [make_municipality(), make_municipality(country="PL")]
        self.official = make_user(communities=self.units)
        self.desk, self.clerk = make_user(Role.ASSOCIATION), make_user(Role.MINISTRY)

    def write(self, kind, number):
        with contextlib.suppress(DomainError):
            getattr(self, kind.replace(" ", "_"))(number)

    def one(self, rows, number):
        rows = list(rows.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def file(self, number):
        make_partnership(
            official=self.official,
            community=self.units[number % 2],
            municipality=self.municipalities[number // 2 % 2],
        )

    def transfer(self, number):
        make_transferred_entry(
            clerk=self.clerk, community=self.units[number % 2], municipality=self.municipalities[0]
        )

    def edit(self, number):
        if row := self.one(Partnership.objects.all(), number):
            data = PartnershipInput(summary_uk=f"Зведення {number}")
            update_partnership(row.pk, actor=self.official, expected_version=None, data=data)

    def step(self, number):
        row = self.one(Partnership.objects.all(), number)
        steps = PARTNERSHIP_LIFE_CYCLE.leaving(row.status) if row else []
        if row and row.stepped_from:
            steps.append(PARTNERSHIP_LIFE_CYCLE.take_back)
        if steps:
            step = steps[number % len(steps)]
            actor = self.official if Role.OFFICIAL in step.roles else self.desk
            take_step(
                row.pk,
                step.name,
                actor=actor if step.target else row.stepped_by,
                expected_version=None,
                reason=reason_for(step),
                confirm=EVERYTHING,
                **partnership_step_fields(step.name),
            )

    def agreement(self, number):
        if row := self.one(Partnership.objects.all(), number):
            add_agreement(
                row.pk, actor=self.official, data=agreement_input(title_uk=f"Додаткова угода {number}")
            )

    def activity(self, number):
        if row := self.one(Partnership.objects.all(), number):
            happened = PartialDate(dt.date(2024, 4, 1), DatePrecision.MONTH)
            data = ActivityInput(type="visit", happened=happened, title_uk=f"Візит школярів {number}")
            add_activity(row.pk, actor=self.official, data=data)

    def case(self, number):
        row = self.one(Partnership.objects.filter(agreements__isnull=False), number)
        if row:
            agreement = self.one(row.agreements.all(), number)
            file_case(agreement.pk, actor=self.official, letter_number="1", letter_date=LETTER_DATE)

    def case_step(self, number):
        case = self.one(RegistrationCase.objects.all(), number)
        steps = CASE_LIFE_CYCLE.leaving(case.status) if case else []
        if steps:
            step = steps[number % len(steps)]
            actor = self.official if Role.OFFICIAL in step.roles else self.clerk
            case_step(
                case.pk,
                step.name,
                actor=actor,
                expected_version=None,
                reason=reason_for(step),
                **case_step_fields(step.name),
            )

    def rename(self, number):
        unit = Community.objects.get(pk=self.units[number % 2].pk)
        unit.centre_name_uk = f"Перейменоване{number}"
        unit.save()

    def correct(self, number):
        municipality = self.municipalities[number % 2]
        municipality.name_uk = f"Виправлене{number}"
        municipality.save()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(writes=st.lists(st.tuples(st.sampled_from(WRITES), st.integers(0, 50)), min_size=12, max_size=30))
def test_records__after_any_sequence_of_writes__are_the_truth(writes):
    writer = Writer()
    writer.write("file", 0)
    for kind, number in writes:
        writer.write(kind, number)
    ids = list(Partnership.objects.values_list("pk", flat=True))
    assert different_records(ids) == []
    assert Record.objects.count() == DeskRecord.objects.count() == len(ids)
    assert wrong_counts() == []


def test_record__of_a_draft__is_empty():
    draft = make_partnership("draft")
    record = Record.objects.get(pk=draft.pk)
    assert (record.is_public, record.document, record.countries, record.words) == (False, "", [], "")


def test_record__of_a_returned_partnership_with_a_registered_agreement__is_public():
    entry = make_entry()
    assert Record.objects.get(pk=entry.agreement.partnership_id).is_registered


def test_record__of_a_further_draft_agreement__keeps_it_from_the_public():
    partnership = make_partnership("approved")
    add_agreement(
        partnership.pk,
        actor=partnership.responsible,
        data=agreement_input(title_uk="Таємний протокол", document_type="protocol"),
    )
    record, desk = Record.objects.get(pk=partnership.pk), DeskRecord.objects.get(pk=partnership.pk)
    assert "протокол" not in record.document
    assert "протокол" not in record.words
    assert "protocol" not in record.document_types
    assert "protocol" in desk.document_types
    assert "протокол" in desk.words


def test_record__knows_the_days_in_force():
    case = make_case("registered")
    agreement = case.agreement
    record = Record.objects.extra(select={"days": "in_force::text"}).get(pk=agreement.partnership_id)
    assert record.days == "{[2025-06-02,2030-06-03)}"
    assert record.stale_on == dt.date(2030, 6, 3)


def test_check_records__names_what_differs_and_repairs_it():
    partnership = make_partnership("approved")
    make_partnership("approved")
    Record.objects.filter(pk=partnership.pk).update(countries=["XX"])
    with pytest.raises(CommandError, match=f"1 of 2 records differ: {partnership.code}"):
        call_command("check_records", verbosity=0)
    out = StringIO()
    call_command("check_records", "--repair", stdout=out)
    assert "1 repaired" in out.getvalue()
    assert different_records([partnership.pk]) == []


def test_check_records__makes_missing_rows():
    partnership = make_partnership("approved")
    Record.objects.all().delete()
    DeskRecord.objects.all().delete()
    call_command("check_records", "--repair", verbosity=0)
    assert Record.objects.get().pk == DeskRecord.objects.get().pk == partnership.pk


def test_codifier__renaming_a_community__renames_its_records():
    partnership = make_partnership("approved")
    unit = partnership.parties.get(side="ukrainian").community
    Community.objects.filter(pk=unit.pk).update(centre_name_uk="Самар", full_name_uk="Самарівська громада")
    assert "Самарівська" not in Record.objects.get(pk=partnership.pk).document
    territories_changed.send(Community, communities=[unit.pk])
    record = Record.objects.get(pk=partnership.pk)
    assert "Самарівська" in record.document
    assert "'=самар'" in record.words


def test_countries__loaded_with_another_name__rename_the_records():
    partnership = make_partnership("approved", municipality=make_municipality(country="DE"))
    Country.objects.filter(pk="DE").update(name_uk="Стара назва")
    territories_changed.send(Country, countries=["DE"])
    assert "Стара назва" in Record.objects.get(pk=partnership.pk).document
    load_countries()
    assert "Стара назва" not in Record.objects.get(pk=partnership.pk).document
