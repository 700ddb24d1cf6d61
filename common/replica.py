"""Public reads go to a streaming replica when there is one (``DATABASE_REPLICA_URL``).

Whoever is signed in, by session or token, reads from the primary: people see at once what they have written.
Everybody else has written nothing, and sees the replica's state, a moment behind.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

REPLICA = "replica"
DATABASE_CACHE = "django_cache"  # the app label that Django's DatabaseCache shows to routers
SAFE_METHODS = frozenset({"GET", "HEAD"})
_reads_replica: ContextVar[bool] = ContextVar("reads_replica", default=False)


class ReplicaRouter:
    """Chooses the replica for reads while a public request is answered; writes never leave the primary."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """Name the replica within a public read; the cache of all processes is always read where it is written."""
        is_cache = model._meta.app_label == DATABASE_CACHE
        return REPLICA if _reads_replica.get() and not is_cache else None

    def db_for_write(self, model: type, **hints: Any) -> str:
        """Name the primary."""
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """A replica follows; nothing is migrated there."""
        return db != REPLICA


class ReplicaMiddleware:
    """Marks requests that may be answered from the replica."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_public_read(request):
            return self.get_response(request)
        token = _reads_replica.set(True)
        try:
            return self.get_response(request)
        finally:
            _reads_replica.reset(token)


def is_public_read(request: HttpRequest) -> bool:
    """Whether nobody is signed in and nothing is written."""
    return (
        request.method in SAFE_METHODS
        and "HTTP_AUTHORIZATION" not in request.META
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )
