"""Every address of the site, read from the URL configuration itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Pages that anybody opens. Whatever is not named here must ask for a sign-in.
PUBLIC_NAMES = {
    "home", "about", "check", "register", "register_integrity", "partnerships", "partnership",
    "register_extract", "communities", "community", "map", "invitation", "favicon", "healthz", "readyz",
    # signing in, and what leads back to it
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_confirm_email", "account_email_verification_sent", "account_confirm_login_code",
    "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate", "admin:login", "admin:jsi18n",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One pattern: its full name, its route and its view."""

    name: str
    route: str
    view: Any

    @property
    def is_api(self) -> bool:
        return self.route.removeprefix("^").startswith("api/")

    @property
    def is_open(self) -> bool:
        """Whether the view says itself that nobody has to sign in."""
        return not getattr(self.view, "login_required", True)

    def path(self, world: Any) -> str:
        """A path of this address that leads to something of the test's records, where it can."""
        samples = {
            "code": world.approved.code,
            "katottg": world.brovary.katottg,
            "secret": "no-such-secret",
            "number": world.entry.number,
            "object_id": str(world.approved.pk),
            "app_label": "partnerships",
            "uidb36": "1",
            "key": "set-password",
        }

        def fill(match: re.Match[str]) -> str:
            return samples.get(match[1], str(world.approved.pk))

        route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", fill, self.route)
        route = re.sub(r"<(?:\w+:)?(\w+)>", fill, route)
        return "/" + route.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


def all_addresses() -> list[Address]:
    """Walk the whole URL configuration."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(namespace + (pattern.name or ""), route, pattern.callback)
