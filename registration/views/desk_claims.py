"""What a community says of claims in outside lists."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import Conflict, NotAllowed, NotVisible, RuleViolated
from common.pages import show_error
from partnerships.views.desk_support import desk_page, person, refuse
from registration.desk_forms.claims import DenyForm
from registration.models import OutsideClaim
from registration.my_partnerships import Show
from registration.outside_lists.claims import claims_of, deny, reopen


@desk_page
@require_http_methods(["GET", "POST"])
def deny_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Say that a claim is wrong, and why."""
    claim = _claim(request, claim_id)
    form = DenyForm(request.POST or None)
    status = 200 if request.method == "GET" or form.is_valid() else 422
    if form.is_bound and form.is_valid():
        try:
            deny(claim.pk, actor=person(request), note=form.cleaned_data["note"])
        except (NotAllowed, RuleViolated, Conflict) as error:
            status = refuse(form, error)
        else:
            messages.success(request, _("Claim denied."))
            return redirect(_list())
    return render(request, "desk/claim_deny.html", {"form": form, "claim": claim}, status=status)


@desk_page
@require_POST
def reopen_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Take a denial back."""
    claim = _claim(request, claim_id)
    try:
        reopen(claim.pk, actor=person(request))
    except Conflict as error:
        show_error(request, error)
    return redirect(_list())


def _claim(request: HttpRequest, claim_id: int) -> OutsideClaim:
    claim = claims_of(person(request)).filter(pk=claim_id).first()
    if claim is None:
        raise NotVisible
    return claim


def _list() -> str:
    return f"{reverse('desk')}?show={Show.CLAIMED}"
