"""Two servers are updated at once: one of them migrates, the other waits."""

import subprocess
import sys
import time

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from common.management.commands.migrate import LOCK
from tests.live_server import database_environment

pytestmark = pytest.mark.django_db(transaction=True)


def test_second_migrate__waits_for_the_first_and_then_finds_nothing_to_do():
    first = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True)
    first.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    command = [sys.executable, "manage.py", "migrate", "--skip-checks"]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=database_environment(), text=True, stdout=-1, stderr=-1
    ) as second:
        said = second.stderr.readline()
        assert "Another migrate is running" in said, said
        time.sleep(1)
        assert second.poll() is None
        first.close()
        out, _ = second.communicate(timeout=120)
    assert second.returncode == 0
    assert "No migrations to apply" in out
