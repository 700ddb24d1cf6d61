"""Who may do what in the admin: a declared table per model, closed where nothing is declared."""

from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

from django.contrib.admin import ShowFacets
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from common.admin.counting import LimitedPaginator
from common.admin.forms import ConstraintsBesideFields
from common.errors import is_written_at_once

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

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; what leads on from it keeps the list from which it was opened."""
        more = {"kept_query": kept(request), **(extra_context or {})}
        answer: HttpResponse = super().change_view(request, object_id, form_url, more)
        return answer

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form; when somebody else saves the same at this moment, the form is checked again and says so."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            if not is_written_at_once(error):
                raise
        return super().changeform_view(request, object_id, form_url, extra_context)

    def list_url(self, request: HttpRequest) -> str:
        """Address of the list from which somebody came, as it was filtered there."""
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        filters = request.GET.get(KEPT, "")
        return f"{address}?{filters}" if filters else address

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; a filter that does not exist or does not know its value is an error that names what is known."""
        try:
            answer: HttpResponse = super().changelist_view(request, extra_context)
        except UnknownFilter as error:
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


class UnknownFilter(BadRequest):
    """The address names a filter, or asks a filter for a value, that the list does not know."""

    def __init__(self, said: str, known: list[str]) -> None:
        super().__init__(f"{said} {', '.join(known)}")
        self.said, self.known = said, known


class RoleChangeList(ChangeList):
    """A list that lets its page say what each row needs, and that takes no misspelt filter for none."""

    def get_filters(self, request: HttpRequest) -> Any:
        names = [str(one.parameter_name) for one in self.list_filter]
        for name in self.get_filters_params():
            if name not in names:
                said = gettext("This list has no filter “%(name)s”, so no list is shown.")
                raise UnknownFilter(said % {"name": name}, [SEARCH_VAR, *names])
        found = super().get_filters(request)
        for one in found[0]:
            asked = one.used_parameters.get(one.parameter_name)
            if asked and asked not in (known := one.known_values()):
                said = gettext("The filter “%(filter)s” does not know this value, so no list is shown.")
                raise UnknownFilter(said % {"filter": one.title}, known)
        return found

    def get_results(self, request: HttpRequest) -> None:
        """Show the nearest page where the asked one is gone: the list became shorter while it was worked on."""
        try:
            super().get_results(request)
        except IncorrectLookupParameters:
            pages = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
            asked: int = self.page_num  # type: ignore[has-type]  # Django's own, which its stubs leave out
            self.page_num = min(max(asked, 1), pages.num_pages)
            super().get_results(request)

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        page: Any = self.model_admin
        rows: QuerySet[Any] = page.for_list(super().get_queryset(*args, **kwargs))
        return rows


def kept(request: HttpRequest, query: str = "") -> str:
    """What an address needs so that the list from which somebody came is not forgotten.

    ``query`` is what the address asks for besides.
    """
    filters = request.GET.get(KEPT, "")
    parts = [query, urlencode({KEPT: filters}) if filters else ""]
    return "?" + "&".join(filter(None, parts)) if any(parts) else ""


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
