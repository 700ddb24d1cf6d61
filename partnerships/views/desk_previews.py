"""A document looked at without being saved: drawn page by page, never run by the browser."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from common.errors import NotVisible
from partnerships.models import Document
from partnerships.previews import can_be_drawn, drawn_page, page_count
from partnerships.views.desk_support import desk_page, open_partnership


@desk_page
@require_GET
def preview(request: HttpRequest, document_id: int) -> HttpResponse:
    """One page after the other, with the way to the next."""
    document = _open(request, document_id)
    pages = page_count(document)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 5 else 0
    if pages and not 1 <= page <= pages:
        raise NotVisible
    context = {"document": document, "partnership": document.partnership, "page": page, "pages": pages}
    return render(request, "desk/document_preview.html", context)


@desk_page
@require_GET
def preview_page(request: HttpRequest, document_id: int, page: int) -> HttpResponse:
    """One page as a picture."""
    picture = drawn_page(_open(request, document_id), page)
    if picture is None:
        raise Http404
    response = HttpResponse(picture, content_type="image/jpeg")
    patch_cache_control(response, private=True, no_store=True)
    return response


def _open(request: HttpRequest, document_id: int) -> Document:
    document = Document.objects.select_related("partnership").filter(pk=document_id).first()
    if document is None or not can_be_drawn(document):
        raise NotVisible
    open_partnership(request, document.partnership.code)
    return document
