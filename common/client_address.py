"""The address of a visitor, behind as many proxies as the operator trusts (``TRUSTED_PROXIES``)."""

import ipaddress
import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)
FORWARDED = "HTTP_X_FORWARDED_FOR"
IPV6_NETWORK = 64  # what one household or office is given
NOTICED = "untrusted_forwarded_for"
NOTICED_SECONDS = 7 * 24 * 60 * 60
NOTICED_AGAIN_SECONDS = 60 * 60


def client_address(request: HttpRequest) -> str:
    """Return the address that the nearest trusted proxy has seen, or that of the connection.

    A header with fewer addresses than there are proxies did not come through all of them and is not believed.
    """
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed_on = [part.strip() for part in request.META.get(FORWARDED, "").split(",") if part.strip()]
    if 0 < trusted <= len(passed_on):
        return str(passed_on[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """Return what counts as one visitor: an IPv4 address, or the network of an IPv6 one."""
    address = client_address(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network(f"{parsed}/{IPV6_NETWORK}", strict=False))
    return str(parsed)


class ForwardedForMiddleware:
    """Notices that a proxy passes on addresses which nobody believes: all visitors then count as one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.noticed_at: float | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if FORWARDED in request.META and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
            self._notice(time.monotonic())
        return self.get_response(request)

    def _notice(self, now: float) -> None:
        """Say it once in the log of each process, and keep it for the administrator's page."""
        if self.noticed_at is None:
            logger.warning(
                "A request carries X-Forwarded-For, but TRUSTED_PROXIES is 0: if a proxy stands in front, "
                "limits count all visitors as one. Set TRUSTED_PROXIES to the number of proxies."
            )
        if self.noticed_at is None or now - self.noticed_at > NOTICED_AGAIN_SECONDS:
            self.noticed_at = now
            cache.set(NOTICED, "yes", NOTICED_SECONDS)


def proxy_is_not_trusted() -> bool:
    """Whether a proxy has been noticed within the last week that ``TRUSTED_PROXIES`` does not know."""
    return not settings.ALLAUTH_TRUSTED_PROXY_COUNT and cache.get(NOTICED) is not None
