"""The log of mergers: what was merged into what, by whom; within a day it is undone here."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.roles import Role
from common.admin.access import Access, WorkflowModelAdmin
from common.admin.steps import back_to_record, record_url
from common.errors import DomainError, NotAllowed


def say_merged(request: HttpRequest, said: str, merge: Any) -> None:
    """Say what was merged, with the way to undo it; the person stays at the record and in the list."""
    words = format_html('{} <a href="{}">{}</a>', said, record_url(merge), _("Open the merge"))
    messages.success(request, words)


def tick_problem(request: HttpRequest) -> str:
    """What is missing when the tick of a merge page was not set: its consequences were not looked at."""
    return "" if request.POST.get("understood") else _("Select the box to confirm the merge.")


class MergerModelAdmin(WorkflowModelAdmin):
    """The admin of one kind of mergers; ``gone_name`` names the field that says what has gone."""

    access = Access(view=frozenset({Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR}))
    record_template = "admin/desk/merger.html"
    gone_name: ClassVar[str]
    undo: ClassVar[Callable[..., Any]]
    may_undo: ClassVar[Callable[..., Any]]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name=self._undo_name()), *super().get_urls()]

    def _undo_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_undo"

    def record_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        return {
            "merge": record,
            "gone_name": getattr(record, self.gone_name),
            "kept_url": record_url(record.kept),
            "may_undo": bool(self.may_undo(request.user)) and record.can_be_undone,
            "undo_url": reverse(f"admin:{self._undo_name()}", args=[record.pk]),
        }

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a merger back (POST only)."""
        record = self.visible_record(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            merge = self.undo(record.pk, actor=request.user)
        except NotAllowed as error:
            raise PermissionDenied(str(error.detail)) from None
        except DomainError as error:
            messages.error(request, str(error.detail))
        else:
            said = _("Merge undone: “%(gone)s” is back.")
            messages.success(request, said % {"gone": getattr(merge, self.gone_name)})
        return back_to_record(request, record)
