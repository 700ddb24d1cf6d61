"""Filing a partnership in steps, and correcting it while it is open."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.errors import FieldProblem, NotAllowed, NotVisible, RuleViolated, StaleVersion
from partnerships.checklist import hints_of
from partnerships.checklist_facts import stored_facts
from partnerships.choices import PartnershipStatus
from partnerships.desk_forms.filing import Filing
from partnerships.filing_steps import TYPED_STEPS, FilingStep
from partnerships.models import Partnership
from partnerships.open_fields import open_fields
from partnerships.policies import acts_for, can_edit_partnership, can_file
from partnerships.remarks import remarks_of
from partnerships.services.drafts import wrong_content
from partnerships.services.typed import draft_of_token, keep_typed
from partnerships.views import desk_filing_ends
from partnerships.views.desk_differences import changed_meanwhile
from partnerships.views.desk_filing_page import duplicate_hints, filing_page, live_hints, step_url
from partnerships.views.desk_filing_save import begin, save, typed_in, typed_of
from partnerships.views.desk_support import desk_page, open_partnership, person, posted_version


@desk_page
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """Begin a filing; it becomes a draft at the first save, also in the background."""
    user = person(request)
    can_file(user).require()
    if request.method == "GET":
        filing = Filing(user, FilingStep.PARTIES, begins_with=request.GET.dict())
        return filing_page(request, filing, token=uuid4())
    return _begin(request)


def _begin(request: HttpRequest) -> HttpResponse:
    user, token = person(request), _posted_token(request)
    if token and (begun := draft_of_token(token)):
        return _begun_already(request, begun)
    filing = Filing(user, FilingStep.PARTIES, data=request.POST)
    if not filing.is_saving and filing.action != "keep":
        return filing_page(request, filing, token=token or uuid4())
    try:
        return _save_new(request, filing, token)
    except IntegrityError:  # the same page was kept in the background at this very moment
        if token and (begun := draft_of_token(token)):
            return _begun_already(request, begun)
        raise


def _save_new(request: HttpRequest, filing: Filing, token: UUID | None) -> HttpResponse:
    try:
        partnership = begin(request, filing, token).partnership
    except (RuleViolated, NotAllowed) as error:
        if filing.action == "keep":
            return JsonResponse({"saved": False}, status=422)
        filing.add_problems(_problems_of(error))
        return filing_page(request, filing, status=422, token=token or uuid4())
    if filing.action == "keep":
        return _kept(partnership, FilingStep.PARTIES, live_hints(filing, partnership, person(request)))
    _tell_of_same_parties(request, filing)
    text = _("Draft saved. Its code is %(code)s.") % {"code": partnership.code}
    messages.success(request, text)
    return redirect(_target(filing, partnership))


def _begun_already(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """The page on which a filing was begun is sent again: it goes on with that draft."""
    partnership = open_partnership(request, partnership.code)
    return _post(request, partnership, FilingStep.PARTIES, version=1)


def _problems_of(error: RuleViolated | NotAllowed) -> list[FieldProblem]:
    if isinstance(error, RuleViolated):
        return list(error.problems)
    return [FieldProblem("community_parties", error.code, error.detail)]


@desk_page
@require_GET
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to where the work is: the first remark, the first step that is not complete, or the check."""
    partnership = open_partnership(request, code)
    can_edit_partnership(person(request), partnership).require()
    remarked = next((remark.step for remark in remarks_of(partnership) if remark.step), None)
    if partnership.status == PartnershipStatus.RETURNED:
        return redirect(step_url(code, remarked or FilingStep.PARTIES))
    facts = stored_facts(partnership, person(request))
    open_steps = [
        hint.step for hint in hints_of(facts) if hint.weight != "note" or hint.code == "no_agreement"
    ]
    return redirect(step_url(code, open_steps[0] if open_steps else FilingStep.CHECK))


