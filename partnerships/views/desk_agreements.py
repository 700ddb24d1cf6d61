"""Agreements edited by themselves: a further one, or one that the Ministry has returned."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import NotAllowed, RuleViolated, StaleVersion
from partnerships.desk_forms.agreement import AgreementForm
from partnerships.models import Agreement, Partnership
from partnerships.policies import can_add, can_edit_agreement
from partnerships.services import add_agreement, update_agreement
from partnerships.views.desk_differences import agreement_meanwhile
from partnerships.views.desk_support import (
    desk_page,
    open_agreement,
    open_partnership,
    person,
    posted_version,
    refuse,
)


@desk_page
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add an agreement to a partnership."""
    partnership = open_partnership(request, code)
    if request.method == "GET":
        can_add(person(request), partnership).require()
    form = AgreementForm(request.POST or None)
    status = 200 if request.method == "GET" or form.is_valid() else 422
    if form.is_bound and form.is_valid():
        try:
            add_agreement(partnership.pk, actor=person(request), data=form.to_input())
        except (NotAllowed, RuleViolated) as error:
            status = refuse(form, error)
        else:
            messages.success(request, _("The agreement is saved."))
            return redirect("desk_partnership", code)
    return _page(request, form, partnership, status=status)


@desk_page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Correct the content of an agreement that is open for editing."""
    agreement = open_agreement(request, agreement_id)
    if request.method == "GET":
        can_edit_agreement(person(request), agreement).require()
    form = AgreementForm(request.POST or None, initial=AgreementForm.stored(agreement))
    if not form.is_bound or not form.is_valid():
        return _edit_page(request, form, agreement, status=422 if form.is_bound else 200)
    try:
        update_agreement(
            agreement.pk,
            actor=person(request),
            expected_version=posted_version(request),
            data=form.to_input(amends_id=agreement.amends_id),
        )
    except StaleVersion:
        stale = agreement_meanwhile(form, agreement)
        return _edit_page(request, form, agreement, version=agreement.version, stale=stale, status=412)
    except (NotAllowed, RuleViolated) as error:
        return _edit_page(request, form, agreement, status=refuse(form, error))
    messages.success(request, _("The changes are saved."))
    return redirect("desk_partnership", agreement.partnership.code)


def _edit_page(
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
    context = {"agreement": agreement, "version": version, "stale": stale}
    return _page(request, form, agreement.partnership, status=status, **context)


def _page(
    request: HttpRequest, form: AgreementForm, partnership: Partnership, *, status: int, **context: Any
) -> HttpResponse:
    context |= {"form": form, "partnership": partnership}
    return render(request, "desk/agreement.html", context, status=status)
