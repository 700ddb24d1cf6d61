"""Two records of one partnership: looked at side by side, made one; and taken back within a day."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from common.admin.access import WorkflowModelAdmin
from common.admin.access import kept as kept_query
from common.admin.steps import back_to_record, kept_record_url, record_url
from common.errors import DomainError, NotVisible
from desks.mergers import MergerModelAdmin, say_merged, tick_problem
from partnerships.merged import kept_instead
from partnerships.models import Partnership, PartnershipMerge
from partnerships.policies import can_merge
from partnerships.selectors import with_everything
from partnerships.services.merging import (
    merge_partnerships,
    merge_problems,
    undo_partnership_merge,
)

TEMPLATE = "admin/partnerships/partnership/merge.html"


class PartnershipMergingModelAdmin(WorkflowModelAdmin):
    """Adds to the admin of partnerships the page that makes two of them one."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        name = "partnerships_partnership_merge"
        return [path("<int:pk>/merge/<int:kept_pk>/", view, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The record; the address of one that was merged leads to the kept one."""
        if object_id.isdecimal() and len(object_id) < 19 and self.has_view_permission(request):
            kept = kept_instead(request.user, pk=int(object_id))
            if kept:
                return back_to_record(request, kept)
        return super().change_view(request, object_id, form_url, extra_context)

    def merge_view(self, request: HttpRequest, pk: int, kept_pk: int) -> HttpResponse:
        """Look at both (GET), make them one (POST)."""
        if not (decision := can_merge(request.user)):
            raise PermissionDenied(str(decision.reason))
        rows = with_everything(Partnership.objects.visible_to(request.user)).in_bulk([pk, kept_pk])
        if pk not in rows or kept_pk not in rows:
            raise Http404
        gone, kept = rows[pk], rows[kept_pk]
        if request.method != "POST":
            return self._page(request, gone, kept)
        if missing := tick_problem(request):
            return self._page(request, gone, kept, error=missing, status=400)
        version, actor = request.POST.get("version", ""), request.user
        expected = int(version) if version.isdecimal() and len(version) < 10 else -1
        try:
            merge = merge_partnerships(gone.pk, kept.pk, actor=actor, expected_version=expected)  # type: ignore[arg-type]  # signed in
        except NotVisible:
            raise Http404 from None
        except DomainError as error:
            return self._page(request, gone, kept, error=str(error.detail), status=error.status)
        said = _("%(gone)s has been merged into %(kept)s.") % {"gone": gone.code, "kept": kept.code}
        say_merged(request, said, merge)
        return back_to_record(request, kept)

    def _page(
        self,
        request: HttpRequest,
        gone: Partnership,
        kept: Partnership,
        *,
        error: str = "",
        status: int = 200,
    ) -> HttpResponse:
        problems = merge_problems(gone, kept)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge two records"),
            "opts": self.opts,
            "gone": gone,
            "kept": kept,
            "both": [_facts(one) for one in (gone, kept)],
            "error": error or " ".join(str(problem.detail) for problem in problems),
            "is_possible": not problems,
            "record_url": kept_record_url(request, gone),
            "other_way": reverse("admin:partnerships_partnership_merge", args=[kept.pk, gone.pk])
            + kept_query(request),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, TEMPLATE, context, status=status)


def _facts(one: Partnership) -> dict[str, Any]:
    return {
        "record": one,
        "url": record_url(one),
        "documents": one.documents.count(),
        "activities": one.activities.count(),
    }


@admin.register(PartnershipMerge)
class PartnershipMergeAdmin(MergerModelAdmin):
    """Which partnerships were merged."""

    gone_name = "gone"
    undo = staticmethod(undo_partnership_merge)
    may_undo = staticmethod(can_merge)
    list_display = ("gone", "kept", "merged_by", "merged_at", "undone_at")
    search_fields = ("gone__code", "kept__code")

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("gone", "kept", "merged_by")
