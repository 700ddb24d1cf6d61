"""Every page that a link leads to: accessible, no wider than the screen, and in one language.

Each person starts from the home page and follows every link of the site, one page for each address of the URL
configuration that was not seen yet. The demo records put every status on screen.
"""

import re
from collections import deque
from urllib.parse import urldefrag, urlsplit

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

from accounts.models import User
from tests.browser.conftest import DESKTOP
from tests.core.test_seed_demo import make_reference

pytestmark = pytest.mark.django_db(transaction=True)

# The public first: what everybody sees is looked at as everybody sees it.
PEOPLE = [
    None,
    "official@brovary.example",
    "association@pobratym.example",
    "ministry@pobratym.example",
    "auditor@pobratym.example",
    "admin@pobratym.example",
]
WIDTHS = [1280, 390]
# Files, forms of libraries without a page of their own, and what ends the session.
NOT_PAGES = re.compile(
    r"/(static|media|api)/|logout|/jsi18n/|\.(pdf|docx|csv|xlsx|jsonl|geojson|json|atom|rss|svg|txt)\b"
)
LINKS = "Array.from(document.links, link => link.href)"
TEXTS_IN_WRONG_LANGUAGE = """
([language, untranslated]) => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    const text = node.textContent.replace(/\\s+/g, " ").trim();
    const notProse = "script, style, template, textarea, option, code, .material-symbols-outlined";
    if (!text || element.closest(notProse) || !element.checkVisibility()) continue;
    const said = (element.closest("[lang]") || document.documentElement).lang.slice(0, 2);
    if (language === "en" && said === "en" && /[\\u0400-\\u04FF]/.test(text)) found.add(text);
    if (language === "uk" && said === "uk" && untranslated.includes(text)) found.add(text);
  }
  return Array.from(found);
}
"""


@pytest.fixture
def demo():
    """The demo records on reduced reference data."""
    translation.activate("uk")
    make_reference()
    call_command("seed_demo", verbosity=0)


@pytest.fixture(scope="session")
def english_texts() -> list[str]:
    """The source texts that read otherwise in Ukrainian: none of them may stand on a Ukrainian page."""
    catalogue = polib.pofile(settings.BASE_DIR / "locale" / "uk" / "LC_MESSAGES" / "django.po")
    return [
        entry.msgid
        for entry in catalogue
        if entry.msgstr and entry.msgstr != entry.msgid and "%" not in entry.msgid and len(entry.msgid) > 2
    ]


def sign_in(page, live_server, email):
    """Give the browser a session of this person."""
    signed_in = Client()
    signed_in.force_login(User.objects.get(email=email))
    cookie = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )


def address_of(path):
    """The pattern behind a path, without its language: one page of each is enough."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.route.removeprefix("en/")


def test_crawl__every_page_that_links_lead_to(demo, new_page, live_server, assert_accessible, english_texts):
    seen, problems = set(), []
    for email in PEOPLE:
        page = new_page(viewport=DESKTOP)
        if email:
            sign_in(page, live_server, email)
        page.goto("/")
        queue = deque(["/", *links_of(page, live_server)])
        while queue:
            path = queue.popleft()
            address = address_of(urlsplit(path).path)
            if address is None or address in seen:
                continue
            seen.add(address)
            response = page.goto(path)
            if response is not None and "text/html" in response.headers.get("content-type", ""):
                queue.extend(links_of(page, live_server))
                problems += look(page, path, email, assert_accessible, english_texts)
    assert problems == [], "\n".join(problems)
    assert len(seen) > 50, sorted(seen)


def links_of(page, live_server):
    """Paths of this site that the page leads to."""
    links = [urldefrag(link)[0] for link in page.evaluate(LINKS)]
    paths = [link.removeprefix(live_server.url) for link in links if link.startswith(live_server.url)]
    return [path for path in paths if not NOT_PAGES.search(path) and not path.startswith("/en/")]


def look(page, path, email, assert_accessible, english_texts):
    """What is wrong with a page, in both languages and at both widths."""
    problems = []
    for prefix, language in (("", "uk"), ("/en", "en")):
        if prefix:
            page.goto(prefix + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                problems.append(f"{email} {prefix}{path} is {wide} px wide at {width} px")
        page.set_viewport_size(DESKTOP)
        # Folded parts are looked at too, and axe takes them for lying upon what follows.
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        try:
            assert_accessible(page)
        except AssertionError as error:
            problems.append(f"{email} {error}")
        if language == "en" and email:
            continue  # workspaces show what people typed, and their names, as they stand
        wrong = page.evaluate(TEXTS_IN_WRONG_LANGUAGE, [language, english_texts])
        problems += [f"{email} {prefix}{path} in the wrong language: {text[:120]}" for text in wrong]
    return problems
