"""Two records of one municipality: found, looked at side by side, made one; and taken back within a day."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from common.admin.access import KEPT, RoleModelAdmin
from common.admin.access import kept as kept_query
from common.admin.steps import back_to_record, kept_record_url, record_url
from common.errors import Conflict, NotVisible, RuleViolated
from communities.merging import merge_municipalities, merge_problems, merged_into, undo_merge
from communities.models import ForeignMunicipality, MunicipalityMerge
from communities.near_duplicates import nearly_alike
from communities.policies import can_merge_municipalities
from communities.selectors import search_municipalities
from desks.mergers import MergerModelAdmin, say_merged, tick_problem

TEMPLATE = "admin/communities/foreignmunicipality/merge.html"
MOST_FOUND = 20


class MergingModelAdmin(RoleModelAdmin):
    """Adds to the admin of municipalities the page that makes two of them one."""

    change_form_before_template = "admin/communities/foreignmunicipality/merge_link.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        name = "communities_foreignmunicipality_merge"
        return [path("<int:pk>/merge/", view, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; the old address of a merged record leads to the kept one."""
        kept = merged_into(int(object_id)) if object_id.isdecimal() and len(object_id) < 19 else None
        if kept and self.has_view_permission(request):
            return back_to_record(request, ForeignMunicipality(pk=kept))
        more = {"may_merge": bool(can_merge_municipalities(request.user)), **(extra_context or {})}
        answer: HttpResponse = super().change_view(request, object_id, form_url, more)
        return answer

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose the other record and look at both (GET), make them one (POST)."""
        if not (decision := can_merge_municipalities(request.user)):
            raise PermissionDenied(str(decision.reason))
        gone = ForeignMunicipality.objects.select_related("country").filter(pk=pk).first()
        if gone is None:
            raise Http404
        if request.method == "POST":
            return self._merge(request, gone)
        return self._page(request, gone, _chosen(request.GET.get("into", "")))

    def _merge(self, request: HttpRequest, gone: ForeignMunicipality) -> HttpResponse:
        kept = _chosen(request.POST.get("into", ""))
        if kept is None:
            return self._page(request, gone, None, error=_("Choose the record to keep."), status=400)
        if missing := tick_problem(request):
            return self._page(request, gone, kept, error=missing, status=400)
        actor: Any = request.user
        try:
            merge = merge_municipalities(gone.pk, kept.pk, actor=actor)
        except (RuleViolated, Conflict) as error:
            return self._page(request, gone, kept, error=str(error.detail), status=error.status)
        except NotVisible:
            raise Http404 from None
        said = _("“%(gone)s” has been merged into “%(kept)s”. You can undo this within a day.")
        say_merged(request, said % {"gone": merge.gone_name, "kept": kept}, merge)
        return back_to_record(request, kept)

    def _page(
        self,
        request: HttpRequest,
        gone: ForeignMunicipality,
        kept: ForeignMunicipality | None,
        *,
        error: str = "",
        status: int = 200,
    ) -> HttpResponse:
        words = request.GET.get("q", "").strip()
        there = ForeignMunicipality.objects.filter(country=gone.country_id).exclude(pk=gone.pk)
        found = search_municipalities(words, there.select_related("country"))[:MOST_FOUND] if words else []
        problems = merge_problems(gone, kept) if kept else []
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge with another record"),
            "opts": self.opts,
            "gone": gone,
            "kept": kept,
            "both": [_facts(one) for one in (gone, kept) if one],
            "words": words,
            "found": found,
            "alike": nearly_alike(gone),
            "error": error or " ".join(str(problem.detail) for problem in problems),
            "is_possible": kept is not None and not problems,
            "record_url": kept_record_url(request, gone),
            "list_filters": request.GET.get(KEPT, ""),
            "other_way": f"{_merge_url(kept.pk)}{kept_query(request, f'into={gone.pk}')}" if kept else "",
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, TEMPLATE, context, status=status)


def _chosen(text: str) -> ForeignMunicipality | None:
    if not text.isdecimal() or len(text) > 18:
        return None
    return ForeignMunicipality.objects.select_related("country").filter(pk=int(text)).first()


def _merge_url(pk: int) -> str:
    return reverse("admin:communities_foreignmunicipality_merge", args=[pk])


def _facts(one: ForeignMunicipality) -> dict[str, Any]:
    # The related name of partnerships.Party; a string, since imports go the other way.
    return {"record": one, "url": record_url(one), "parties": getattr(one, "parties").count()}  # noqa: B009


@admin.register(MunicipalityMerge)
class MunicipalityMergeAdmin(MergerModelAdmin):
    """Which municipalities were merged."""

    gone_name = "gone_name"
    undo = staticmethod(undo_merge)
    may_undo = staticmethod(can_merge_municipalities)
    list_display = ("gone_name", "kept", "merged_by", "merged_at", "undone_at")
    search_fields = ("gone_name", "kept__search_text")

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("kept__country", "merged_by")
