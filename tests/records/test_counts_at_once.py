"""Counts while others write: nobody waits, and in the end, as at any moment, the sums are exact."""

from functools import partial

import pytest
from django.db import connection, transaction

from accounts.roles import Role
from partnerships.models import Record, RecordCount
from partnerships.records.sums import compact_counts, rebuild_counts, sum_of, wrong_counts
from partnerships.services import take_step
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_partnership, make_user
from tests.rules.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def impatient(work):
    """Run in a transaction that fails when it has to wait for anybody."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
        work()


def publish(clerk, partnerships):
    for partnership in partnerships:
        take_step(partnership.pk, "approve", actor=clerk, expected_version=None)


def withdraw(records):
    for pk in records:
        Record.objects.filter(pk=pk).update(is_public=False)
        Record.objects.filter(pk=pk).update(is_public=True, countries=["PL"])
        Record.objects.filter(pk=pk).delete()


def wrong_at_any_moment(times):
    return [wrong_counts() for _time in range(times)]


def test_writers__compactions_and_repairs_at_once__the_sums_stay_exact():
    units, abroad = [make_community(), make_community()], make_municipality()
    official, clerk = make_user(communities=units), make_user(Role.ASSOCIATION)
    make = partial(make_partnership, official=official, municipality=abroad)
    public = [make("approved", community=units[number % 2]) for number in range(6)]
    filed = [make("submitted", community=units[number % 2]) for number in range(8)]
    outcomes = at_once(
        partial(publish, clerk, filed[::2]),
        partial(publish, clerk, filed[1::2]),
        partial(withdraw, [partnership.pk for partnership in public[:4]]),
        lambda: [compact_counts() for _time in range(40)] and None,
        lambda: [compact_counts() for _time in range(40)] and None,
        lambda: [wrong for _time in range(10) for wrong in rebuild_counts()],
        partial(wrong_at_any_moment, 20),
    )
    assert outcomes == [None] * 5 + [[], [[]] * 20]
    assert wrong_counts() == []
    assert sum_of("", "") == sum_of("country", "DE") == Record.objects.filter(is_public=True).count() == 10


def test_change_of_an_open_transaction__keeps_nobody_waiting__and_counts_when_it_ends():
    first, second, _third = (make_partnership("approved") for _number in range(3))
    with transaction.atomic():
        Record.objects.filter(pk=first.pk).update(countries=["PL"])
        assert (sum_of("country", "DE"), sum_of("country", "PL")) == (2, 1)
        change = Record.objects.filter(pk=second.pk).update
        others = at_once(
            partial(impatient, partial(change, countries=["PL"])),
            partial(impatient, compact_counts),
            partial(impatient, rebuild_counts),
        )
        assert others == [None] * 3
        seen = at_once(lambda: (sum_of("country", "DE"), sum_of("country", "PL")))
        assert seen == [(2, 1)]
    assert (sum_of("country", "DE"), sum_of("country", "PL")) == (1, 2)
    compact_counts()
    assert wrong_counts() == []


def test_second_compaction__while_the_first_has_not_ended__leaves_the_work_to_it():
    make_partnership("approved"), make_partnership("approved")
    with transaction.atomic():
        compact_counts()
        assert at_once(partial(impatient, compact_counts)) == [None]
        assert at_once(lambda: sum_of("country", "DE")) == [2]
    assert RecordCount.objects.filter(facet="country").count() == 1
    assert wrong_counts() == []


def test_truncated_records__of_a_flush_or_alone__count_nowhere():
    make_partnership("approved")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE partnerships_record, partnerships_recordcount RESTART IDENTITY")
    assert not RecordCount.objects.exists()
    make_partnership("approved")
    assert sum_of("country", "DE") == 1
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE partnerships_record")
    assert not RecordCount.objects.exists()
