"""What an official does with a case at the Ministry: file the draft, and the declared steps."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import (
    ConfirmationNeeded,
    Conflict,
    InvalidTransition,
    NotVisible,
    RuleViolated,
    StaleVersion,
    Text,
)
from common.life_cycle import Transition
from common.remarks import answered_remarks
from partnerships.models import Agreement
from partnerships.policies import can_edit_agreement
from partnerships.resubmission import NOTHING_CHANGED
from partnerships.views.desk_support import (
    desk_page,
    open_agreement,
    open_partnership,
    person,
    posted_version,
    refuse,
    warn_of_same_file,
)
from registration.choices import CaseStatus
from registration.desk_forms.cases import FORMS, CaseFileForm, CaseStepForm, SigningForm, TerminationForm
from registration.models import RegistrationCase
from registration.policies import can_file_case, can_take_step
from registration.remarks import is_unchanged_case
from registration.selectors import cases_for
from registration.services import file_case, take_step
from registration.services.clearance import FILING_STATUSES, review_deadline
from registration.transitions import CASE_LIFE_CYCLE

StepForm = SigningForm | TerminationForm | CaseStepForm


@desk_page
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """File the draft of an agreement with the Ministry."""
    agreement = open_agreement(request, agreement_id)
    can_file_case(person(request), agreement).require()
    form, status = CaseFileForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            case = file_case(
                agreement.pk, actor=person(request), confirm=form.confirmed, **form.service_fields()
            )
        except (RuleViolated, ConfirmationNeeded) as error:
            status = refuse(form, error)
        except (Conflict, InvalidTransition) as error:
            return _not_possible(request, agreement, _("File the draft with the Ministry"), error.detail)
        else:
            said = _("Draft filed with the Ministry. Case %(number)s; a decision is due by %(due)s.")
            messages.success(request, said % {"number": case.number, "due": _date(case.due_on)})
            warn_of_same_file(request, agreement.partnership_id)
            return redirect("desk_partnership", agreement.partnership.code)
    context = {
        "form": form,
        "agreement": agreement,
        "partnership": agreement.partnership,
        "deadline": review_deadline(timezone.localdate()),
        "may_edit": can_edit_agreement(person(request), agreement),
        "too_early": agreement.partnership.status not in FILING_STATUSES,
        "file_lost": bool(request.FILES),
    }
    return render(request, "desk/case_file.html", context, status=422 if form.errors else status)


@desk_page
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Explain a step of a case and, when confirmed, take it."""
    case = _open_case(request, number)
    transition = CASE_LIFE_CYCLE.get(name)
    can_take_step(person(request), case, transition).require()
    if case.status not in transition.sources:
        return _case_not_possible(request, case, transition)
    form = _form(request, case, transition)
    stale, status = False, 200
    if request.method == "POST" and form.is_valid():
        try:
            return _take(request, case, transition, form)
        except StaleVersion:
            stale, status = True, 412
        except InvalidTransition as error:
            return _case_not_possible(request, case, transition, error.detail)
        except (RuleViolated, ConfirmationNeeded) as error:
            status = refuse(form, error)
    context = {
        "form": form,
        "case": case,
        "agreement": case.agreement,
        "partnership": case.agreement.partnership,
        "transition": transition,
        "stale": stale,
        "version": case.version,
        "status_now": case.get_status_display(),
        "file_lost": bool(request.FILES),
    }
    return render(request, "desk/step.html", context, status=422 if form.errors else status)


def _open_case(request: HttpRequest, number: str) -> RegistrationCase:
    case = cases_for(person(request)).filter(number=number).first()
    if case is None:
        raise NotVisible
    open_partnership(request, case.agreement.partnership.code)
    return case


def _form(request: HttpRequest, case: RegistrationCase, transition: Transition) -> StepForm:
    form_class = FORMS.get(transition.name, CaseStepForm)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    more: dict[str, Any] = {}
    if (
        case.status in (CaseStatus.RETURNED, CaseStatus.REGISTRATION_RETURNED)
        and "answers" in transition.fields
    ):
        more["asked"] = answered_remarks(CASE_LIFE_CYCLE, case)
    if form_class is SigningForm:
        more |= {
            "initial": SigningForm.stored(case),
            "parties": case.agreement.partnership.parties.all(),
            "attached": SigningForm.attached_to(case),
        }
    return form_class(data, files, cycle=CASE_LIFE_CYCLE, transition=transition, **more)


def _take(
    request: HttpRequest, case: RegistrationCase, transition: Transition, form: StepForm
) -> HttpResponse:
    taken = take_step(
        case.pk,
        transition.name,
        actor=person(request),
        expected_version=posted_version(request),
        reason=form.reason(),
        confirm=form.confirmed,
        **form.service_fields(),
        **({"answers": form.answers()} if form.asked else {}),
    )
    messages.success(request, _("Done: %(done)s.") % {"done": transition.done})
    warn_of_same_file(request, case.agreement.partnership_id)
    if is_unchanged_case(person(request), taken):
        messages.warning(request, NOTHING_CHANGED)
    return redirect("desk_partnership", case.agreement.partnership.code)


def _case_not_possible(
    request: HttpRequest, case: RegistrationCase, transition: Transition, reason: Text = ""
) -> HttpResponse:
    return _not_possible(
        request, case.agreement, transition.label, reason, status_now=case.get_status_display()
    )


def _not_possible(
    request: HttpRequest, agreement: Agreement, label: Text, reason: Text, *, status_now: str = ""
) -> HttpResponse:
    context = {
        "partnership": agreement.partnership,
        "label": label,
        "reason": reason,
        "status_now": status_now or agreement.partnership.get_status_display(),
    }
    return render(request, "desk/not_possible.html", context, status=409)


def _date(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else "—"
