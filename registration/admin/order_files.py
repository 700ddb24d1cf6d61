"""The order itself on the page of its record: attached by clerks, read by whoever reads the record."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin.access import WorkflowModelAdmin
from common.admin.forms import DeskForm
from common.admin.steps import back_to_record, not_allowed, post_only
from common.errors import NotAllowed, RuleViolated
from common.stored_files import file_answer
from registration.models import MinistryOrder, OrderFile
from registration.policies import can_work_as_ministry
from registration.services.order_files import attach_order_file, same_order_file_warning

NAME = "registration_ministryorder"


class OrderFileForm(DeskForm):
    """A file of an order."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, picture or signature container.")
    )


class OrderFilesModelAdmin(WorkflowModelAdmin):
    """Adds files to the admin of orders."""

    def get_urls(self) -> list[URLPattern]:
        views = [
            path("<int:pk>/files/", self.admin_site.admin_view(self.attach_view), name=f"{NAME}_attach"),
            path(
                "<int:pk>/files/<int:file_pk>/",
                self.admin_site.admin_view(self.file_view),
                name=f"{NAME}_file",
            ),
        ]
        return [*views, *super().get_urls()]

    def file_parts(self, request: HttpRequest, order: MinistryOrder) -> dict[str, Any]:
        """The files, and the form for those who may attach one."""
        files = [
            (file, reverse(f"admin:{NAME}_file", args=[order.pk, file.pk]))
            for file in order.files.select_related("uploaded_by")
        ]
        form = OrderFileForm() if can_work_as_ministry(request.user) else None
        return {
            "files": files,
            "file_form": form,
            "attach_url": reverse(f"admin:{NAME}_attach", args=[order.pk]),
        }

    def attach_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Attach a file (POST only)."""
        order = self.visible_record(request, pk)
        if request.method != "POST":
            return post_only(request, order)
        if not (decision := can_work_as_ministry(request.user)):
            return not_allowed(self, request, order, NotAllowed(decision.reason))
        form, actor = OrderFileForm(request.POST, request.FILES), request.user
        if form.is_valid():
            try:
                attach_order_file(pk, actor=actor, upload=form.cleaned_data["file"])  # type: ignore[arg-type]
            except RuleViolated as error:
                form.add_problems(error)
            else:
                messages.success(request, _("Document attached."))
                if warning := same_order_file_warning(order):
                    messages.warning(request, warning)
                return back_to_record(request, order)
        return self.record_page(request, order, status=400, file_form=form)

    def file_view(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
        """Give a file; always saved, never shown inside the page."""
        order = self.visible_record(request, pk)
        file = OrderFile.objects.filter(order=order, pk=file_pk).first()
        if file is None:
            raise Http404
        return file_answer(file, name=file.original_name, content_type=file.detected_type)
