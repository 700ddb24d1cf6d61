"""Who acts for which community, and until when."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.forms import EndMembershipForm
from accounts.models import Membership
from accounts.policies import can_end_membership
from accounts.roles import Role
from accounts.services.memberships import end_membership, end_membership_now
from common.acting import acting
from common.admin.access import Access, RoleModelAdmin
from common.admin.filters import ListedFilter
from common.admin.forms import DeskForm
from common.admin.steps import back_to_record, kept_record_url
from common.errors import NotAllowed, RuleViolated
from common.text import fold

END_TEMPLATE = "admin/accounts/membership/end.html"


class ActiveFilter(ListedFilter):
    """Memberships that count today, or that have ended."""

    title = _("validity")
    parameter_name = "valid"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("active today")), ("past", _("ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = Membership.objects.active().values("pk")
        if self.value() == "now":
            return queryset.filter(pk__in=today)
        return queryset.exclude(pk__in=today) if self.value() == "past" else queryset


class DeskEndForm(DeskForm, EndMembershipForm):
    """The end of a membership, in the dress of the desks."""


@admin.register(Membership)
class MembershipAdmin(RoleModelAdmin):
    """The Association ends memberships; administrators may also enter them. None is ever deleted."""

    access = Access(
        view=frozenset({Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR}),
        add=frozenset({Role.ADMINISTRATOR}),
        change=frozenset({Role.ASSOCIATION, Role.ADMINISTRATOR}),
    )
    change_form_before_template = "admin/accounts/membership/end_link.html"
    list_display = ("user", "community", "position", "is_head", "valid_from", "valid_until", "ended_at")
    list_filter = (ActiveFilter,)
    list_select_related = ("user", "community__oblast")
    search_fields = ("user__email", "user__name", "community__search_text")
    autocomplete_fields = ("user", "community")
    fields = ("user", "community", "position", "is_head", "valid_from", "valid_until", "ended_at")
    # Who acted for whom since when is history; a wrong one is ended and entered anew.
    identity_fields = ("user", "community", "valid_from")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ("ended_at",)
        role = getattr(request.user, "role", "")
        if role == Role.ADMINISTRATOR:
            return (*self.identity_fields, "ended_at")
        return tuple(name for name in self.fields if name != "valid_until")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found: tuple[Any, bool] = super().get_search_results(request, queryset, fold_names(search_term))
        return found

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.end_view)
        return [path("<int:pk>/end/", view, name="accounts_membership_end"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The record, with the way to its end where there is one."""
        record = self.get_object(request, object_id)
        may_end = record is not None and bool(can_end_membership(request.user, record))
        more = {"may_end": may_end and self.has_change_permission(request), **(extra_context or {})}
        answer: HttpResponse = super().change_view(request, object_id, form_url, more)
        return answer

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask when the membership ends (GET), end it (POST)."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404
        decision = can_end_membership(request.user, record)
        if not decision:
            raise PermissionDenied(str(decision.reason))
        form = DeskEndForm(request.POST or None, initial={"when": DeskEndForm.NOW})
        if request.method == "POST" and form.is_valid():
            try:
                self._end(request, record, form)
            except RuleViolated as error:
                form.add_problems(error)
            except NotAllowed as error:
                raise PermissionDenied(str(error.detail)) from error
            else:
                return back_to_record(request, record)
        context = {
            **self.admin_site.each_context(request),
            "title": _("End a membership"),
            "opts": self.opts,
            "membership": record,
            "form": form,
            "cancel_url": kept_record_url(request, record),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, END_TEMPLATE, context, status=400 if form.errors else 200)

    @staticmethod
    def _end(request: HttpRequest, record: Membership, form: DeskEndForm) -> None:
        actor: Any = request.user
        if form.ends_now:
            end_membership_now(record.pk, actor=actor)
        else:
            end_membership(record.pk, actor=actor, last_day=form.cleaned_data["last_day"])
        messages.success(request, _now("Membership ended: %(name)s") % {"name": record.user})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write with the actor's name in the history."""
        actor: Any = request.user
        with acting(actor, "membership"):
            super().save_model(request, obj, form, change)


def fold_names(asked: str) -> str:
    """Fold every word but addresses: names are stored folded, e-mails are not."""
    return " ".join(word if "@" in word or "." in word else fold(word) for word in asked.split())
