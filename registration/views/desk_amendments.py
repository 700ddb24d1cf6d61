"""Amending and prolonging a registered agreement: a filing of its own that points to the first one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from common.errors import NotAllowed, RuleViolated
from partnerships.choices import TermKind
from partnerships.desk_forms.agreement import AgreementForm
from partnerships.models import Agreement
from partnerships.services import add_agreement
from partnerships.views.desk_support import desk_page, open_agreement, person, refuse
from registration.amendments import open_amendment
from registration.policies import AMENDMENT_GOES_ON, can_amend

LONGEST_TITLE = 1000


@desk_page
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """File a change of what a registered agreement says."""
    return _file(request, open_agreement(request, agreement_id), prolongs=False)


@desk_page
@require_http_methods(["GET", "POST"])
def prolong(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """File a longer term of a registered agreement."""
    return _file(request, open_agreement(request, agreement_id), prolongs=True)


def _file(request: HttpRequest, first: Agreement, *, prolongs: bool) -> HttpResponse:
    decision = can_amend(person(request), first)
    if decision is AMENDMENT_GOES_ON:
        context: dict[str, Any] = {
            "agreement": first,
            "partnership": first.partnership,
            "other": open_amendment(first),
        }
        return render(request, "desk/amendment_goes_on.html", context, status=409)
    decision.require()
    form = AgreementForm(request.POST or None, initial=beginning_of(first, prolongs=prolongs))
    status = 200 if request.method == "GET" or form.is_valid() else 422
    if form.is_bound and form.is_valid():
        try:
            made = add_agreement(
                first.partnership_id, actor=person(request), data=form.to_input(amends_id=first.pk)
            )
        except (NotAllowed, RuleViolated) as error:
            status = refuse(form, error)
        else:
            messages.success(request, _("Filing saved. Attach the draft, then file it with the Ministry."))
            page = reverse("desk_partnership", args=[first.partnership.code])
            return redirect(f"{page}#agreement-{made.pk}")
    context = {"form": form, "partnership": first.partnership, "first": first, "prolongs": prolongs}
    return render(request, "desk/amendment.html", context, status=status)


def beginning_of(first: Agreement, *, prolongs: bool) -> dict[str, Any]:
    """What the form begins with: the first agreement's content, a title that says what is done to it."""
    stored = AgreementForm.stored(first) | {"council_decision_number": "", "council_decision_date": None}
    if prolongs:
        stored |= {"term_kind": TermKind.UNKNOWN, "term_years": None, "term_until": None}
    for language in ("uk", "en"):
        title = stored[f"title_{language}"]
        if not title:
            continue
        with override(language):
            text = _("On extending the term of: %(title)s") if prolongs else _("On amending: %(title)s")
            stored[f"title_{language}"] = Truncator(text % {"title": title}).chars(LONGEST_TITLE)
    return stored