@desk_page
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One step of a filing that has been saved."""
    user = person(request)
    partnership = open_partnership(request, code)
    if name not in FilingStep.values:
        raise NotVisible
    current = FilingStep(name)
    if request.method == "GET" or not acts_for(user, partnership):
        can_edit_partnership(user, partnership).require()
    if current == FilingStep.DOCUMENTS:
        return desk_filing_ends.documents(request, partnership)
    if current not in TYPED_STEPS:
        return desk_filing_ends.ending(request, partnership, current)
    if request.method == "POST":
        return _post(request, partnership, current, version=posted_version(request))
    return _stored_or_typed(request, partnership, current)


def _stored_or_typed(request: HttpRequest, partnership: Partnership, current: FilingStep) -> HttpResponse:
    """Show a step as it was left: what was typed comes before what is stored."""
    typed = typed_in(partnership, current)
    data = typed.data if typed else None
    filing = _filing(request, current, partnership, data)
    if data is not None and (filing.is_saving or filing.action == "keep"):
        filing.is_valid()
        filing.add_problems(wrong_content(filing.content()) if current == FilingStep.AGREEMENT else [])
    unsaved = changed_meanwhile(filing, partnership) if typed else None
    return filing_page(request, filing, version=partnership.version, unsaved=unsaved, typed=typed)


def _filing(
    request: HttpRequest, current: FilingStep, partnership: Partnership, data: QueryDict | None
) -> Filing:
    """The forms of a step; of a returned filing only what the remarks concern is open, unless asked for all."""
    opened = None if request.GET.get("open") == "all" else open_fields(partnership, current)
    return Filing(person(request), current, data=data, partnership=partnership, open_fields=opened)


def _post(
    request: HttpRequest, partnership: Partnership, current: FilingStep, *, version: int
) -> HttpResponse:
    user = person(request)
    filing = _filing(request, current, partnership, request.POST)
    if not (decision := can_edit_partnership(user, partnership)):
        return _closed_meanwhile(request, filing, str(decision.reason), version)
    if filing.is_closed:
        is_kept = filing.action == "keep"
        return _kept(partnership, current, []) if is_kept else redirect(_target(filing, partnership))
    if not filing.is_saving:
        return _without_saving(request, partnership, filing, version)
    try:
        saved = save(request, filing, partnership, version)
    except StaleVersion:
        keep_typed(partnership.pk, actor=user, step=current, typed=typed_of(request, filing, action="keep"))
        stale = changed_meanwhile(filing, partnership)
        return filing_page(request, filing, version=partnership.version, stale=stale, status=412)
    if filing.has_errors and filing.action in {"next", "save"}:
        filing.partnership = open_partnership(request, partnership.code)
        return filing_page(request, filing, version=saved.partnership.version, status=422)
    messages.success(request, _("Changes saved."))
    _tell_of_same_parties(request, filing)
    return redirect(_target(filing, partnership))


def _tell_of_same_parties(request: HttpRequest, filing: Filing) -> None:
    """Whoever goes on at once has not seen the hint beside the partner."""
    if filing.step == FilingStep.PARTIES:
        for hint in duplicate_hints(filing, person(request)):
            messages.warning(request, f"{hint.text} {', '.join(hint.codes)}")


def _closed_meanwhile(request: HttpRequest, filing: Filing, reason: str, version: int) -> HttpResponse:
    """The record was submitted, or closed otherwise, while the page was open: what was typed stays on it alone."""
    if filing.action == "keep":
        return JsonResponse({"saved": False, "detail": reason}, status=403)
    filing.problems += [reason, _("Nothing on this page was saved. Copy what you still need.")]
    return filing_page(request, filing, version=version, status=403)


def _without_saving(
    request: HttpRequest, partnership: Partnership, filing: Filing, version: int
) -> HttpResponse:
    """Keep what is typed: in the background, or while a party is found, added or removed; or forget it."""
    user = person(request)
    if filing.action == "keep":
        return _keep_in_background(request, partnership, filing)
    forgets = filing.action == "forget"
    keep_typed(
        partnership.pk, actor=user, step=filing.step, typed={} if forgets else typed_of(request, filing)
    )
    if forgets:
        return redirect(step_url(partnership.code, filing.step))
    return filing_page(request, filing, version=version)


def _keep_in_background(request: HttpRequest, partnership: Partnership, filing: Filing) -> HttpResponse:
    user = person(request)
    try:
        keep_typed(partnership.pk, actor=user, step=filing.step, typed=typed_of(request, filing))
    except RuleViolated as error:
        return JsonResponse({"saved": False, "detail": str(error.detail)}, status=422)
    return _kept(partnership, filing.step, live_hints(filing, partnership, user))


def _kept(partnership: Partnership, step: FilingStep, hints: list[dict[str, object]]) -> JsonResponse:
    """Tell the script where the draft lives."""
    answer = {"saved": True, "url": step_url(partnership.code, step), "hints": hints}
    return JsonResponse(answer | {"version": partnership.version})


def _target(filing: Filing, partnership: Partnership) -> str:
    """Where the pressed button leads; words that could not be saved hold back only those who go on."""
    code, action = partnership.code, filing.action
    held = filing.has_errors and action in {"next", "save"}
    if held:
        return step_url(code, filing.step)
    if action == "next":
        return step_url(code, filing.step.following)
    if action == "back":
        return step_url(code, filing.step.preceding)
    wanted = action.removeprefix("go-")
    if wanted in FilingStep.values:
        return step_url(code, wanted)
    return partnership_url(code)


def partnership_url(code: str) -> str:
    """Address of the page of a partnership."""
    return redirect("desk_partnership", code).url


def _posted_token(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return None
