"""Steps of a partnership with the Association, each behind a page that asks for confirmation."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import ConfirmationNeeded, Conflict, InvalidTransition, RuleViolated, StaleVersion, Text
from common.life_cycle import Transition
from partnerships.desk_forms.records import StepForm
from partnerships.filing_steps import FilingStep
from partnerships.models import Agreement, Partnership
from partnerships.policies import can_delete_draft, can_edit_partnership, can_take_step
from partnerships.rules import standing_agreements, stands_formally
from partnerships.services import delete_draft, take_step
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from partnerships.views.desk_support import desk_page, open_partnership, person, posted_version, refuse


@desk_page
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Explain a step and, when confirmed, take it."""
    partnership = open_partnership(request, code)
    transition = PARTNERSHIP_LIFE_CYCLE.get(name)
    can_take_step(person(request), partnership, transition).require()
    if partnership.status not in transition.sources:
        return not_possible(request, partnership, transition)
    if name == "submit" and request.method == "GET" and can_edit_partnership(person(request), partnership):
        return redirect("desk_filing", code, FilingStep.SUBMIT)  # the checklist comes first
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, cycle=PARTNERSHIP_LIFE_CYCLE, transition=transition)
    stale, status = False, 200
    if request.method == "POST" and form.is_valid():
        try:
            return _take(request, partnership, transition, form)
        except StaleVersion:
            stale, status = True, 412
        except InvalidTransition as error:
            return not_possible(request, partnership, transition, error.detail)
        except (RuleViolated, ConfirmationNeeded) as error:
            status = refuse(form, error)
    context = {
        "form": form,
        "partnership": partnership,
        "transition": transition,
        "stale": stale,
        "version": partnership.version,
        "status_now": partnership.get_status_display(),
        "standing": _standing(partnership) if name == "end" else [],
        "take_back_minutes": settings.TAKE_BACK_MINUTES,
        "target_label": partnership.get_stepped_from_display(),
    }
    return render(request, "desk/step.html", context, status=422 if form.errors else status)


def _standing(partnership: Partnership) -> list[dict[str, Any]]:
    """Agreements that outlast the cooperation, each with the case in which its termination is recorded."""
    return [
        {
            "words": stands_formally(one),
            "case": next((c for c in _cases(one) if c.status == "registered"), None),
        }
        for one in standing_agreements(partnership)
    ]


def _cases(agreement: Agreement) -> list[Any]:
    return list(agreement.cases.all())  # the related name of registration, a later app


def _take(
    request: HttpRequest, partnership: Partnership, transition: Transition, form: StepForm
) -> HttpResponse:
    take_step(
        partnership.pk,
        transition.name,
        actor=person(request),
        expected_version=posted_version(request),
        reason=form.reason(),
        ended_on=form.cleaned_data.get("ended_on"),
        confirm=form.confirmed,
    )
    said = _("Done: %(done)s.") % {"done": transition.done}
    messages.success(request, said)
    return redirect("desk_partnership", partnership.code)


def not_possible(
    request: HttpRequest, partnership: Partnership, transition: Transition, reason: Text = ""
) -> HttpResponse:
    """Say that a step does not fit the status, for example because it was taken a moment ago."""
    context = {"partnership": partnership, "label": transition.label, "reason": reason}
    context["status_now"] = partnership.get_status_display()
    return render(request, "desk/not_possible.html", context, status=409)


@desk_page
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Remove a draft that was never submitted, after one more look."""
    partnership = open_partnership(request, code)
    can_delete_draft(person(request), partnership).require()
    status, stale, refusal = 200, False, ""
    if request.method == "POST":
        try:
            delete_draft(partnership.pk, actor=person(request), expected_version=posted_version(request))
        except StaleVersion:
            stale, status = True, 412
        except Conflict as error:
            refusal, status = str(error.detail), error.status
        else:
            messages.success(request, _("The draft %(code)s has been deleted.") % {"code": code})
            return redirect("desk")
    context = {"partnership": partnership, "stale": stale, "refusal": refusal}
    return render(request, "desk/draft_delete.html", context, status=status)
