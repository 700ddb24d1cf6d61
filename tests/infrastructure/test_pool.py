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

LOSE = """
import os, socket
import django
django.setup()
from django.db import OperationalError, connection, transaction
from common.reading import read_rows

def lose():
    with socket.socket(fileno=os.dup(connection.connection.pgconn.socket)) as line:
        line.shutdown(socket.SHUT_RDWR)

for prepare in (True, False):
    read_rows("default", "SELECT 1", (), prepare=prepare)
    lose()
    assert read_rows("default", "SELECT 2", (), prepare=prepare)[0][0] == 2, "once more on a new line"
    try:
        with transaction.atomic():
            read_rows("default", "SELECT 1", (), prepare=prepare)
            lose()
            read_rows("default", "SELECT 3", (), prepare=prepare)
    except OperationalError:
        print("unavailable")
    connection.close()
"""


def run(program, **more):
    return subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", **more}, check=False,
    )  # fmt: skip


def test_lost_server__is_asked_once_more_and_else_counts_as_unavailable():
    done = run(LOSE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["unavailable", "unavailable"]


def test_pool__with_eight_threads__opens_no_more_connections_than_it_holds():
    done = run(ASK, DATABASE_POOL_SIZE="2")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2:] in (["backends", "1"], ["backends", "2"])
