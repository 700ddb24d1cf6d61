"""The history of an account, as administrators and auditors read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from audit.readable import readable
from audit.timeline import history_of_person
from common.admin.desk_pages import DeskPage, add_desk_page, render_desk_page

TITLE = _("History of an account")
MAY_READ = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


def account_history(request: HttpRequest) -> HttpResponse:
    """Show from what to what an account and its memberships were changed, the latest change first."""
    number = request.GET.get("person", "")
    person = User.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if person is None:
        return redirect("admin:accounts_user_changelist")
    context = {"person": person, "timeline": readable(history_of_person(person.pk))[::-1]}
    return render_desk_page(request, "admin/audit/account_history.html", TITLE, context)


add_desk_page(DeskPage("account_history", "account-history/", TITLE, "history", MAY_READ, account_history))
