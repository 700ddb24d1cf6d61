"""What goes wrong is written down once, with the id that the answer carried and without anything about a person."""

import json
import logging
import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import IntegrityError
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory

from audit.middleware import AuditContextMiddleware
from common.logs import AdminMailHandler, JsonFormatter, PlainFormatter, TroubleOnly
from tests.live_server import Server

PERSON = "Пелагея Посадовенко"
NOWHERE = "postgresql://someone:db-password@127.0.0.1:1/registry"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "for-this-test",
    "ALLOWED_HOSTS": "registry.example",
    "DATABASE_URL": NOWHERE,
}


@pytest.fixture
def broken(monkeypatch):
    """Let a page and a list of the API fail with a text that names a person."""

    def fail(*args, **kwargs):
        raise RuntimeError(f"cannot greet olena@council.example, +380 44 123 45 67\n{PERSON}")

    monkeypatch.setattr("registration.views.public.numbers", fail)
    monkeypatch.setattr("communities.api.views.CommunityList.get", fail, raising=False)


def lines_of(caplog):
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    return [json.loads(JsonFormatter().format(record)) for record in errors]


@pytest.mark.parametrize(
    ("path", "route"), [("/en/", "en/"), ("/api/v1/communities/", "api/v1/communities/")]
)
def test_error_of_a_request__is_one_line_with_the_id_of_the_answer(db, broken, caplog, path, route):
    client = Client(raise_request_exception=False)
    answer = client.get(path, {"search": PERSON})
    if answer.status_code == 400:
        answer = client.get(path)
    assert answer.status_code == 500
    [line] = lines_of(caplog)
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["level"], line["method"], line["status"], line["route"]) == ("ERROR", "GET", 500, route)
    assert line["errors"][0]["type"] == "builtins.RuntimeError"
    assert any("test_logs.py" in place for place in line["errors"][0]["trace"])
    written = json.dumps(line, ensure_ascii=False)
    for private in (PERSON, "olena@", "123 45 67", "search="):
        assert private not in written
    if path == "/en/":
        assert answer["X-Request-ID"] in answer.content.decode(), "the page names it"


def record_of(error=None, message="It failed", name="django.request", **extra):
    record = logging.LogRecord(
        name, logging.ERROR, __file__, 1, message, (), (type(error), error, None) if error else None
    )
    record.__dict__.update(extra)
    return record


def test_line__holds_no_secret_of_an_address_and_no_value_of_a_row():
    error = IntegrityError(
        'duplicate key value violates unique constraint "accounts_user_email_key"\n'
        "DETAIL:  Key (email)=(olena@council.example) already exists."
    )
    path = "/en/invitation/kRz81-secret/"
    record = record_of(
        error, f"Internal Server Error: {path}", request=RequestFactory().post(path, {"name": PERSON})
    )
    for formatter in (JsonFormatter(), PlainFormatter()):
        line = formatter.format(record)
        assert "invitation/<str:secret>/" in line
        for private in ("kRz81", "olena", PERSON, "council"):
            assert private not in line


def test_job_that_fails__is_told_without_what_it_was_given():
    job = {"id": 7, "task_name": "send_letter", "attempts": 2, "args": {"to": "olena@council.example"}}
    record = record_of(
        ConnectionError("refused"), "Job send_letter[7](to=olena@council.example)", "procrastinate.worker",
        job=job, action="job_error",
    )  # fmt: skip
    line = JsonFormatter().format(record)
    assert json.loads(line)["job"] == {"id": 7, "task_name": "send_letter", "attempts": 2}
    assert "olena" not in line
    record.levelno = logging.INFO
    assert TroubleOnly().filter(record), "a try that will be repeated is told, too"
    assert not TroubleOnly().filter(logging.LogRecord("x", logging.INFO, "", 1, "Success", (), None))


def test_answer_that_breaks_off_while_it_is_sent__is_told(caplog, rf):
    def parts():
        yield b"one"
        raise RuntimeError("the disk is gone")

    answer = AuditContextMiddleware(lambda _request: StreamingHttpResponse(parts()))(rf.get("/"))
    with pytest.raises(RuntimeError):
        list(answer)
    [line] = lines_of(caplog)
    assert line["request_id"] == answer["X-Request-ID"]


def wait_for_letters():
    for thread in threading.enumerate():
        if thread.name == "letter to ADMINS":
            thread.join(10)


def test_administrators__get_few_letters_without_personal_data(settings):
    handler = AdminMailHandler()
    handler.emit(record_of(ValueError("nobody is told")))
    settings.ADMINS = [("it@registry.example", "it@registry.example")]
    for number in range(30):
        handler.emit(record_of(ValueError(f"olena{number}@council.example"), f"Failed for {PERSON}\nmore"))
    wait_for_letters()
    [letter] = mail.outbox
    assert letter.to == ["it@registry.example"]
    assert "ValueError" in letter.subject
    assert "olena" not in letter.body
    for number in range(30):
        handler.emit(record_of(type(f"Kind{number}", (Exception,), {})("x")))
    wait_for_letters()
    assert len(mail.outbox) == AdminMailHandler.most_an_hour
    assert "29 × builtins.ValueError" in mail.outbox[1].body


def test_mail_server_that_is_away__stops_nothing(settings, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    settings.ADMINS = [("it@registry.example", "it@registry.example")]
    monkeypatch.setattr("django.core.mail.mail_admins", refuse)
    AdminMailHandler().emit(record_of(ValueError("x")))
    wait_for_letters()
    [record] = [record for record in caplog.records if record.name == "common.logs"]
    assert record.levelno == logging.WARNING, "an error would ask for the next letter"


def test_production_without_its_database__writes_a_line_for_each_request(tmp_path, monkeypatch):
    written = tmp_path / "log"
    with written.open("wb") as log:
        monkeypatch.setattr(Server, "stderr", log)
        server = Server(workers="1", database=False, POBRATYM_VAR=str(tmp_path), **PRODUCTION)
        try:
            for path in (
                "/api/v1/partnerships/?search=%D0%9F%D0%B5%D0%BB%D0%B0%D0%B3%D0%B5%D1%8F",
                "/api/v1/stats/?by=year",
            ):
                answer = server.ask(
                    f"GET {path} HTTP/1.1\r\nHost: registry.example\r\nX-Forwarded-Proto: https\r\n"
                    f"X-Request-ID: id-of-{path[8:12]}\r\nConnection: close\r\n\r\n".encode()
                )
                assert answer.status == 503
                assert answer.headers["retry-after"]
                assert answer.headers["x-request-id"] == f"id-of-{path[8:12]}"
        finally:
            server.kill()
    text = written.read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert [line["request_id"] for line in lines if line["level"] == "ERROR"] == ["id-of-part", "id-of-stat"]
    assert "db-password" not in text
    assert "%D0" not in text
    assert "Пелагея" not in text


def test_command_that_fails__is_written_down_once(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check_records"], cwd=django_settings.BASE_DIR, text=True, check=False,
        env={**os.environ, **PRODUCTION, "POBRATYM_VAR": str(tmp_path)}, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 1
    [line] = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert line["message"] == "manage.py check_records failed"
    assert "Traceback" not in done.stderr
    assert "db-password" not in done.stderr
