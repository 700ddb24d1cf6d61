"""How sign-in differs from allauth's defaults."""

from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


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
