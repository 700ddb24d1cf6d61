"""Correcting an agreement by itself: a draft, or one that the Ministry has returned."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import NotAllowed, RuleViolated, StaleVersion
from partnerships.desk_forms.agreement import AgreementForm
from partnerships.models import Agreement
from partnerships.policies import can_edit_agreement
from partnerships.services import update_agreement
from partnerships.views.desk_differences import agreement_meanwhile
from partnerships.views.desk_support import desk_page, open_agreement, person, posted_version, refuse
from registration.remarks import field_remarks, open_fields
from registration.selectors import current_case
from registration.transitions import CASE_LIFE_CYCLE
from registration.views.desk import reason_labels


@desk_page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Correct the content of an agreement that is open for editing."""
    agreement = open_agreement(request, agreement_id)
    if request.method == "GET":
        can_edit_agreement(person(request), agreement).require()
    form = _form(request, agreement)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, agreement, status=422 if form.is_bound else 200)
    try:
        update_agreement(
            agreement.pk,
            actor=person(request),
            expected_version=posted_version(request),
            data=form.to_input(amends_id=agreement.amends_id),
        )
    except StaleVersion:
        stale = agreement_meanwhile(form, agreement)
        return _page(request, form, agreement, version=agreement.version, stale=stale, status=412)
    except (NotAllowed, RuleViolated) as error:
        return _page(request, form, agreement, status=refuse(form, error))
    messages.success(request, _("Changes saved."))
    return redirect("desk_partnership", agreement.partnership.code)


def _form(request: HttpRequest, agreement: Agreement) -> AgreementForm:
    """Of a returned draft only what the remarks concern is open, unless everything is asked for."""
    case = current_case(agreement)
    form = AgreementForm(request.POST or None, initial=AgreementForm.stored(agreement))
    form.close_all_but(None if request.GET.get("open") == "all" else open_fields(case))
    form.remarks = field_remarks(case)
    return form


def _page(
    request: HttpRequest,
    form: AgreementForm,
    agreement: Agreement,
    *,
    version: int | None = None,
    stale: Any = None,
    status: int,
) -> HttpResponse:
    if version is None:
        version = posted_version(request) if request.method == "POST" else agreement.version
    case = current_case(agreement)
    context = {
        "form": form,
        "agreement": agreement,
        "partnership": agreement.partnership,
        "case": case,
        "reasons": reason_labels(CASE_LIFE_CYCLE, case.reason_codes if case else []),
        "is_partly_closed": any(field.disabled for field in form.fields.values()),
        "version": version,
        "stale": stale,
    }
    return render(request, "desk/agreement.html", context, status=status)
