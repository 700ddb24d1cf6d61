"""`make run`: database, migrations, reference data, demo records, server, worker; Ctrl-C stops them all."""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("POBRATYM_VAR", ROOT / "var"))
APPLICATION = "config.wsgi:application"
WORKER = [str(ROOT / "manage.py"), "procrastinate", "worker"]
HOST = "127.0.0.1"
# A process for each core: Python runs one thread of a process at a time.
WORKERS = os.environ.get("GRANIAN_WORKERS", str(min(os.cpu_count() or 1, 4)))
# One answers, the others are for clients that wait for changes; the settings read it, too.
BLOCKING_THREADS = os.environ.setdefault("GRANIAN_BLOCKING_THREADS", "3")
STOPPING_SECONDS = 10


class CannotRunError(Exception):
    """It cannot start here; the message is one line that says what to do."""


def main() -> None:
    """Start everything, wait, stop everything."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    listen_for_signals()
    if os.environ.get("MAKELEVEL"):
        threading.Thread(target=watch_make, args=[os.getppid()], daemon=True).start()
    try:
        port = wanted_port()
        lock = hold_var()
        end_orphans(lock)
        refuse_taken_port(port)
        prepare()
        serve(port, lock)
    except CannotRunError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        say("\nStopping.")
    finally:
        ignore_signals()


def listen_for_signals() -> None:
    """Let every way of ending be an orderly stop."""
    # Set also when it was ignored: shells start what runs in the background that way.
    signal.signal(signal.SIGINT, _stop_like_ctrl_c)
    signal.signal(signal.SIGTERM, _stop_like_ctrl_c)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup ignores it on purpose
        signal.signal(signal.SIGHUP, _stop_like_ctrl_c)


def _stop_like_ctrl_c(number: int, frame: Any) -> None:
    ignore_signals()
    raise KeyboardInterrupt


def ignore_signals() -> None:
    """Let nothing interrupt an orderly stop, the database's at exit included."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def watch_make(pid: int) -> None:
    """Stop us when the make above was told to stop and the signal went to it alone.

    A killed make is no longer our parent. An interrupted one waits for us without a word, but gives
    back its own handler of the signal, and Linux shows that.
    """
    before = _handles_interrupt(pid)
    while os.getppid() == pid and _handles_interrupt(pid) == before:
        time.sleep(0.2)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)  # wakes it from waiting


