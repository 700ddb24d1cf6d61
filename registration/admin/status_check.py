"""The status check at the desks: one field for a number, names or a pasted sentence; all candidates."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import DESK_ROLES, Role
from common.admin.desk_pages import DeskPage, add_desk_page, render_desk_page
from common.admin.forms import DayField, DeskForm
from registration.selectors import scope_of
from registration.sentence_check import check_by_sentence
from registration.status_check import MOST_ANSWERS, answer_of

TEMPLATE = "admin/registration/registrationcase/status_check.html"


class StatusCheckForm(DeskForm):
    """What is asked, and for which day."""

    q = forms.CharField(
        label=_("Number, community, municipality or a sentence"),
        max_length=1000,
        help_text=_("For example: 2026-0017, “Brovary and Jena”, or a title or question that you paste."),
    )
    on = DayField(label=_("In force on"), required=False, help_text=_("Leave empty for today."))


def status_check(request: HttpRequest) -> HttpResponse:
    """Answer whether an agreement is checked, cleared, registered, and in force on a day."""
    user: Any = request.user
    form = StatusCheckForm(request.GET or None)
    day, answer, status = timezone.localdate(), None, 200
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["on"] or day
        found = check_by_sentence(form.cleaned_data["q"], scope_of(user))
        answer = answer_of(found[: MOST_ANSWERS + 1], day)
    elif form.is_bound:
        status = 400
    context = {"form": form, "answer": answer, "day": day, "may_open_cases": user.role != Role.ASSOCIATION}
    return render_desk_page(request, TEMPLATE, _("Status check"), context, status=status)


add_desk_page(
    DeskPage("status_check", "status-check/", _("Status check"), "fact_check", DESK_ROLES, status_check)
)
