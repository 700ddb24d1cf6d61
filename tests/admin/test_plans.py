"""What PostgreSQL can read for the pages of the desks, however many rows there are."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from partnerships.admin.filters import PartnershipQueues
from partnerships.models import Partnership
from registration.admin.filters import CaseQueues
from registration.models import RegistrationCase

pytestmark = pytest.mark.django_db


def plan(rows, *turned_off):
    """The plan when PostgreSQL avoids these kinds of steps wherever it can."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        for kind in turned_off:
            cursor.execute(f"SET LOCAL enable_{kind} = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("model", "queues", "name"),
    [
        (Partnership, PartnershipQueues, "partnership_resubmitted"),
        (RegistrationCase, CaseQueues, "case_resubmitted"),
    ],
)
def test_resubmitted__few_among_many_new_ones__stand_in_an_index_of_their_own(model, queues, name):
    [queue] = [queue for queue in queues.queues if queue.name == "resubmitted"]
    [index] = [index for index in model._meta.indexes if index.name == name]
    assert index.condition == queue.condition(AnonymousUser()), (
        "PostgreSQL reads it for exactly this condition"
    )


def test_changes_of_cases__are_read_in_order_from_an_index():
    rows = RegistrationCase.objects.filter(updated_at__gte=timezone.now()).order_by("-updated_at", "-id")
    text = plan(rows[:30], "seqscan", "sort")
    assert "Index Scan Backward using case_by_change" in text, text
