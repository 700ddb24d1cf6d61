"""The hash chain, as a page and as a command."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


def falsify(entry):
    """Change a registered agreement behind the back of every service."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partnerships_agreement SET title_uk = 'Інша назва' WHERE id = %s", [entry.agreement_id]
        )


def test_page_says_that_the_register_holds(client, world):
    body = client.get("/en/register/integrity/").content.decode()
    assert "all 2 legal acts have been checked" in body
    assert world.transferred.act.act_hash in body


def test_page_names_a_silent_change(client, world):
    falsify(world.entry)
    body = client.get("/en/register/integrity/").content.decode()
    assert "something was changed after registration" in body
    assert world.entry.number in body


def test_command_is_content(world, capsys):
    call_command("verify_register")
    assert "The register holds: 2 legal acts." in capsys.readouterr().out


def test_command_fails_and_names_the_entry(world, capsys):
    falsify(world.entry)
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_register")
    assert stopped.value.code == 1
    assert world.entry.number in capsys.readouterr().err
