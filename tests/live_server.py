"""A real server in front of the test's database, and requests as bytes."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connection


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def database_environment(**more):
    """The environment of another process that works on the test's database."""
    address = urlsplit(os.environ["DATABASE_URL"])
    own = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {**os.environ, "DATABASE_URL": own, "DJANGO_SETTINGS_MODULE": "config.settings.test", **more}


class Server:
    """Granian on the test's database, in a group of processes of its own."""

    stderr = None

    def __init__(self, *, workers="2", database=True, **environment):
        self.workers = workers
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = database_environment(**environment) if database else {**os.environ, **environment}
        self.start()

    def start(self):
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--no-ws",
            "--workers", self.workers, "--log-level", "critical", "config.wsgi:application",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, env=self.environment, start_new_session=True, stderr=self.stderr
        )
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server does not answer")

    def kill(self):
        """End all its processes as a power cut does, without a word to the clients."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, *parts, wait=0.0, timeout=20):
        """Send bytes as they are, in parts, and read the answer to the end of the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as line:
            for part in parts:
                line.sendall(part)
                time.sleep(wait)
            answer = http.client.HTTPResponse(line)
            answer.begin()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read())


def chunked(body, size=1000):
    """The body in the chunks of HTTP/1.1."""
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
