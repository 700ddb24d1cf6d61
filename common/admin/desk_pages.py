"""Pages of the desks that belong to no model: each says who may open it, and stands in the navigation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from common.errors import Text

SAFE_METHODS = frozenset({"GET", "HEAD"})
NOT_YOURS = _("Your role does not work with these records.")
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class DeskPage:
    """An address below the admin's, the view behind it, and the roles that may open it."""

    name: str
    address: str
    title: Text
    icon: str
    roles: frozenset[str]
    view: View
    writes: bool = False

    def is_open_to(self, user: Any) -> bool:
        """Whether this person may open it."""
        return bool(user.is_authenticated and user.is_staff and user.role in self.roles)


_pages: dict[str, DeskPage] = {}


def add_desk_page(page: DeskPage) -> None:
    """Let a page in; called from an app's admin module."""
    _pages[page.name] = page


def desk_pages() -> list[DeskPage]:
    """All pages that were let in."""
    return list(_pages.values())


def urls_of(admin_view: Callable[[View], Any]) -> list[URLPattern]:
    """The addresses, behind the site's own guard and each page's roles."""
    return [path(page.address, admin_view(_guarded(page)), name=page.name) for page in desk_pages()]


def _guarded(page: DeskPage) -> View:
    @wraps(page.view)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not page.is_open_to(request.user):
            raise PermissionDenied(NOT_YOURS)
        if not page.writes and request.method not in SAFE_METHODS:
            return HttpResponseNotAllowed(sorted(SAFE_METHODS))
        return page.view(request, *args, **kwargs)

    return view


def render_desk_page(
    request: HttpRequest, template: str, title: Text, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame of the desks."""
    request.current_app = admin.site.name
    frame = admin.site.each_context(request)
    return TemplateResponse(request, template, {**frame, "title": title, **context}, status=status)
