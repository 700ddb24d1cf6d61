"""A real Chromium for the tests in this folder; skipped where there is none.

REQUIRE_BROWSER=1 turns the skip into a failure; CHROMIUM names a program. Use the fixtures
``live_server`` (pytest-django's, with static files), ``page``, ``phone_page``, ``new_page`` (more
people at once) and ``assert_accessible``.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_core_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
PROGRAMS = ["chromium", "chromium-browser", "google-chrome"]
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERIOUS = {"serious", "critical"}
PageFactory = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    program = _find_chromium()
    if program is None:
        reason = "no Chromium here: install one, or name it with CHROMIUM=/path/to/chromium"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright's own event loop makes Django refuse the ORM, though nothing here is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _find_chromium() -> str | None:
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@pytest.fixture
def new_page(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[PageFactory]:
    """Open pages that share no cookies: one for each person of a test. Relative addresses work.

    Errors of scripts and of the content security policy fail the test at its end.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(viewport: dict[str, int] = DESKTOP, locale: str = "uk-UA", **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport=viewport, locale=locale, timezone_id="Europe/Kyiv", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _keep_policy_errors(message, errors))
        return page

    yield open_page
    for number, context in enumerate(contexts):
        _picture_of_failure(request, context, number)
        context.close()
    assert errors == []


def _keep_policy_errors(message: ConsoleMessage, errors: list[str]) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        errors.append(message.text)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember how the test went, for its fixtures."""
    report = yield
    if report.when == "call":
        item.failed_in_call = report.failed
    return report


def _picture_of_failure(request: pytest.FixtureRequest, context: BrowserContext, number: int) -> None:
    if not getattr(request.node, "failed_in_call", False):
        return
    folder = settings.VAR_DIR / "test-screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", request.node.name)
    for page in context.pages:
        page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)


@pytest.fixture
def page(new_page: PageFactory) -> Page:
    """A page on a desktop."""
    return new_page()


@pytest.fixture
def phone_page(new_page: PageFactory) -> Page:
    """A page on a small phone."""
    return new_page(viewport=PHONE, has_touch=True)


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """Return a function that fails with what axe finds serious on a page."""
    return _assert_accessible


def _assert_accessible(page: Page) -> None:
    # evaluate() works from outside of the page, so its content security policy stays as it is.
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    problems = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html']}"
        for violation in found
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
    assert problems == [], f"{page.url}:\n" + "\n".join(problems)
