"""Naming the official who is responsible for a filing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import NotAllowed, RuleViolated, StaleVersion
from partnerships.desk_forms.records import ResponsibleForm
from partnerships.policies import can_add
from partnerships.services import set_responsible
from partnerships.services.responsible import possible_responsible
from partnerships.views.desk_support import desk_page, open_partnership, person, posted_version, refuse


@desk_page
@require_http_methods(["GET", "POST"])
def responsible(request: HttpRequest, code: str) -> HttpResponse:
    """Choose among those who act for the communities today."""
    partnership = open_partnership(request, code)
    can_add(person(request), partnership).require()
    people = possible_responsible(partnership)
    form = ResponsibleForm(request.POST or None, people=people, initial={"responsible": person(request).pk})
    stale, status = False, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_responsible(
                    partnership.pk,
                    actor=person(request),
                    user_id=form.cleaned_data["responsible"],
                    expected_version=posted_version(request),
                )
            except StaleVersion:
                stale, status = True, 412
            except (NotAllowed, RuleViolated) as error:
                status = refuse(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect("desk_partnership", partnership.code)
    context = {"form": form, "partnership": partnership, "version": partnership.version, "stale": stale}
    return render(request, "desk/responsible.html", context, status=status)
