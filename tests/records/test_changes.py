"""Public changes while many write: in the order of commits nothing is missed and nothing comes twice."""

import random
import threading
from collections import Counter
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.roles import Role
from partnerships.models import ChangedResource, PublicChange, Record
from partnerships.records.changes import changes_after
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_entry, make_partnership, make_user
from tests.rules.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, COMMITS, OWN = 8, 1000, 3


class UndoError(Exception):
    """Takes a transaction back."""


def test_ten_thousand_commits__a_reader_beside_them__misses_none_and_sees_none_twice():
    unit, abroad, clerk = make_community(), make_municipality(), make_user(Role.ASSOCIATION)
    official = make_user(communities=[unit])
    make = partial(
        make_partnership,
        "approved",
        official=official,
        community=unit,
        municipality=abroad,
        association=clerk,
    )
    ids = [make().pk for _number in range(WRITERS * OWN)]
    begin = newest()
    committed: Counter[int] = Counter()
    counting = threading.Lock()
    writing = threading.Semaphore(0)

    def write(own, seed):
        chance = random.Random(seed)
        try:
            for number in range(COMMITS):
                changed = commit(chance, own, f"{seed} {number}")
                with counting:
                    committed.update(changed)
        finally:
            writing.release()

    def follow():
        seen, place, ended = [], begin, 0
        while True:
            ended += writing.acquire(blocking=False)
            found = changes_after(place, 100)
            seen += found
            place = found[-1].place if found else place
            if ended == WRITERS and not found:
                return seen

    works = [partial(write, ids[start::WRITERS], start) for start in range(WRITERS)]
    *outcomes, seen = at_once(*works, follow)
    assert outcomes == [None] * WRITERS
    places = [change.place for change in seen]
    assert places == sorted(set(places))
    assert sum(committed.values()) > 10_000
    assert Counter(change.record for change in seen) == committed


def commit(chance, own, text):
    """Change one or some records in one transaction, now and then twice, now and then in vain."""
    some = chance.sample(own, chance.choice([1, 1, 1, 3]))
    try:
        with transaction.atomic():
            for pk in some:
                Record.objects.filter(pk=pk).update(document=text)
            if chance.random() < 0.02:
                Record.objects.filter(pk=some[0]).update(document=f"{text} again")
            if chance.random() < 0.05:
                raise UndoError
    except UndoError:
        return []
    return some


def test_long_transaction__that_began_first_and_ends_last__is_told_last():
    first, second = make_partnership("approved"), make_partnership("approved")
    begin = newest()
    with transaction.atomic():
        Record.objects.filter(pk=first.pk).update(document="long")
        change = Record.objects.filter(pk=second.pk).update
        assert at_once(partial(change, document="short")) == [1]
        seen = at_once(partial(changes_after, begin, 10))[0]
        assert [one.record for one in seen] == [second.pk]
    assert [one.record for one in changes_after(begin, 10)] == [second.pk, first.pk]


def test_rolled_back_change__is_not_told():
    partnership, begin = make_partnership("approved"), newest()
    with pytest.raises(UndoError), transaction.atomic():  # noqa: PT012  # the exception is the end of it
        Record.objects.filter(pk=partnership.pk).update(document="never")
        raise UndoError
    assert changes_after(begin, 10) == []


def test_draft__is_told_only_when_it_becomes_public__and_as_gone_when_it_no_longer_is():
    draft = make_partnership("submitted")
    assert not PublicChange.objects.filter(record=draft.pk).exists()
    Record.objects.filter(pk=draft.pk).update(is_public=True, document="{}")
    Record.objects.filter(pk=draft.pk).update(is_public=False, document="")
    Record.objects.filter(pk=draft.pk).update(document="still hidden")
    assert actions_of(draft.pk) == ["upsert", "delete"]


def test_record_that_stays_as_it_is__is_not_told():
    pk, begin = make_partnership("approved").pk, newest()
    Record.objects.filter(pk=pk).update(sort_uk="а")
    assert changes_after(begin, 10) == []


def test_deleted_record__is_told_as_gone():
    pk = make_partnership("approved").pk
    Record.objects.filter(pk=pk).delete()
    assert actions_of(pk)[-1] == "delete"


def test_registration__tells_the_entry_and_the_partnership():
    begin = newest()
    entry = make_entry()
    told = {(one.resource, one.record) for one in changes_after(begin, 100)}
    assert told == {
        (ChangedResource.PARTNERSHIPS, entry.agreement.partnership_id),
        (ChangedResource.REGISTER, entry.sequence),
    }


@pytest.mark.parametrize("statement", ["UPDATE {table} SET action = 'delete'", "DELETE FROM {table}"])
def test_what_was_told__cannot_be_changed(statement):
    make_partnership("approved")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement.format(table=PublicChange._meta.db_table))


def newest() -> int:
    return PublicChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def actions_of(pk):
    return list(
        PublicChange.objects.filter(resource=ChangedResource.PARTNERSHIPS, record=pk).values_list(
            "action", flat=True
        )
    )
