"""Who acts for which community, and until when."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.roles import Role
from common.acting import acting
from common.admin.access import Access, RoleModelAdmin
from common.admin.filters import ListedFilter
from common.text import fold


class ActiveFilter(ListedFilter):
    """Memberships that count today, or that have ended."""

    title = _("validity")
    parameter_name = "valid"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("valid today")), ("past", _("ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = Membership.objects.active().values("pk")
        if self.value() == "now":
            return queryset.filter(pk__in=today)
        return queryset.exclude(pk__in=today) if self.value() == "past" else queryset


@admin.register(Membership)
class MembershipAdmin(RoleModelAdmin):
    """The Association ends memberships; administrators may also enter them. None is ever deleted."""

    access = Access(
        view=frozenset({Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR}),
        add=frozenset({Role.ADMINISTRATOR}),
        change=frozenset({Role.ASSOCIATION, Role.ADMINISTRATOR}),
    )
    list_display = ("user", "community", "position", "is_head", "valid_from", "valid_until")
    list_filter = (ActiveFilter,)
    list_select_related = ("user", "community")
    search_fields = ("user__email", "user__name", "community__search_text")
    autocomplete_fields = ("user", "community")
    fields = ("user", "community", "position", "is_head", "valid_from", "valid_until")
    # Who acted for whom since when is history; a wrong one is ended and entered anew.
    identity_fields = ("user", "community", "valid_from")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        role = getattr(request.user, "role", "")
        if role == Role.ADMINISTRATOR:
            return self.identity_fields
        return tuple(name for name in self.fields if name != "valid_until")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found: tuple[Any, bool] = super().get_search_results(request, queryset, fold_names(search_term))
        return found

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write with the actor's name in the history."""
        actor: Any = request.user
        with acting(actor, "membership"):
            super().save_model(request, obj, form, change)


def fold_names(asked: str) -> str:
    """Fold every word but addresses: names are stored folded, e-mails are not."""
    return " ".join(word if "@" in word or "." in word else fold(word) for word in asked.split())
