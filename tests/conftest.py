"""What every test may use; nothing here knows an app."""

from pathlib import Path

import pytest
from django.conf import settings


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, so that a fresh clone shows Ukrainian texts."""
    if not hasattr(config, "workerinput"):
        from common.management.commands.compile_translations import compile_outdated

        compile_outdated()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in tests/browser, so that `-m "not browser"` leaves it out."""
    browser_tests = Path(__file__).parent / "browser"
    for item in items:
        if item.path.is_relative_to(browser_tests):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes into the folders of a running registry."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")
