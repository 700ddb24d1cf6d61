"""Papers made from the register: the extract, for everybody, and a text for the community's website."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from common.stored_files import never_shown
from partnerships.models import Agreement
from partnerships.services.file_types import PDF
from partnerships.texts.files import CONTENT_TYPES, as_docx
from partnerships.views.desk_support import desk_page, open_agreement
from registration.models import RegisterEntry
from registration.selectors import register_entries
from registration.texts.extract import extract_pdf
from registration.texts.website import KINDS, plain_text, website_paper


@login_not_required
@require_safe
def extract(request: HttpRequest, sequence: int, language: str) -> HttpResponse:
    """Give the extract of one entry; it says only what is public."""
    entry = register_entries().filter(act=sequence).first()
    if entry is None or language not in KINDS:
        raise Http404
    name = f"{'Витяг' if language == 'uk' else 'Extract'} {entry.number.replace('/', '-')}.pdf"
    return _file(extract_pdf(entry, language), PDF, name)


@desk_page
@require_GET
def website_text(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Show the text for the website in both languages, to copy or to download."""
    agreement = open_agreement(request, agreement_id)
    entry = _entry_of(agreement)
    papers = [(paper, plain_text(paper)) for paper in (website_paper(entry, language) for language in KINDS)]
    context = {
        "agreement": agreement,
        "partnership": agreement.partnership,
        "entry": entry,
        "papers": papers,
    }
    return render(request, "desk/website_text.html", context)


@desk_page
@require_GET
def website_text_file(request: HttpRequest, agreement_id: int, language: str, ending: str) -> HttpResponse:
    """Give one of the texts as a file."""
    entry = _entry_of(open_agreement(request, agreement_id))
    if language not in KINDS or ending not in {"docx", "txt"}:
        raise Http404
    paper = website_paper(entry, language)
    if ending == "txt":
        return _file(plain_text(paper).encode(), "text/plain; charset=utf-8", f"{paper.file_stem}.txt")
    return _file(as_docx(paper), CONTENT_TYPES["docx"], f"{paper.file_stem}.docx")


def _entry_of(agreement: Agreement) -> RegisterEntry:
    entry: RegisterEntry | None = getattr(agreement, "register_entry", None)
    if entry is None:
        raise Http404
    entry.agreement = agreement  # read with its parties already
    return entry


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    header = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = header or "attachment"
    never_shown(response)
    patch_cache_control(response, no_cache=True)
    return response
