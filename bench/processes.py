"""The servers under test: started as in production, watched for their memory."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench import server
from bench.databases import environment
from scripts.run import APPLICATION, HOST

__all__ = ["HEADERS", "HOST", "Peak", "Site", "free_port", "write_lines"]

WORKERS, BLOCKING_THREADS = "2", "1"
# Production's proxy ends TLS; without its header every answer would be a redirect.
HEADERS = {"X-Forwarded-Proto": "https", "Accept": "application/json"}
MIB = 1024 * 1024


class Site:
    """A granian with one of the settings modules on one database."""

    def __init__(self, name: str, settings: str, url: str, port: int, **variables: str) -> None:
        self.name, self.settings, self.url, self.port = name, settings, url, port
        self.variables = variables
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def label(self) -> str:
        """How PostgreSQL knows the connections of this site."""
        return f"bench-{self.name}"

    def start(self) -> None:
        """Start the server and wait until each worker has answered."""
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.port),
            "--no-ws", "--workers", WORKERS, "--blocking-threads", BLOCKING_THREADS, "--respawn-failed-workers",
            "--workers-kill-timeout", "2", "--log-level", "warning", APPLICATION,
        ]  # fmt: skip
        named = {"DJANGO_SETTINGS_MODULE": self.settings, "PGAPPNAME": self.label}
        variables = environment(self.url, **named, **self.variables)
        server.OUT.mkdir(parents=True, exist_ok=True)
        with (server.OUT / f"{self.label}.log").open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=server.ROOT, env=variables, start_new_session=True, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            with contextlib.suppress(OSError, http.client.HTTPException):
                for _worker in range(8):
                    self.get("/")
                return
            time.sleep(0.2)
        raise RuntimeError(f"{self.label} does not answer: see {server.OUT / (self.label + '.log')}")

    def stop(self) -> None:
        """Stop the server and what it still asks of the database."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self.process = None
        with server.connect(self.url) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s",
                [self.label],
            )

    def restart(self) -> None:
        """Begin anew: requests that nobody waits for any longer are dropped."""
        self.stop()
        self.start()

    def get(self, path: str, timeout: float = 60, **headers: str) -> tuple[int, bytes]:
        """Ask once; return status and body."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={**HEADERS, **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def memory(self) -> int:
        """Bytes of resident memory of all its processes."""
        if self.process is None:
            return 0
        with contextlib.suppress(psutil.Error):
            main = psutil.Process(self.process.pid)
            return sum(_resident(process) for process in [main, *main.children(recursive=True)])
        return 0

    @contextlib.contextmanager
    def watched(self) -> Iterator["Peak"]:
        """Note the highest memory while something goes on."""
        peak = Peak(self)
        try:
            yield peak
        finally:
            peak.end()


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


class Peak:
    """Looks at the memory of a site ten times a second."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.before = self.most = site.memory()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    @property
    def mib(self) -> int:
        """The highest memory so far, in MiB."""
        return self.most // MIB

    @property
    def grown_mib(self) -> int:
        """By how much it grew, in MiB."""
        return (self.most - self.before) // MIB

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            self.most = max(self.most, self.site.memory())


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def write_lines(path: Path, lines: list[str]) -> Path:
    """Write a file for another program to read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