def _handles_interrupt(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = next((line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) >> (signal.SIGINT - 1) & 1)


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


# --- before anything is started ---


def wanted_port() -> int:
    """Return PORT as a number."""
    text = os.environ.get("PORT", "8000")
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise CannotRunError(f"PORT must be a number from 1 to 65535, not {text!r}.")


def refuse_taken_port(port: int) -> None:
    """Say so when another program listens there, before a database is started for nothing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CannotRunError(
                f"Port {port} is not allowed to your user: use `make run PORT=8001`."
            ) from None
        except OSError:
            other = 8001 if port == 8000 else port + 1
            raise CannotRunError(
                f"Port {port} is taken by another program: stop it, or use `make run PORT={other}`."
            ) from None


def hold_var() -> IO[str]:
    """Lock the data folder, so that two servers never share one."""
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        lock = (VAR / "run.lock").open("a+")
    except OSError as error:
        raise CannotRunError(
            f"The data folder {VAR} cannot be written ({error.strerror}): "
            "give it to your user, or choose another with POBRATYM_VAR=…"
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotRunError(
            f"Another `make run` uses the data folder {VAR}: stop it, or choose another folder with POBRATYM_VAR=…"
        ) from None
    return lock


def end_orphans(lock: IO[str]) -> None:
    """End server and worker of a run that was killed: the lock is ours, so nobody looks after them."""
    import psutil

    lock.seek(0)
    groups = {int(group) for group in lock.read().split() if group.isdecimal()}
    if not groups:
        return
    for process in psutil.process_iter(["cmdline"]):
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            ours = {APPLICATION, WORKER[0]} & set(process.info["cmdline"] or [])
            if ours and os.getpgid(process.pid) in groups:
                process.kill()
                process.wait(STOPPING_SECONDS)


def remember_groups(lock: IO[str], *groups: int) -> None:
    """Note the process groups of what was started in the lock file, for a later run to find."""
    lock.truncate(0)
    lock.write(" ".join(map(str, groups)))
    lock.flush()


# --- database, data, static files ---


def prepare() -> None:
    """Bring the database, the records, the translations and the static files up to date."""
    import django

    from config.embedded_postgres import ensure_database_url

    url = os.environ.get("DATABASE_URL", "")
    if url:
        refuse_malformed_url(url)
    say(
        "Database: " + ("the server of DATABASE_URL" if url else f"embedded PostgreSQL in {VAR / 'postgres'}")
    )
    ensure_database_url()
    django.setup()

    from django.core.management import CommandError, call_command
    from django.db import DatabaseError, connection

    from common.checks import database_problem
    from demo.models import DemoDatabase

    if problem := database_problem(connection):
        raise CannotRunError(problem)
    try:
        migrate()
        call_command("compile_translations")
        call_command("load_reference_data")
        call_command("check_records", repair=True, verbosity=0)  # an update may show more than before
        if not url:
            DemoDatabase.objects.get_or_create()  # the embedded server is always ours
        call_command("seed_demo", once=True)
        collect_static()
    except CommandError as error:
        raise CannotRunError(str(error)) from error
    except DatabaseError as error:  # a user who may not create tables, a full disk
        raise CannotRunError(unprepared_database(error)) from error
    connection.close()


def refuse_malformed_url(url: str) -> None:
    """Refuse a DATABASE_URL that names no PostgreSQL database, before the settings stumble over it."""
    import dj_database_url

    try:
        # A password with an unquoted sign makes it unreadable; ParseError is a ValueError too.
        names_database = (
            url.startswith(("postgresql://", "postgres://")) and dj_database_url.parse(url)["NAME"]
        )
    except ValueError:
        names_database = ""
    if not names_database:
        raise CannotRunError(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name "
            "(signs such as @ : / in the password as %40 %3A %2F)."
        )


def unprepared_database(error: Exception) -> str:
    """Say in one line why tables or records could not be made, and what to look at."""
    reason = (str(error).strip().splitlines() or ["no reason given"])[0]
    return (
        f"Cannot prepare the database: {reason}. Let its user own the database (ALTER DATABASE … OWNER TO …), "
        "and look at the server's log."
    )


def migrate() -> None:
    """Apply what is not applied yet, and say so only then."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(f"Applying {len(plan)} migrations")
        call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Gather the static files when one of them has changed."""
    from django.core.management import call_command

    stamp = VAR / "static.stamp"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Gathering static files")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Return a hash that changes when any static file does."""
    import hashlib

    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            details = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{details.st_size}\0{details.st_mtime_ns}\n".encode())
    return digest.hexdigest()


# --- the server and the worker of the queue ---


def serve(port: int, lock: IO[str]) -> None:
    """Run server and worker until Ctrl-C; the failure of either is ours."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--no-ws",
        "--workers", WORKERS, "--blocking-threads", BLOCKING_THREADS, "--respawn-failed-workers",
        "--workers-kill-timeout", "2", "--log-level", "warning", APPLICATION,
    ]  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []
    try:
        for program in (command, [sys.executable, *WORKER]):
            started.append(start(program))
            remember_groups(lock, *(process.pid for process in started))
        server, worker = started
        wait_until_listening(server, port)
        greet(port)
        ended = wait_until_one_ends(server=server, worker=worker)
    finally:
        for process in reversed(started):
            stop(process)
        remember_groups(lock)
    raise CannotRunError(ended)


def wait_until_one_ends(**processes: subprocess.Popen[bytes]) -> str:
    """Return when the first of them ends, with a line that says which."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                return f"The {name} ended by itself (code {process.returncode})."
        time.sleep(0.2)


def start(program: list[str]) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own.

    Ctrl-C then reaches this process only, which stops things in order.
    """
    return subprocess.Popen(program, cwd=ROOT, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: PLW1509


def _end_with_parent() -> None:
    """Ask Linux to stop what was started when this process is killed without a chance to do it."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def wait_until_listening(server: subprocess.Popen[bytes], port: int) -> None:
    """Return when the server answers connections."""
    while server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop server or worker in order, or by force when it hangs; the worker first ends the job it is at."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def greet(port: int) -> None:
    """Say where it is, who can sign in and how to stop."""
    from django.utils import translation

    from demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

    translation.activate("en")  # as all else that this terminal says
    width = max(len(email) for email, _ in DEMO_ACCOUNTS)
    say("")
    say(f"Pobratym is at http://{HOST}:{port}/")
    say(f"Demo accounts, password {DEMO_PASSWORD}:")
    for email, role in DEMO_ACCOUNTS:
        say(f"  {email:<{width}}  {role.label}")
    say(f"Mail is written to {VAR / 'mail'}.")
    say("Ctrl-C stops it.")


if __name__ == "__main__":
    main()
