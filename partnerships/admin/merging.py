"""Two records of one partnership: looked at side by side, made one; and taken back within a day."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from accounts.roles import Role
from common.admin.access import Access, WorkflowModelAdmin
from common.admin.steps import record_url
from common.errors import DomainError, NotAllowed, NotVisible
from partnerships.merged import kept_instead
from partnerships.models import Partnership, PartnershipMerge
from partnerships.policies import can_merge
from partnerships.selectors import with_everything
from partnerships.services.merging import (
    can_be_undone,
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
                return HttpResponseRedirect(record_url(kept))
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
        version, actor = request.POST.get("version", ""), request.user
        expected = int(version) if version.isdecimal() and len(version) < 10 else -1
        try:
            merge = merge_partnerships(gone.pk, kept.pk, actor=actor, expected_version=expected)  # type: ignore[arg-type]  # signed in
        except NotVisible:
            raise Http404 from None
        except DomainError as error:
            return self._page(request, gone, kept, error=str(error.detail), status=error.status)
        messages.success(
            request, _("%(gone)s is now part of %(kept)s.") % {"gone": gone.code, "kept": kept.code}
        )
        return HttpResponseRedirect(record_url(merge))

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
            "title": _("Make two records one"),
            "opts": self.opts,
            "gone": gone,
            "kept": kept,
            "both": [_facts(one) for one in (gone, kept)],
            "error": error or " ".join(str(problem.detail) for problem in problems),
            "is_possible": not problems,
            "record_url": record_url(gone),
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
class PartnershipMergeAdmin(WorkflowModelAdmin):
    """What was merged into what, by whom; within a day it is undone here."""

    access = Access(view=frozenset({Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR}))
    record_template = "admin/partnerships/partnershipmerge/record.html"
    list_display = ("gone", "kept", "merged_by", "merged_at", "undone_at")
    search_fields = ("gone__code", "kept__code")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="partnerships_partnershipmerge_undo"), *super().get_urls()]

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("gone", "kept", "merged_by")

    def record_context(self, request: HttpRequest, record: PartnershipMerge) -> dict[str, Any]:
        may_undo = bool(can_merge(request.user)) and can_be_undone(record)
        moved = sum(len(ids) for ids in record.moved.values())
        return {"merge": record, "may_undo": may_undo, "moved": moved, "kept_url": record_url(record.kept)}

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a merger back (POST only)."""
        record = self.visible_record(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actor: Any = request.user
        try:
            merge = undo_partnership_merge(record.pk, actor=actor)
        except NotAllowed as error:
            raise PermissionDenied(str(error.detail)) from None
        except DomainError as error:
            messages.error(request, str(error.detail))
        else:
            messages.success(request, _("The merger is undone: “%(gone)s” is back.") % {"gone": merge.gone})
        return HttpResponseRedirect(record_url(record))
