"""The number beside "Notices" in the navigation."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from notices.selectors import unread_count


def unread(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Count only where a page asks, once, and only for whoever is signed in."""

    @cache
    def count() -> int:
        user = getattr(request, "user", None)
        return unread_count(user) if user is not None and user.is_authenticated else 0

    return {"unread_notices": count}
