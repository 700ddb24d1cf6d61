"""What the database refuses, whoever asks: raw SQL goes past every service."""

from itertools import product

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone, translation

from partnerships.choices import PartnershipStatus
from partnerships.models import Activity, Agreement, Comment, Document, NumberCounter, Partnership, Party
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.choices import CaseStatus
from registration.models import LegalAct, MinistryOrder, Opinion, RegisterEntry, RegistrationCase
from registration.register_chain import CHAIN_SERIES, chain_problems
from registration.transitions import CASE_LIFE_CYCLE
from tests.factories import make_case, make_entry, make_partnership

pytestmark = pytest.mark.django_db

HISTORY_OF = [
    Partnership, Party, Agreement, Document, Activity, Comment,
    RegistrationCase, Opinion, MinistryOrder, RegisterEntry,
]  # fmt: skip


def execute(sql, *params):
    """Run SQL so that a refusal leaves the test's transaction usable."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def refused(sql, *params):
    with pytest.raises(DatabaseError) as error:
        execute(sql, *params)
    return str(error.value)


def clone(record, **changes):
    """Insert a copy of a row by raw SQL."""
    columns = [field.column for field in record._meta.concrete_fields if not field.primary_key]
    values = ["%s" if column in changes else f'"{column}"' for column in columns]
    given = [changes[column] for column in columns if column in changes]
    names = ", ".join(f'"{column}"' for column in columns)
    execute(
        f"INSERT INTO {record._meta.db_table} ({names}) SELECT {', '.join(values)} "
        f"FROM {record._meta.db_table} WHERE id = %s",
        *given,
        record.pk,
    )


@pytest.mark.parametrize("status", PartnershipStatus.values)
def test_partnership_status__changes_by_raw_sql_only_as_declared(status):
    partnership = make_partnership(status)
    assert declared_changes(partnership, PartnershipStatus.values) == targets(PARTNERSHIP_LIFE_CYCLE, status)


@pytest.mark.parametrize("status", CaseStatus.values)
def test_case_status__changes_by_raw_sql_only_as_declared(status):
    case = make_case(status)
    found = declared_changes(case, CaseStatus.values)
    # Clearance without an order is refused by a constraint of its own.
    assert found == targets(CASE_LIFE_CYCLE, status) - ({"cleared"} if not case.order_id else set())


def targets(cycle, status):
    return {target for source, target in cycle.pairs if source == status}


def declared_changes(record, statuses):
    """Try every other status; return those that the database let through (undone again)."""
    through = set()
    for target in [*statuses, "nonsense", ""]:
        if target == record.status:
            continue
        try:
            with transaction.atomic():
                execute(f"UPDATE {record._meta.db_table} SET status = %s WHERE id = %s", target, record.pk)
                through.add(target)
                raise UndoError
        except UndoError:
            pass
        except DatabaseError:
            continue
    return through


class UndoError(Exception):
    """Take back what the database let through."""


@pytest.mark.parametrize("status", sorted(set(PartnershipStatus.values) - {"draft"}))
def test_partnership__cannot_be_inserted_in_a_later_status(status):
    partnership = make_partnership()
    with pytest.raises(DatabaseError):
        clone(partnership, code="X", status=status)


def test_partnership__inserted_as_transferred_must_come_from_the_previous_register():
    partnership = make_partnership()
    clone(partnership, code="X", status="transferred", origin="transferred")
    assert Partnership.objects.get(code="X").status == "transferred"
    for status, origin in (("transferred", "filed"), ("approved", "transferred")):
        with pytest.raises(DatabaseError), transaction.atomic():
            clone(partnership, code="Y", status=status, origin=origin)


def test_partnership__counts_as_checked_exactly_from_its_approval_on():
    partnership = make_partnership("submitted")

    def checked_after(status):
        execute("UPDATE partnerships_partnership SET status = %s WHERE id = %s", status, partnership.pk)
        return Partnership.objects.get(pk=partnership.pk).is_checked

    assert checked_after("approved")
    assert checked_after("ended")
    Partnership.objects.filter(pk=make_partnership("transferred").pk).update(checked_at=timezone.now())
    assert not Partnership.objects.get(status="transferred").is_checked


@pytest.mark.parametrize("status", sorted(set(CaseStatus.values) - {"filed"}))
def test_case__cannot_be_inserted_in_a_later_status(status):
    case = make_case(CaseStatus.WITHDRAWN)
    with pytest.raises(DatabaseError):
        clone(case, number="X", status=status)


def test_case__inserted_as_registered_must_come_from_the_previous_register():
    case = make_case(CaseStatus.WITHDRAWN)
    clone(case, number="X", status="registered", origin="transferred")
    with pytest.raises(DatabaseError):
        clone(case, number="Y", status="filed")  # that would be a second open case


def test_second_open_case__is_refused():
    case = make_case()
    with pytest.raises(IntegrityError, match="one_open_case_per_agreement"):
        clone(case, number="X")


@pytest.mark.parametrize(("model", "change"), list(product(HISTORY_OF, ["update", "delete"])), ids=str)
def test_history__is_append_only(model, change, django_user_model):
    make_everything()
    event = model.pgh_event_model
    table = event._meta.db_table
    assert event.objects.exists(), f"{model.__name__} leaves no history"
    if change == "update":
        refused(f"UPDATE {table} SET pgh_label = 'nothing happened'")
    else:
        refused(f"DELETE FROM {table}")


def make_everything():
    """One row in every history table."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from demo.paper import pdf
    from partnerships.inputs import ActivityInput
    from partnerships.services import add_activity, add_comment, attach_document
    from registration.services import request_opinion
    from tests.factories import SIGNED

    case = make_case(CaseStatus.IN_REVIEW)
    partnership, official = case.agreement.partnership, case.filed_by
    add_activity(partnership.pk, actor=official, data=ActivityInput("visit", SIGNED, "Візит"))
    add_comment(partnership.pk, actor=official, text="Дякуємо.")
    file = SimpleUploadedFile("a.pdf", pdf("x"))
    attach_document(partnership.pk, actor=official, upload=file, kind="other")
    request_opinion(case.pk, actor=case.assigned_to, expected_version=case.version, authority="justice")
    make_entry()


@pytest.mark.parametrize("column", ["number", "registered_on", "sequence"])
def test_register_entry__is_never_changed(column):
    entry = make_entry()
    value = {"registered_on": "2001-01-01", "sequence": 7}.get(column, "X")
    refused(f"UPDATE registration_registerentry SET {column} = %s WHERE id = %s", value, entry.pk)
    assert list(chain_problems()) == []


@pytest.mark.parametrize("column", ["kind", "content", "previous_hash", "act_hash", "sequence", "case_id"])
def test_legal_act__is_never_changed_nor_deleted(column):
    act = make_entry().act
    value = {"content": "{}", "sequence": 7, "case_id": 7}.get(column, "X")
    refused(f"UPDATE registration_legalact SET {column} = %s WHERE sequence = %s", value, act.pk)
    refused("DELETE FROM registration_legalact WHERE sequence = %s", act.pk)
    assert list(chain_problems()) == []


def test_register_entry_case_and_submitted_partnership__are_never_deleted():
    entry = make_entry()
    refused("DELETE FROM registration_registerentry WHERE id = %s", entry.pk)
    refused("DELETE FROM registration_registrationcase WHERE id = %s", entry.case_id)
    partnership = make_partnership(PartnershipStatus.SUBMITTED)
    execute("DELETE FROM partnerships_agreement WHERE partnership_id = %s", partnership.pk)
    execute("DELETE FROM partnerships_party WHERE partnership_id = %s", partnership.pk)
    refused("DELETE FROM partnerships_partnership WHERE id = %s", partnership.pk)


CHANGES_BEHIND_THE_BACK = {
    "the agreement": (
        "UPDATE partnerships_agreement SET title_uk = 'Інша назва'",
        1,
        "has been changed since",
    ),
    "a party": (
        "UPDATE partnerships_party SET body_kind = 'association' WHERE side = 'foreign'",
        1,
        "has been changed since",
    ),
    "the content": (
        'UPDATE registration_legalact SET content = content || \'{"number": "7"}\'',
        2,
        "content",
    ),
    "the date": (
        "UPDATE registration_registerentry SET registered_on = '2001-01-01'",
        1,
        "has been changed since",
    ),
    "the hash": ("UPDATE registration_legalact SET act_hash = repeat('0', 64)", 1, "content"),
    "the link": ("UPDATE registration_legalact SET previous_hash = 'x'", 2, "link"),
    "the place": ("UPDATE registration_registerentry SET number = '7'", 1, "has been changed since"),
}


@pytest.mark.parametrize("what", CHANGES_BEHIND_THE_BACK)
def test_chain__shows_a_change_behind_the_applications_back(what, settings):
    sql, at_least, words = CHANGES_BEHIND_THE_BACK[what]
    make_entry()
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(sql)

    with translation.override("en"):
        problems = [str(problem.detail) for problem in chain_problems()]
    assert len(problems) >= at_least
    assert any(words in problem for problem in problems), problems


def test_chain__shows_an_entry_cut_out_of_the_middle_and_off_the_end():
    first, middle, last = make_entry(), make_entry(), make_entry()
    cut_out(middle)
    assert {problem.number for problem in chain_problems()} == {last.number}
    cut_out(last)
    assert list(chain_problems()), "the counter still knows how many there were"
    NumberCounter.objects.filter(series=CHAIN_SERIES).update(last=1)
    assert list(chain_problems()), "history has seen them"
    assert RegisterEntry.objects.get() == first


def test_chain__shows_an_entry_without_its_act():
    entry = make_entry()
    with pgtrigger.ignore():
        RegisterEntry.objects.filter(pk=entry.pk).delete()
    assert [problem.number for problem in chain_problems()] == [entry.number]


def cut_out(entry):
    with pgtrigger.ignore():
        RegisterEntry.objects.filter(pk=entry.pk).delete()
        LegalAct.objects.filter(pk=entry.act_id).delete()
