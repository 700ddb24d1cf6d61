"""Rows of databases that are older than the status ``transferred`` are set right by a migration."""

from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.utils import timezone

from partnerships.models import Partnership
from tests.factories import make_partnership, make_transferred_entry

pytestmark = pytest.mark.django_db
MIGRATION = import_module("partnerships.migrations.0024_older_rows_of_the_previous_register")


def as_before(partnership, **columns):
    with pgtrigger.ignore():
        Partnership.objects.filter(pk=partnership.pk).update(**columns)


def test_transferred_without_a_decision__becomes_transferred_and_what_was_decided_keeps_its_day():
    old = make_transferred_entry().agreement.partnership
    decided = make_transferred_entry().agreement.partnership
    checked = make_partnership("approved")
    now = timezone.now()
    as_before(old, status="approved", checked_at=now)
    as_before(decided, status="approved", checked_at=None, decided_at=now)
    as_before(checked, checked_at=None)
    MIGRATION.set_right(apps, None)
    for row in (old, decided, checked):
        row.refresh_from_db()
    assert (old.status, old.is_checked) == ("transferred", False)
    assert (decided.status, decided.checked_at) == ("approved", now)
    assert (checked.status, checked.checked_at) == ("approved", checked.decided_at)
