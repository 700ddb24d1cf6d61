"""Texts to start from: what is made from what, what is missing, and the files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.selectors import memberships_read_once
from common.stored_files import never_shown
from partnerships.models import Agreement, Partnership
from partnerships.policies import can_add, can_edit_agreement, can_edit_partnership
from partnerships.texts.files import CONTENT_TYPES, write_file
from partnerships.texts.papers import KINDS, kind_of, make_paper
from partnerships.views.desk_support import desk_page, open_partnership, person


@desk_page
@require_GET
def texts(request: HttpRequest, code: str) -> HttpResponse:
    """Say which texts can be made, and which facts the record lacks for each."""
    user, partnership = person(request), open_partnership(request, code)
    with memberships_read_once():
        parts = [_part(request, partnership, agreement) for agreement in _agreements(partnership)]
    context = {
        "partnership": partnership,
        "parts": parts,
        "may_edit": can_edit_partnership(user, partnership),
        "may_add": can_add(user, partnership),
    }
    return render(request, "desk/texts.html", context)


@desk_page
@require_GET
def text_file(request: HttpRequest, code: str, name: str, language: str, ending: str) -> HttpResponse:
    """Make one text and give it as a file."""
    partnership = open_partnership(request, code)
    kind = kind_of(name, language)
    if kind is None or ending not in CONTENT_TYPES:
        raise Http404
    paper = make_paper(kind, partnership, _asked_for(request, partnership))
    response = HttpResponse(write_file(paper, ending), content_type=CONTENT_TYPES[ending])
    header = content_disposition_header(as_attachment=True, filename=f"{paper.file_stem}.{ending}")
    response["Content-Disposition"] = header or "attachment"
    never_shown(response)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _agreements(partnership: Partnership) -> list[Agreement | None]:
    """Without an agreement the texts can be made all the same, with more blanks."""
    return list(partnership.agreements.all()) or [None]


def _asked_for(request: HttpRequest, partnership: Partnership) -> Agreement | None:
    asked = request.GET.get("agreement", "")
    agreements = _agreements(partnership)
    if not asked:
        return agreements[0]
    for agreement in agreements:
        if agreement and str(agreement.pk) == asked:
            return agreement
    raise Http404


def _part(request: HttpRequest, partnership: Partnership, agreement: Agreement | None) -> dict[str, Any]:
    return {
        "agreement": agreement,
        "papers": [make_paper(kind, partnership, agreement) for kind in KINDS],
        "may_edit": bool(agreement and can_edit_agreement(person(request), agreement)),
    }
