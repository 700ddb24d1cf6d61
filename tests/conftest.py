"""What every test may use; nothing here knows an app."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation


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
def _language_of_this_test() -> None:
    """A request in English leaves its language behind; the next test's addresses would be English, too."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes into the folders of a running registry."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")


@pytest.fixture(autouse=True)
def _queue_left_empty(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test commits is flushed after it, but not the queue: its tables belong to no model of ours."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
