"""People of the desks need a second factor before they work."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

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
