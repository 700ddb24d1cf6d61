"""Emails of the queue in tests that do not commit: what a worker would do, in the test's own transaction."""

import json

from django.db import connection
from procrastinate.contrib.django import app


def do_jobs(task="%"):
    """Carry out what waits in the queue, oldest first, and take it out; returns the names of the tasks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args FROM procrastinate_jobs"
            " WHERE status = 'todo' AND task_name LIKE %s ORDER BY id",
            [task],
        )
        jobs = cursor.fetchall()
        for pk, name, args in jobs:
            app.tasks[name].func(**json.loads(args))
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [pk])
    return [name for _pk, name, _args in jobs]
