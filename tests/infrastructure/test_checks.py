"""A database that would fail late or find nothing is refused early, in one line."""

import pytest
from django.core.checks import run_checks
from django.db import connection, connections

from common import checks

pytestmark = pytest.mark.django_db


def answer(monkeypatch, **answers):
    """Let the server answer otherwise to queries that hold a word."""
    really = checks._value

    def value(connection, query):
        return next((given for word, given in answers.items() if word in query), None) or really(
            connection, query
        )

    monkeypatch.setattr(checks, "_value", value)


def test_the_embedded_server_is_fine():
    assert checks.database_problem(connection) is None
    assert run_checks(databases=["default"], tags=["database"]) == []


def test_an_old_server_is_refused(monkeypatch):
    answer(monkeypatch, server_version_num="140012")
    assert checks.database_problem(connection).startswith(
        "PostgreSQL 15 or newer is needed, this server is 14"
    )


def test_another_encoding_is_refused(monkeypatch):
    answer(monkeypatch, server_encoding="SQL_ASCII")
    problem = checks.database_problem(connection)
    assert "SQL_ASCII" in problem
    assert "createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0" in problem


def test_a_locale_that_knows_no_cyrillic_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('Ї' COLLATE \"C\") = 'ї'")
        assert cursor.fetchone() == (False,), "the check asks what really differs in locale C"


def test_what_the_check_says_about_such_a_locale(monkeypatch):
    monkeypatch.setattr(checks, "_version_problem", lambda connection: None)
    monkeypatch.setattr(checks, "_encoding_problem", lambda connection: None)
    monkeypatch.setattr(checks, "_value", lambda connection, query: False)
    assert "no Cyrillic" in checks.database_problem(connection)


def test_an_unreachable_server_is_named():
    nowhere = connections["default"].copy("nowhere")
    nowhere.settings_dict = {**nowhere.settings_dict, "HOST": "127.0.0.1", "PORT": "1"}
    problem = checks.database_problem(nowhere)
    assert problem.startswith("Cannot use the database:")
    assert "\n" not in problem
