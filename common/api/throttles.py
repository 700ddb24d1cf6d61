"""How many requests one caller may make; the rates are settings (``API_THROTTLE_RATES``).

Counted in the cache. With the default per-process cache each server process counts for itself, so the
real limit is the rate times the number of processes; name a shared cache to make it exact.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

if TYPE_CHECKING:  # the views read this module by its name in the settings
    from rest_framework.views import APIView


class AnonymousThrottle(AnonRateThrottle):
    """Callers without a token or session, by address."""

    def get_rate(self) -> str | None:
        """Read the setting at request time, so that tests and operators may change it."""
        return settings.API_THROTTLE_RATES["anonymous"]


class PersonThrottle(UserRateThrottle):
    """People and their tokens."""

    def get_rate(self) -> str | None:
        """Read the setting at request time, so that tests and operators may change it."""
        return settings.API_THROTTLE_RATES["person"]

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count signed-in people only; the others are counted by address."""
        return not request.user.is_authenticated or bool(super().allow_request(request, view))
