"""Rows of databases that are older than the status ``transferred`` and the day of the Association's check.

A partnership that came with an entry of the previous register was ``approved`` without anybody's decision: it has
neither a reviewer nor a day of decision. It becomes what it is; what the Association did decide keeps the day of
that decision as the day of its check.
"""

import pgtrigger
from django.db import migrations

GUARDS = tuple(
    f"partnerships.Partnership:{name}" for name in ("declared_transitions_only", "keeps_when_it_was_checked")
)
UNDECIDED = {"origin": "transferred", "status": "approved", "decided_at": None, "reviewer": None}


def set_right(apps, schema_editor):
    """Write the status and the day; history keeps what stood there."""
    partnerships = apps.get_model("partnerships", "Partnership").objects
    checked = partnerships.filter(checked_at=None, decided_at__isnull=False)
    with pgtrigger.ignore(*GUARDS):
        partnerships.filter(**UNDECIDED).update(status="transferred", checked_at=None)
        for pk, day in checked.filter(status__in=("approved", "ended")).values_list("pk", "decided_at"):
            partnerships.filter(pk=pk).update(checked_at=day)


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0023_history_knows_submitter_and_steps"),
    ]

    operations = [migrations.RunPython(set_right, migrations.RunPython.noop)]
