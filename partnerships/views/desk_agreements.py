"""A further agreement of a partnership."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import NotAllowed, RuleViolated
from partnerships.desk_forms.agreement import AgreementForm
from partnerships.policies import can_add
from partnerships.services import add_agreement
from partnerships.views.desk_support import desk_page, open_partnership, person, refuse


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
            messages.success(request, _("Agreement saved."))
            return redirect("desk_partnership", code)
    context = {"form": form, "partnership": partnership}
    return render(request, "desk/agreement.html", context, status=status)
