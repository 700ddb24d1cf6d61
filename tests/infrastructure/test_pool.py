"""Threads of one process share the connections of its pool."""

import os
import subprocess
import sys

from django.conf import settings

ASK = """
import threading
import django
django.setup()
from django.db import connection
from common.reading import read_rows

def ask():
    for _time in range(20):
        backends.add(read_rows("default", "SELECT pg_backend_pid()", (), prepare=True)[0][0])
        connection.close()

backends = set()
threads = [threading.Thread(target=ask) for _number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print("backends", len(backends))
connection.close_pool()
"""


def test_pool__with_eight_threads__opens_no_more_connections_than_it_holds():
    given = {**os.environ, "DATABASE_POOL_SIZE": "2", "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=settings.BASE_DIR, env=given, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2:] in (["backends", "1"], ["backends", "2"])
