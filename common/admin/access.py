"""Who may do what in the admin: a declared table per model, closed where nothing is declared."""

from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from common.admin.counting import LimitedPaginator
from common.admin.forms import ConstraintsBesideFields

Roles = frozenset[str]
NOBODY: Roles = frozenset()
SAFE_METHODS = {"GET", "HEAD"}
KEPT = "_changelist_filters"  # Django's own name for the list from which a record was opened
MANY_FOUND = "search_finds_many"  # set on the request by a search for a common word
SEARCH_ALONE = {SEARCH_VAR, PAGE_VAR, ORDER_VAR}  # what narrows nothing further


@dataclass(frozen=True)
class Access:
    """The roles that may view, add, change and delete; nobody unless said."""

    view: Roles = NOBODY
    add: Roles = NOBODY
    change: Roles = NOBODY
    delete: Roles = NOBODY


class RoleModelAdmin(ModelAdmin):
    """An admin page whose permissions are its ``access`` table and whose rows are what the person may see."""

    access: ClassVar[Access] = Access()
    actions: Any = None
    show_facets = ShowFacets.NEVER
    view_on_site: Any = False
    list_filter_submit = True
    list_fullwidth = True
    show_full_result_count = False
    list_per_page = 50
    paginator = LimitedPaginator
    warn_unsaved_form = True

    def name_in_choices(self, obj: Any) -> str:
        """What a record is called where one of several is chosen."""
        return str(obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_one_of(request, self.access.view)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_one_of(request, self.access.add)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_one_of(request, self.access.change)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_one_of(request, self.access.delete)

    @staticmethod
    def _is_one_of(request: HttpRequest, roles: Roles) -> bool:
        user: Any = request.user
        return bool(user.is_authenticated and user.is_staff and user.role in roles)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Start from what this person may see; the rest does not exist."""
        rows: Any = super().get_queryset(request)
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(request.user)
        visible: QuerySet[Any] = rows
        return visible

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Fetch what a row of the list shows, so that the number of queries does not grow with the rows."""
        return rows

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; a filter that is asked for something unknown is an error that names what it knows."""
        try:
            answer: HttpResponse = super().changelist_view(request, extra_context)
        except UnknownFilterValue as error:
            context = {**self.admin_site.each_context(request), "title": _("Unknown filter"), "error": error}
            request.current_app = self.admin_site.name
            return TemplateResponse(request, "admin/desk/unknown_filter.html", context, status=400)
        return answer

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Count nothing where the search knows that there is too much to be counted."""
        pages = super().get_paginator(request, *args, **kwargs)
        pages.known_many = getattr(request, MANY_FOUND, False) and not set(request.GET) - SEARCH_ALONE
        return pages

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RoleChangeList

    def get_form(
        self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        """Let the form of the page check what the database would refuse."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        checked: type[ModelForm] = type(form)(
            form.__name__, (ConstraintsBesideFields, form), {"Meta": form.Meta}
        )
        return checked

    def _get_obj_does_not_exist_redirect(self, *args: Any) -> NoReturn:
        """Answer 404 instead of Django's way to the start page with a message."""
        raise Http404


class UnknownFilterValue(BadRequest):
    """A filter is asked for what it does not know; carries the filter's title and what it knows."""

    def __init__(self, title: Any, known: list[str]) -> None:
        super().__init__(f"{title}: {', '.join(known)}")
        self.title, self.known = title, known


class RoleChangeList(ChangeList):
    """A list that lets its page say what each row needs, and that takes no misspelt filter for none."""

    def get_filters(self, request: HttpRequest) -> Any:
        found = super().get_filters(request)
        for one in found[0]:
            asked = getattr(one, "used_parameters", {}).get(getattr(one, "parameter_name", None))
            if asked and hasattr(one, "known_values") and asked not in (known := one.known_values()):
                raise UnknownFilterValue(one.title, known)
        return found

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        page: Any = self.model_admin
        rows: QuerySet[Any] = page.for_list(super().get_queryset(*args, **kwargs))
        return rows


def kept(request: HttpRequest) -> str:
    """What an address needs so that the list from which somebody came is not forgotten."""
    filters = request.GET.get(KEPT, "")
    return "?" + urlencode({KEPT: filters}) if filters else ""


class WorkflowModelAdmin(RoleModelAdmin):
    """A record that only services write: read here, changed by its steps, never added or deleted."""

    record_template: ClassVar[str]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the record; there is no form to post."""
        record = self.visible_record(request, object_id)
        if request.method not in SAFE_METHODS:
            return HttpResponseNotAllowed(sorted(SAFE_METHODS))
        return self.record_page(request, record)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the timeline: it comes from the history tables, which the admin's own log does not know."""
        record = self.visible_record(request, object_id)
        return self.record_page(request, record, section="timeline")

    def visible_record(self, request: HttpRequest, object_id: str | int) -> Any:
        """The record, or 404 when there is none for this person."""
        if not self.has_view_permission(request):
            raise PermissionDenied(_("Your role does not work with these records."))
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        return record

    def record_page(
        self, request: HttpRequest, record: Any, *, status: int = 200, **extra: Any
    ) -> HttpResponse:
        """Render the page of one record; ``extra`` takes the place of parts of its context."""
        context = {
            **self.admin_site.each_context(request),
            "title": str(record),
            "opts": self.opts,
            "original": record,
            "section": "",
            "kept_query": kept(request),
            **self.record_context(request, record),
            **extra,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.record_template, context, status=status)

    def record_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """What the page of this record shows beyond the record itself."""
        return {}
