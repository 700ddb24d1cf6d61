"""Comments on the page of a record: posted to their own address, so that the record itself has no form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from common.admin.access import WorkflowModelAdmin
from common.admin.steps import back_to_record, not_allowed, post_only
from common.errors import NotAllowed, RuleViolated
from partnerships.admin.forms import CommentForm
from partnerships.models import Partnership
from partnerships.services import add_comment


class DiscussionModelAdmin(WorkflowModelAdmin):
    """Adds comments to a record's admin."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.comment_view)
        return [path("<int:pk>/comment/", view, name=self._comment_name()), *super().get_urls()]

    def comment_url(self, record: Any) -> str:
        """Where a comment on this record is posted."""
        return reverse(f"admin:{self._comment_name()}", args=[record.pk])

    def _comment_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_comment"

    def partnership_of(self, record: Any) -> Partnership:
        """The partnership that is commented on."""
        partnership: Partnership = record
        return partnership

    def comment_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write a comment (POST only)."""
        record = self.visible_record(request, pk)
        if request.method != "POST":
            return post_only(request, record)
        form = CommentForm(request.POST)
        actor: Any = request.user
        if form.is_valid():
            try:
                add_comment(self.partnership_of(record).pk, actor=actor, **form.cleaned_data)
            except NotAllowed as error:
                return not_allowed(self, request, record, error)
            except RuleViolated as error:
                form.add_problems(error)
            else:
                messages.success(request, _("Comment added."))
                return back_to_record(request, record, anchor="comments")
        return self.record_page(request, record, status=400, comment_form=form, section="comments")
