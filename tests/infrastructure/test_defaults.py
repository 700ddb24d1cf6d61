"""Production is what one gets without choosing, and demo accounts get into no database but their own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from accounts.models import User
from demo.mark import make_ours
from demo.models import DemoDatabase
from tests.factories import make_partnership, make_user


@pytest.mark.parametrize("module", ["config.wsgi", "config.asgi"])
def test_server__without_chosen_settings__is_production(module):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    given = {"DATABASE_URL": "postgresql://127.0.0.1:1/x", "ALLOWED_HOSTS": "registry.example"}
    ask = f"import {module}; from django.conf import settings; print(settings.ENVIRONMENT)"

    def run(**more):
        return subprocess.run(
            [sys.executable, "-c", ask], cwd=django_settings.BASE_DIR, env={**environment, **given, **more}, text=True,
            capture_output=True, check=False,
        )  # fmt: skip

    refused = run()
    assert refused.returncode != 0, "there is no known secret key to fall back upon"
    assert "SECRET_KEY" in refused.stderr
    assert run(SECRET_KEY="of-this-test").stdout.strip() == "production"


@pytest.mark.django_db
def test_demo__refuses_a_database_of_others():
    make_partnership()
    for once in (True, False):
        with pytest.raises(CommandError, match="no demo"):
            call_command("seed_demo", once=once, verbosity=0)
    assert not User.objects.filter(email__endswith="@pobratym.example").exists()
    assert not DemoDatabase.objects.exists()


@pytest.mark.django_db
def test_demo__refuses_a_database_with_one_account():
    make_user("administrator")
    with pytest.raises(CommandError, match="no demo"):
        call_command("seed_demo", verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("environment", ["production", "staging"])
def test_demo__outside_development__is_refused_also_in_its_own_database(settings, environment):
    assert make_ours()
    settings.ENVIRONMENT = environment
    with pytest.raises(CommandError, match="never outside development"):
        call_command("seed_demo", verbosity=0)


@pytest.mark.django_db
def test_empty_database__becomes_one_of_the_demo_and_stays_it():
    assert make_ours()
    make_user()
    assert make_ours()
    assert DemoDatabase.objects.count() == 1


@pytest.mark.django_db
def test_production__refuses_a_database_of_the_demo(settings):
    settings.ENVIRONMENT = "production"
    assert run_checks(databases=["default"], tags=["database"]) == []
    make_ours()
    [error] = run_checks(databases=["default"], tags=["database"])
    assert error.id == "pobratym.E002"
