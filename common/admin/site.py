"""The desks' site: closed to everything that does not say which roles may see it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, resolve_url
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from common.admin.access import RoleModelAdmin
from common.admin.csp import relax_policy
from common.admin.desk_pages import urls_of

View = Callable[..., HttpResponseBase]
# Lets anybody of the desks ask whether any object exists, whatever its own page says.
CLOSED_ADDRESSES = {"view_on_site"}


class DeskAutocomplete(AutocompleteJsonView):
    """Suggestions of a picker, with the names by which its model admin tells namesakes apart."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        model_admin: Any = self.model_admin  # one of ours: the site takes no others
        return {**result, "text": model_admin.name_in_choices(obj)}


class DeskSite(UnfoldAdminSite):
    """Django's admin behind the site's own sign-in, with nothing in it that was not let in on purpose."""

    site_title = _("Workspaces")
    index_title = _("Waiting")
    enable_nav_sidebar = True

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        """Take only pages that declare their roles; what other packages register stays out."""
        if isinstance(admin_class, type) and issubclass(admin_class, RoleModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def unregister(self, model_or_iterable: type[Model] | Iterable[type[Model]]) -> None:
        """Forget pages; packages also unregister what was never let in."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else list(model_or_iterable)
        super().unregister([model for model in models if self.is_registered(model)])

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = [url for url in super().get_urls() if getattr(url, "name", "") not in CLOSED_ADDRESSES]
        # Before the last one, which answers to everything.
        return [*urls_of(self.admin_view), *own]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Send people without a desk away; relax the content security policy for these pages only."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_("The workspace is for staff only."))
            answer: HttpResponseBase = guarded(request, *args, **kwargs)
            return answer

        relaxed: View = relax_policy(inner)
        return relaxed

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign in where everybody does: limits, second factor and messages are there."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        answer: Any = DeskAutocomplete.as_view(admin_site=self)(request)
        found: HttpResponse = answer
        return found

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        logout(request)
        return redirect("/")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect(resolve_url("account_change_password"))
