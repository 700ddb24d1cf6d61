"""Lists of the desks: chosen columns, saved filters, export of exactly what is filtered, a page to print."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from common.admin.access import RoleModelAdmin
from common.admin.counting import MOST_LISTED
from common.errors import RuleViolated
from desks.columns import Column, choose_columns, chosen_columns
from desks.exports import FORMATS, export
from desks.filter_counts import count_choices
from desks.neighbours import Neighbours, neighbours
from desks.saved_filters import forget_filter, kept_query, save_filter, saved_filters


class ListToolsModelAdmin(RoleModelAdmin):
    """Adds to a list what people of the desks need around it; ``columns`` says what there is to see."""

    columns: ClassVar[Sequence[Column]]
    list_before_template = "admin/desk/before_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Everything that writes is posted; the filters stand in the address, as on the list."""
        views = {
            "print": ("print/", self.print_view),
            "export": ("export/<str:kind>/", self.export_view),
            "columns": ("columns/", self.columns_view),
            "save_filter": ("filters/save/", self.save_filter_view),
            "forget_filter": ("filters/<int:pk>/forget/", self.forget_filter_view),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=self._name(name))
            for name, (address, view) in views.items()
        ]
        return [*own, *super().get_urls()]

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _url(self, page: str, *args: Any, query: str = "") -> str:
        return reverse(f"admin:{self._name(page)}", args=args) + (f"?{query}" if query else "")

    @property
    def list_name(self) -> str:
        """The name under which things are kept for this list."""
        return f"{self.opts.app_label}.{self.opts.model_name}"

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """The columns that this person has chosen; asked once for each request."""
        return [column.name for column in self.columns_for(request)]

    def columns_for(self, request: HttpRequest) -> list[Column]:
        """The chosen columns of this request's person."""
        key = f"_columns_{self.list_name}"
        if not hasattr(request, key):
            setattr(request, key, chosen_columns(request.user, self.list_name, self.columns))
        found: list[Column] = getattr(request, key)
        return found

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list with its tools, and numbers behind the choices of its filters."""
        answer: Any = super().changelist_view(request, extra_context)
        changelist = getattr(answer, "context_data", None) and answer.context_data.get("cl")
        if changelist:
            count_choices(changelist)
            answer.context_data["tools"] = self._tools(request, changelist)
        response: HttpResponse = answer
        return response

    def _tools(self, request: HttpRequest, changelist: Any) -> dict[str, Any]:
        query = kept_query(request, changelist)
        shown = {column.name for column in self.columns_for(request)}
        return {
            "query": query,
            "saved": [
                {"name": row.name, "url": f"?{row.query}", "forget_url": self._url("forget_filter", row.pk)}
                for row in saved_filters(request.user, self.list_name)
            ],
            "save_url": self._url("save_filter"),
            "columns": [(column, column.name in shown) for column in self.columns],
            "columns_url": self._url("columns", query=query),
            "exports": [(kind.upper(), self._url("export", kind, query=query)) for kind in FORMATS],
            "print_url": self._url("print", query=query),
        }

    def filtered_rows(self, request: HttpRequest) -> QuerySet[Any]:
        """All rows of the list as this request filters and orders it, whatever the page."""
        if not self.has_view_permission(request):
            raise PermissionDenied(_("Your role does not work with these records."))
        try:
            rows: QuerySet[Any] = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            raise Http404 from None
        return rows

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """Take the list away as a file (POST only: it is written down who did)."""
        if kind not in FORMATS:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        rows, query = self.filtered_rows(request), request.GET.urlencode()
        try:
            return export(
                rows,
                self.columns_for(request),
                actor=request.user,
                list_name=self.list_name,
                query=query,
                kind=kind,
            )
        except RuleViolated as error:
            messages.error(request, " ".join(str(problem.detail) for problem in error.problems))
            return self._back(query)

    def print_view(self, request: HttpRequest) -> HttpResponse:
        """The list without anything around it, for paper."""
        found = list(self.filtered_rows(request)[: MOST_LISTED + 1])
        columns = self.columns_for(request)
        context = {
            "title": str(self.opts.verbose_name_plural),
            "columns": columns,
            "rows": [[column.text(row) for column in columns] for row in found[:MOST_LISTED]],
            "is_cut": len(found) > MOST_LISTED,
            "most": MOST_LISTED,
            "list_url": self._url("changelist", query=request.GET.urlencode()),
        }
        return TemplateResponse(request, "admin/desk/print_list.html", context)

    def columns_view(self, request: HttpRequest) -> HttpResponse:
        """Keep which columns the person wants to see (POST only)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self._require_view(request)
        choose_columns(request.user, self.list_name, request.POST.getlist("column"), self.columns)
        return self._back(request.GET.urlencode())

    def save_filter_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the filters under a name (POST only)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self._require_view(request)
        query, name = request.POST.get("query", ""), request.POST.get("name", "")
        try:
            save_filter(request.user, self.list_name, name=name, query=query)
        except RuleViolated as error:
            messages.error(request, " ".join(str(problem.detail) for problem in error.problems))
        else:
            messages.success(request, _("The filter is saved."))
        return self._back(query)

    def forget_filter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove a saved filter of one's own (POST only)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self._require_view(request)
        forget_filter(request.user, self.list_name, pk)
        return self._back("")

    def _require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied(_("Your role does not work with these records."))

    def _back(self, query: str) -> HttpResponse:
        return HttpResponseRedirect(self._url("changelist", query=query))

    def neighbours_of(self, request: HttpRequest, pk: int) -> Neighbours:
        """The records beside one in the list from which it was opened."""
        urls = (self._url("changelist"), self._url("change", 0).replace("/0/", "/{}/"))
        return neighbours(self, request, pk, urls)
