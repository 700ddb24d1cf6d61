"""How many requests one caller may make; the rates are settings (``API_THROTTLE_RATES``).

Counted in windows that begin with the clock's second, minute, hour or day: one number for each caller, however
many requests are allowed. Each server process counts for itself (the cache "process"), so the real limit is the
rate times the number of processes: it keeps the server usable, nobody's access depends on it, and a number in
the database would cost more than most answers. Sign-in is limited elsewhere, in the cache of all processes.
"""

import math
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

if TYPE_CHECKING:  # the views read this module by its name in the settings
    from rest_framework.views import APIView


class WindowThrottle(SimpleRateThrottle):
    """Counts the requests of a caller in the current window.

    The framework's own throttle keeps the time of every request in the cache, and reads and writes that list
    with each of them: with thousands of requests a minute it costs more than the answer.
    """

    cache = caches["process"]
    num_requests: int | None
    duration: int | None  # seconds
    left: float = 0.0  # seconds until the next window

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; False when the caller has had enough."""
        key = self.get_cache_key(request, view) if self.rate else None
        if key is None or self.num_requests is None or self.duration is None:
            return True
        now = self.timer()
        window = int(now // self.duration)
        self.left = (window + 1) * self.duration - now
        count = self._count(f"{key}:{window}")
        _tell(request, self.num_requests, max(self.num_requests - count, 0), math.ceil(self.left))
        return count <= self.num_requests

    def _count(self, key: str) -> int:
        try:
            return int(self.cache.incr(key))
        except ValueError:  # the first of its window, unless somebody was first in between
            return 1 if self.cache.add(key, 1, self.duration) else int(self.cache.incr(key))

    def wait(self) -> float:
        """Seconds until the caller may come again, for ``Retry-After``."""
        return self.left


def _tell(request: Any, limit: int, remaining: int, reset: int) -> None:
    """Leave the nearest limit on the request, for the headers of its answer (``common.api.answers``)."""
    own = getattr(request, "_request", request)
    known = getattr(own, "rate_limit", None)
    if known is None or remaining < known[1]:
        own.rate_limit = (limit, remaining, reset)


class AnonymousThrottle(WindowThrottle, AnonRateThrottle):
    """Callers without a token or session, by address."""

    def get_rate(self) -> str | None:
        """Read the setting at request time, so that tests and operators may change it."""
        return settings.API_THROTTLE_RATES["anonymous"]


class PersonThrottle(WindowThrottle, UserRateThrottle):
    """People and their tokens."""

    def get_rate(self) -> str | None:
        """Read the setting at request time, so that tests and operators may change it."""
        return settings.API_THROTTLE_RATES["person"]

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count signed-in people only; the others are counted by address."""
        return not request.user.is_authenticated or bool(super().allow_request(request, view))


class TokenThrottle(WindowThrottle, SimpleRateThrottle):
    """Single tokens: one program that runs wild does not use up what its owner's others may ask."""

    scope = "token"

    def get_rate(self) -> str | None:
        """Read the setting at request time, so that tests and operators may change it."""
        return settings.API_THROTTLE_RATES.get("token")

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        """Count requests with a token only."""
        token = getattr(request, "auth", None)
        return self.cache_format % {"scope": self.scope, "ident": token.pk} if token is not None else None
