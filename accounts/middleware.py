"""What holds on every page of somebody who is signed in: second factor, idle end, nothing kept by caches."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.browsers import remember_browser
from accounts.services.sessions import note_activity
from common.api.problems import CONTENT_TYPE, problem_body

# What a person without a second factor still needs: setting one up, signing out, choosing a password.
OPEN_PREFIXES = ("account_", "mfa_")
SET_UP_FIRST = _("Your role gives access to records that are not public: set up two-step sign-in first.")


class StaffSecondFactorMiddleware:
    """Leads staff without a second factor to its set-up; officials and the public pass.

    A session opens nothing of the API either. Tokens are not asked here: the API authenticates them itself,
    and they are made on a page that has passed here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.STAFF_NEEDS_SECOND_FACTOR or not self._must_set_up(request):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            body = problem_body(403, "second_factor_needed", SET_UP_FIRST)
            return JsonResponse(body, status=403, content_type=CONTENT_TYPE)
        messages.warning(request, SET_UP_FIRST)
        return redirect("mfa_activate_totp")

    def _must_set_up(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or not user.is_staff or self._is_open(request.path_info):
            return False
        return not is_mfa_enabled(user)

    @staticmethod
    def _is_open(path: str) -> bool:
        try:
            name = resolve(path).url_name or ""
        except Resolver404:
            return True  # the page that says so
        return name.startswith(OPEN_PREFIXES)


LAST_SEEN = "last_seen"  # in the session: seconds since 1970
PRECISION_SECONDS = 60  # a read must not cost a write each time


class IdleMiddleware:
    """Signs out whoever has done nothing for a while: office computers are left alone with a page open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_signed_in(request):
            self._check(request)
        return self.get_response(request)

    @staticmethod
    def _check(request: HttpRequest) -> None:
        now, seen = time.time(), request.session.get(LAST_SEEN)
        allowed = settings.IDLE_MINUTES * 60
        if allowed and seen is not None and now - seen > allowed:
            auth.logout(request)
            messages.info(request, _now("You were signed out because nothing was done here for a while."))
        elif seen is None or now - seen > PRECISION_SECONDS:
            request.session[LAST_SEEN] = now
            note_activity(request)


class PrivatePagesMiddleware:
    """Keeps caches and the Back button from showing what only one person may see.

    These are all pages of somebody who is signed in, and those on which one gets in. What a view has
    declared public stays so. An attempt that came too early is answered with the time to wait; a browser in which
    a password was set by a link from an email is known from then on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = is_signed_in(request)
        response = self.get_response(request)
        is_private = was_signed_in or is_signed_in(request) or _is_way_in(request)
        if is_private and "public" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
        if account := getattr(request, "known_account", ""):
            remember_browser(request, response, account)
        if seconds := getattr(request, "attempts_wait", None):
            response["Retry-After"] = str(seconds)
            response.status_code = 429
        return response


def is_signed_in(request: HttpRequest) -> bool:
    """Whether the session is somebody's; a request without its cookie is not asked (and varies with none)."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session


def _is_way_in(request: HttpRequest) -> bool:
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    return name.startswith(OPEN_PREFIXES) or name == "invitation"


def know_browser(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Know the browser again in which a link from an email has set a password (allauth's ``password_reset``)."""
    request.known_account = user.email  # type: ignore[attr-defined]


def begin_idle_time(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Count from the moment of signing in (Django's signal ``user_logged_in``)."""
    request.session[LAST_SEEN] = time.time()
