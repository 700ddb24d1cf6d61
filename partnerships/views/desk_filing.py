"""Filing a partnership, and correcting it while it is open."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import FieldProblem, NotAllowed, RuleViolated, StaleVersion
from communities.services import create_municipality
from partnerships.desk_forms.filing import Filing
from partnerships.desk_forms.parties import PartyRows
from partnerships.models import Partnership
from partnerships.policies import acts_for, can_edit_partnership, can_file
from partnerships.selectors import same_parties
from partnerships.services import attach_document, file_partnership, update_partnership
from partnerships.services.file_checks import detect_type
from partnerships.views.desk_differences import changed_meanwhile
from partnerships.views.desk_support import desk_page, open_partnership, person, posted_version

if TYPE_CHECKING:
    from accounts.models import User


@desk_page
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """File a new partnership; it is kept as a draft."""
    user = person(request)
    can_file(user).require()
    if request.method == "GET":
        return _page(request, Filing(user))
    filing = Filing(user, data=request.POST, files=request.FILES)
    if not filing.is_saving:
        return _page(request, filing)
    partnership = _file(user, filing)
    if partnership is None:
        return _page(request, filing, status=422)
    messages.success(request, _("The draft is saved under the code %(code)s.") % {"code": partnership.code})
    _attach_draft(request, partnership, filing)
    warn_of_same_parties(request, partnership)
    return redirect("desk_partnership", partnership.code)


@desk_page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Complete a draft or correct a returned partnership."""
    user = person(request)
    partnership = open_partnership(request, code)
    decision = can_edit_partnership(user, partnership)
    version = partnership.version
    if request.method == "GET" or not acts_for(user, partnership):
        decision.require()
        return _page(request, Filing(user, partnership=partnership), version=version)
    filing = Filing(user, data=request.POST, files=request.FILES, partnership=partnership)
    if not decision:  # closed while the page was open: what was typed stays on it
        filing.problems.append(str(decision.reason))
        return _page(request, filing, version=posted_version(request), status=403)
    if not filing.is_saving:
        return _page(request, filing, version=posted_version(request))
    try:
        saved = _update(user, filing, posted_version(request))
    except StaleVersion:
        return _page(
            request, filing, version=version, stale=changed_meanwhile(filing, partnership), status=412
        )
    if saved is None:
        return _page(request, filing, version=posted_version(request), status=422)
    messages.success(request, _("The changes are saved."))
    warn_of_same_parties(request, saved)
    return redirect("desk_partnership", saved.code)


def _page(
    request: HttpRequest,
    filing: Filing,
    *,
    version: int | None = None,
    stale: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "filing": filing,
        "partnership": filing.partnership,
        "version": version,
        "stale": stale,
        "file_lost": bool(request.FILES),
    }
    return render(request, "desk/filing.html", context, status=status)


def _file(user: "User", filing: Filing) -> Partnership | None:
    """Save a new filing; None when something has to be corrected, which is then beside its field."""
    upload_problems = _upload_problems(filing)
    if not filing.is_valid():
        filing.add_problems(upload_problems)
        return None
    try:
        with transaction.atomic():
            data = filing.to_input(_make_new(user, filing.foreign))
            partnership = file_partnership(actor=user, data=data)
            if upload_problems:
                raise RuleViolated(upload_problems)
    except RuleViolated as error:
        missing = [] if error.problems == upload_problems else upload_problems
        filing.add_problems([*error.problems, *missing])
        return None
    except NotAllowed as error:
        filing.add_problems([FieldProblem("community_parties", error.code, error.detail)])
        return None
    return partnership


def _update(user: "User", filing: Filing, version: int) -> Partnership | None:
    if not filing.is_valid() or filing.partnership is None:
        return None
    try:
        with transaction.atomic():
            return update_partnership(
                filing.partnership.pk,
                actor=user,
                expected_version=version,
                data=filing.to_input(_make_new(user, filing.foreign)),
            )
    except RuleViolated as error:
        filing.add_problems(error.problems)
    except NotAllowed as error:
        filing.add_problems([FieldProblem("community_parties", error.code, error.detail)])
    return None


def _make_new(user: "User", rows: PartyRows) -> dict[str, int]:
    """Make the municipalities typed in freely, within the transaction of the filing."""
    made, problems = {}, []
    for index, row in enumerate(rows.forms):
        if not row.is_new:
            continue
        cleaned = row.cleaned_data
        try:
            municipality = create_municipality(
                actor=user,
                name=cleaned["new_name"],
                name_uk=cleaned["new_name_uk"],
                country=cleaned["new_country"],
                level=cleaned["new_level"] or "municipality",
                region=cleaned["new_region"],
            )
        except RuleViolated as error:
            problems += [
                FieldProblem(f"foreign_parties[{index}].{p.field}", p.code, p.detail) for p in error.problems
            ]
            continue
        made[str(row.prefix)] = municipality.pk
    if problems:
        raise RuleViolated(problems)
    return made


def _upload(filing: Filing) -> UploadedFile | None:
    upload = filing.draft.files.get("draft_file") if filing.draft else None
    return upload if isinstance(upload, UploadedFile) else None


def _upload_problems(filing: Filing) -> list[FieldProblem]:
    upload = _upload(filing)
    return detect_type(upload)[1] if upload else []


def _attach_draft(request: HttpRequest, partnership: Partnership, filing: Filing) -> None:
    """Store the file of a new filing, which has been checked; the draft itself is saved already."""
    upload = _upload(filing)
    if upload is None or filing.draft is None:
        return
    agreement = partnership.agreements.first()
    try:
        attach_document(
            partnership.pk,
            actor=person(request),
            upload=upload,
            kind=filing.draft.cleaned_data["draft_kind"] or "draft_uk",
            agreement_id=agreement.pk if agreement else None,
        )
    except RuleViolated as error:
        messages.warning(request, str(error.detail))


def warn_of_same_parties(request: HttpRequest, partnership: Partnership) -> None:
    """Point to the live partnerships of the very same parties, if there are any."""
    for other in same_parties(partnership):
        messages.warning(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                _("The registry already has a partnership of the same parties:"),
                redirect("desk_partnership", other.code).url,
                other.code,
            ),
        )
