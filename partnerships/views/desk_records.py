"""What is added to a partnership: documents, comments; and reading a document."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.errors import NotAllowed, NotVisible, RuleViolated
from common.policies import Decision
from common.stored_files import file_answer
from partnerships.desk_forms.base import DeskForm
from partnerships.desk_forms.documents import DocumentForm
from partnerships.desk_forms.records import CommentForm
from partnerships.models import Document, Partnership
from partnerships.policies import can_attach_something, can_comment
from partnerships.services import add_comment, attach_document
from partnerships.views.desk_support import desk_page, open_partnership, person, refuse, warn_of_same_file


@desk_page
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Attach a file to a partnership or to one of its agreements."""
    partnership = open_partnership(request, code)

    def save(form: DocumentForm) -> None:
        cleaned = form.cleaned_data
        attach_document(
            partnership.pk,
            actor=person(request),
            upload=cleaned["file"],
            kind=cleaned["kind"],
            language=cleaned["language"],
            agreement_id=cleaned.get("agreement"),
        )
        warn_of_same_file(request, partnership.pk)

    form = DocumentForm(request.POST or None, request.FILES or None, partnership=partnership)
    page = _Page("desk/document.html", can_attach_something, _("Document attached."))
    return page.answer(request, partnership, form, save)


@desk_page
@require_GET
def download(request: HttpRequest, document_id: int) -> HttpResponse:
    """Give a document to a person who may read it; never shown inside the page, always saved."""
    document = Document.objects.select_related("partnership").filter(pk=document_id).first()
    if document is None:
        raise NotVisible
    open_partnership(request, document.partnership.code)
    return file_answer(document, name=document.original_name, content_type=document.detected_type)


@desk_page
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, code: str) -> HttpResponse:
    """Write a comment."""
    partnership = open_partnership(request, code)

    def save(form: CommentForm) -> None:
        words, visibility = form.cleaned_data["text"], form.chosen_visibility
        add_comment(partnership.pk, actor=person(request), text=words, visibility=visibility)

    form = CommentForm(request.POST or None, role=person(request).role)
    page = _Page("desk/comment.html", can_comment, _("Comment sent."))
    return page.answer(request, partnership, form, save)


FormOf = TypeVar("FormOf", bound=DeskForm)


@dataclass(frozen=True)
class _Page:
    """A page with one form that adds something to a partnership."""

    template: str
    policy: Callable[[Any, Partnership], Decision]
    done: str

    def answer(
        self, request: HttpRequest, partnership: Partnership, form: FormOf, save: Callable[[FormOf], None]
    ) -> HttpResponse:
        """Show the form, or save it and go back to the partnership; a refusal keeps what was typed."""
        status = 200
        if request.method == "GET":
            self.policy(person(request), partnership).require()
        elif not form.is_valid():
            status = 422
        else:
            try:
                save(form)
            except (NotAllowed, RuleViolated) as error:
                status = refuse(form, error)
            else:
                messages.success(request, self.done)
                return redirect("desk_partnership", partnership.code)
        context = {"form": form, "partnership": partnership, "file_lost": bool(request.FILES)}
        return render(request, self.template, context, status=status)
