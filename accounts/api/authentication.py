"""Authenticate API requests: by token or by session."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.authentication import (
    BaseAuthentication,
    SessionAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.services.attempts import TooManyAttempts, count_unknown
from accounts.services.tokens import digest_of
from common.client_address import client_network
from common.errors import NotAllowed

READ_ONLY_TOKEN = gettext_lazy("This API key is read-only. Create one that can also write.")
LAST_USED_PRECISION = timedelta(minutes=1)


class ApiTokenAuthentication(BaseAuthentication):
    """``Authorization: Token <key>``."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the user and the token, or None for another authorization scheme."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword.lower().encode():
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Write the header as: Authorization: Token KEY"))
        token = self._find(request, parts[1].decode("latin-1"))
        if token.read_only and request.method not in SAFE_METHODS:
            raise NotAllowed(READ_ONLY_TOKEN)
        _note_use(token)
        if limited := frozenset(token.communities.values_list("pk", flat=True)):
            token.user.acts_only_for = limited
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Say how to sign in; this also makes the answer 401 instead of 403."""
        return self.keyword

    def _find(self, request: Request, key: str) -> ApiToken:
        token = (
            ApiToken.objects.usable()
            .select_related("user")
            .filter(digest=digest_of(key), user__is_active=True)
            .first()
        )
        if token is None:
            _count_unknown(request)
            raise AuthenticationFailed(_("This API key is not accepted: it is wrong, revoked or expired."))
        return token


class SessionAuthentication401(SessionAuthentication):
    """The session of the site; writes need the CSRF token. Without a session the answer is 401."""

    def authenticate_header(self, request: Request) -> str:
        """Name the way in that programs have; a browser has the sign-in page."""
        return ApiTokenAuthentication.keyword


def _count_unknown(request: Request) -> None:
    """Let whoever tries many keys wait; a key that works is never asked to."""
    try:
        count_unknown("key", client_network(request))
    except TooManyAttempts as error:
        raise Throttled(wait=error.seconds) from error


def _note_use(token: ApiToken) -> None:
    """Record the last use, at most once a minute, so that a read does not always cost a write."""
    now: Any = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - LAST_USED_PRECISION)
    if token.last_used_at is None or token.last_used_at < now - LAST_USED_PRECISION:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
