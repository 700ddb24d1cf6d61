"""What `make run` says before it starts anything."""

import socket
import subprocess

import pytest

from scripts import run


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "VAR", tmp_path / "var")
    return tmp_path / "var"


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80 80", ""])
def test_a_senseless_port_is_named(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(run.CannotRunError, match="PORT must be a number"):
        run.wanted_port()


def test_the_usual_port_needs_no_variable(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert run.wanted_port() == 8000


def test_a_taken_port_is_named_with_the_way_out():
    with socket.socket() as other:
        other.bind((run.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(run.CannotRunError, match=rf"Port {port} is taken.*make run PORT={port + 1}"):
            run.refuse_taken_port(port)


def test_a_free_port_is_fine():
    with socket.socket() as probe:
        probe.bind((run.HOST, 0))
        port = probe.getsockname()[1]
    run.refuse_taken_port(port)


def test_two_runs_never_share_a_data_folder(var):
    first = run.hold_var()
    with pytest.raises(run.CannotRunError, match="Another `make run`"):
        run.hold_var()
    first.close()
    run.hold_var().close()


def test_a_data_folder_that_cannot_be_made_is_named(var):
    var.write_text("a file where the folder should be")
    with pytest.raises(run.CannotRunError, match="cannot be written"):
        run.hold_var()


def test_a_server_left_by_a_killed_run_is_remembered_and_others_are_let_be(var):
    with run.hold_var() as lock:
        run.remember_groups(lock, 1)  # a process that is no server of ours
        run.end_orphans(lock)
        run.remember_groups(lock)
    assert (var / "run.lock").read_text() == ""


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u@host/name",
        "host/name",
        "postgresql://a b",
        "postgresql://u:p@127.0.0.1:99999/name",
        "postgresql://u:p/w@host:5432/name",
        "postgresql://u:p@127.0.0.1:5432",
        "postgresql://u:p@127.0.0.1:5432/",
    ],
)
def test_a_malformed_database_url_is_told_in_one_line(url):
    with pytest.raises(run.CannotRunError, match="must look like postgresql://") as refused:
        run.refuse_malformed_url(url)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["postgresql://u:p%40w@127.0.0.1:5432/name", "postgres://h/name", "postgresql:///name?host=/tmp"]
)
def test_a_usual_database_url_is_fine(url):
    run.refuse_malformed_url(url)


def test_what_the_server_refuses_while_it_is_prepared_is_told_in_one_line():
    error = Exception("permission denied for schema public\nLINE 1: CREATE TABLE …")
    said = run.unprepared_database(error)
    assert said.startswith(
        "Cannot prepare the database: permission denied for schema public. Let its user own"
    )
    assert "\n" not in said


def test_static_files_are_gathered_again_only_when_one_changed(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "site.css").write_text("a {}")
    before = run.static_fingerprint()
    assert run.static_fingerprint() == before
    (tmp_path / "site.css").write_text("b { color: red }")
    assert run.static_fingerprint() != before


def test_the_end_of_either_server_or_worker_is_told():
    with subprocess.Popen(["sleep", "60"]) as server, subprocess.Popen(["sh", "-c", "exit 3"]) as worker:
        try:
            said = run.wait_until_one_ends(server=server, worker=worker)
        finally:
            server.kill()
    assert said == "The worker ended by itself (code 3)."
