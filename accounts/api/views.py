"""The base of views that know who asks."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission, IsAuthenticatedOrReadOnly

from accounts.models import User
from accounts.selectors import memberships_read_once
from common.api.views import ApiView


class ReadByAll(ApiView):
    """Public to read; writing needs sign-in."""

    permission_classes: tuple[type[BasePermission], ...] = (IsAuthenticatedOrReadOnly,)

    @property
    def actor(self) -> User:
        """The person who writes."""
        if not isinstance(self.request.user, User):
            raise NotAuthenticated
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask once per request for which communities the person acts."""
        with memberships_read_once():
            return super().dispatch(request, *args, **kwargs)
