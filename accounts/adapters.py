"""How sign-in differs from allauth's defaults."""

import time
from typing import Any, NoReturn

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from accounts.browsers import remember_browser
from accounts.limits import limited
from common.client_address import client_address


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: the Association invites officials, administrators make staff accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep the sign-up page closed."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> NoReturn:
        """Refuse: emails leave through the queue (``accounts.tasks``), none while a page is made.

        No page that is open here reaches this; a part of allauth that is switched on later would.
        """
        raise NotImplementedError(f"Make a job that sends {template_prefix}.")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that all limits count by."""
        return client_address(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Look at a password unless it comes too early after wrong ones (``accounts.services.attempts``)."""
        account = str(credentials.get("email", "")).strip().lower()
        attempt = limited(request, "password", account)
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            attempt.succeeded()
        return user

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Know the browser again from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user.email)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Do not ask again for a password that was given a moment ago, to sign in."""
        return not self._has_just_signed_in() and super().is_reauthentication_required(app=app, **kwargs)

    @staticmethod
    def _has_just_signed_in() -> bool:
        request = context.request
        records = get_authentication_records(request, request.user)
        return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
