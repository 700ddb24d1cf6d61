"""Pages obey the content security policy: nothing inline, nothing from elsewhere."""

import re

import pytest

from tests.pages.addresses import all_addresses

pytestmark = pytest.mark.django_db
INLINE = [
    re.compile(r"<style\b", re.IGNORECASE),
    re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    re.compile(r"<[^>]*\sstyle=", re.IGNORECASE),
    re.compile(r"<[^>]*\son[a-z]+=", re.IGNORECASE),
    re.compile(r"""(?:src|href)=["'](?:https?:)?//(?!testserver)""", re.IGNORECASE),
    re.compile(r"javascript:", re.IGNORECASE),
]


@pytest.mark.parametrize("person", ["public", "official", "administrator"])
def test_no_page_of_ours_has_anything_inline(client, world, everybody, person):
    if everybody[person]:
        client.force_login(everybody[person])
    found = []
    for page in all_addresses():
        if page.is_api or page.name.startswith("admin:") or page.name == "account_logout":
            continue
        response = client.get(page.path(world))
        body = response.content.decode(errors="replace")
        found += [(page.name, match[0]) for pattern in INLINE if (match := pattern.search(body))]
        if response["Content-Type"].startswith("text/html"):
            assert "script-src 'self'" in response.headers["Content-Security-Policy"], page.name
    assert found == []


@pytest.mark.parametrize("path", ["/", "/en/check/", "/no-such-page/"])
def test_headers(client, db, path):
    headers = client.get(path).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
