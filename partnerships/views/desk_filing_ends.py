"""The last steps of a filing: its documents, the check, and submitting it."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.readable import ReadableEntry, readable
from common.errors import ConfirmationNeeded, InvalidTransition, NotAllowed, RuleViolated, StaleVersion
from common.remarks import answered_remarks
from partnerships.checklist import Weight, hints_of
from partnerships.checklist_facts import stored_facts
from partnerships.choices import PartnershipStatus
from partnerships.desk_forms.documents import DocumentForm
from partnerships.desk_forms.filing import Filing
from partnerships.desk_forms.records import ConfirmForm
from partnerships.document_versions import with_versions
from partnerships.filing_steps import FilingStep
from partnerships.models import Partnership
from partnerships.remarks import open_remarks
from partnerships.resubmission import changed_since_return
from partnerships.services import attach_document, take_step
from partnerships.timeline import timeline_for
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from partnerships.views.desk_filing_check import entered
from partnerships.views.desk_filing_page import filing_page, step_url
from partnerships.views.desk_support import person, posted_version, refuse, warn_of_same_file


def documents(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """What is attached, what is expected, and attaching one more; going on takes a chosen file along."""
    goes_on = request.POST.get("action") == "next"
    following = step_url(partnership.code, FilingStep.CHECK if goes_on else FilingStep.DOCUMENTS)
    if goes_on and not request.FILES:
        return redirect(following)
    agreements = list(partnership.agreements.all())
    only = agreements[0].pk if len(agreements) == 1 else None
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        partnership=partnership,
        initial={"agreement": only},
    )
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        try:
            attach_document(
                partnership.pk,
                actor=person(request),
                upload=form.cleaned_data["file"],
                kind=form.cleaned_data["kind"],
                language=form.cleaned_data["language"],
                agreement_id=form.cleaned_data.get("agreement"),
            )
        except (NotAllowed, RuleViolated) as error:
            status = refuse(form, error)
        else:
            messages.success(request, _("Document attached."))
            warn_of_same_file(request, partnership.pk)
            return redirect(following)
    filing = Filing(person(request), FilingStep.DOCUMENTS, partnership=partnership)
    attached = with_versions(partnership.documents.select_related("uploaded_by"))
    return filing_page(
        request, filing, status=status, form=form, documents=attached, file_lost=bool(request.FILES)
    )


def ending(request: HttpRequest, partnership: Partnership, step: FilingStep) -> HttpResponse:
    """The check, which shows everything once more; and the page with the button to submit."""
    problems: list[str] = []
    asked = answered_remarks(PARTNERSHIP_LIFE_CYCLE, partnership) if open_remarks(partnership) else ()
    status, stale, form = 200, False, ConfirmForm(request.POST or None, asked=asked)
    if request.method == "POST" and partnership.status == PartnershipStatus.SUBMITTED:
        messages.info(request, _("The record was submitted before. Nothing was sent a second time."))
        return redirect("desk_partnership", partnership.code)
    if request.method == "POST" and step == FilingStep.SUBMIT:
        facts = stored_facts(partnership, person(request))
        problems = [hint.text for hint in hints_of(facts) if hint.weight == Weight.MISSING]
        status = 422
        if not problems and form.is_valid():
            try:
                return _submit(request, partnership, form)
            except StaleVersion:
                stale, status = True, 412
            except ConfirmationNeeded as error:
                status = refuse(form, error)
            except RuleViolated as error:
                rest, status = form.add_problems(error.problems), error.status
                problems = [str(problem.detail) for problem in rest]
            except (InvalidTransition, NotAllowed) as error:
                problems, status = [str(error.detail)], error.status
    filing = Filing(person(request), step, partnership=partnership)
    filing.problems = problems
    attached = with_versions(partnership.documents.select_related("uploaded_by"))
    return filing_page(
        request,
        filing,
        version=partnership.version,
        status=status,
        form=form,
        changed_meanwhile=stale,
        parts=entered(person(request), partnership, attached) if step == FilingStep.CHECK else [],
        changes=_changes(request, partnership),
        due_on=_due_on(),
    )


def _submit(request: HttpRequest, partnership: Partnership, form: ConfirmForm) -> HttpResponse:
    take_step(
        partnership.pk,
        "submit",
        actor=person(request),
        expected_version=posted_version(request),
        answers=form.answers(),
        confirm=form.confirmed,
    )
    done = PARTNERSHIP_LIFE_CYCLE.get("submit").done
    messages.success(request, _("Done: %(done)s.") % {"done": done})
    return redirect("desk_partnership", partnership.code)


def _changes(request: HttpRequest, partnership: Partnership) -> list[ReadableEntry]:
    if not open_remarks(partnership):
        return []
    entries = timeline_for(person(request), partnership)
    return [entry for entry in readable(changed_since_return(partnership, entries)) if entry.changes]


def _due_on() -> date:
    """The day by which the Association means to answer, were the filing submitted today."""
    return timezone.localdate() + timedelta(days=settings.ASSOCIATION_CHECK_DAYS)
