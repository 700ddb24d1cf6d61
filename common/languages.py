"""Addresses of one page in every language: Ukrainian has no prefix, the others have their code."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes


@dataclass(frozen=True)
class PageLanguage:
    """One language of the page that is being shown."""

    code: str
    name: str
    url: str  # path and query
    absolute_url: str
    is_current: bool


def languages_of(request: HttpRequest, current: str) -> list[PageLanguage]:
    """List the languages with the address of this very page, its query included, in each."""
    query = request.META.get("QUERY_STRING", "")
    rows = []
    for code, name in settings.LANGUAGES:
        url = own_path(path_in(request.path, code)) + (f"?{query}" if query else "")
        rows.append(PageLanguage(code, name, url, request.build_absolute_uri(url), code == current))
    return rows


def own_path(path: str) -> str:
    """Quote the path of a request for a link: it stays on this site, also when it begins with two slashes."""
    return escape_leading_slashes(escape_uri_path(path))


def path_in(path: str, code: str) -> str:
    """Return the path of a page in another language; works for pages that do not exist, too."""
    prefixes = [f"/{other}/" for other, _name in settings.LANGUAGES if other != settings.LANGUAGE_CODE]
    bare = next((path[len(prefix) - 1 :] for prefix in prefixes if path.startswith(prefix)), path)
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"
