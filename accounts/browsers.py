"""Browsers in which somebody has signed in before, known again by a signed cookie.

The cookie opens nothing. It only keeps the failures of others from slowing down whoever has it
(``accounts.services.attempts``), and it holds no address, only a hash of it.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.services.attempts import Visitor
from common.client_address import client_network

COOKIE = "pobratym_browser"
SALT = "accounts.browsers"
KEPT_SECONDS = 400 * 24 * 60 * 60  # the longest that browsers keep a cookie
MOST_PEOPLE = 20  # of one office computer


def visitor_of(request: HttpRequest, account: str) -> Visitor:
    """Say who tries to sign in to an account."""
    known = _read(request)
    browser = known["browser"] if _mark(account) in known["people"] else ""
    return Visitor(client_network(request), browser)


def remember_browser(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Let the browser be known again for this account, once its person has signed in or set a password."""
    known = _read(request)
    mark = _mark(account)
    people = [mark, *(other for other in known["people"] if other != mark)][:MOST_PEOPLE]
    response.set_cookie(
        COOKIE,
        signing.dumps(
            {"browser": known["browser"] or secrets.token_urlsafe(16), "people": people}, salt=SALT
        ),
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {"browser": "", "people": []}
    return {"browser": str(kept["browser"]), "people": list(kept["people"])}


def _mark(account: str) -> str:
    return salted_hmac(SALT, account, algorithm="sha256").hexdigest()[:16]
