"""The lock files: exact versions, hashes, and nothing about where this machine gets its packages."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "requirements"


def pinned(kind):
    text = (FOLDER / f"{kind}.txt").read_text()
    return dict(re.findall(r"(?m)^([a-z0-9._-]+(?:\[[^]]*\])?==[^ ]+)(.*(?:\n    --hash=.*)*)", text))


@pytest.mark.parametrize("kind", ["base", "dev"])
def test_every_package_has_hashes(kind):
    packages = pinned(kind)
    assert len(packages) > 50
    assert [name for name, rest in packages.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("kind", ["base", "dev"])
def test_no_address_and_no_path_is_written_down(kind):
    assert not re.search(r"://|--index|--find-links|(?m:^-e)|file:", (FOLDER / f"{kind}.txt").read_text())


def test_the_development_lock_holds_the_very_same_versions():
    assert pinned("base").keys() <= pinned("dev").keys()
