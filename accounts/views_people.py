"""Pages on which officials let colleagues in, and out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import COMMUNITY, EndMembershipForm, InviteForm
from accounts.models import Membership
from accounts.policies import can_end_membership
from accounts.selectors import active_community_ids, colleagues_of, open_invitations
from accounts.services.invitations import invite, withdraw_invitation
from accounts.services.memberships import end_membership, end_membership_now
from accounts.views import user_of
from common.errors import DomainError, NotAllowed, RuleViolated
from common.pages import put_into_form, show_error


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """List who acts for the own communities; invite a colleague."""
    user = user_of(request)
    own = active_community_ids(user)
    units = COMMUNITY.related_model.objects.filter(pk__in=own).select_related("oblast")
    form = InviteForm(request.POST or None, communities=units, initial={"language": user.language})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                invitation = invite(actor=user, **form.cleaned_data)
            except RuleViolated as error:
                put_into_form(form, error)
            except DomainError as error:
                form.add_error(None, str(error.detail))
                status = error.status
            else:
                done = _("Invitation sent to %(email)s.") % {"email": invitation.email}
                messages.success(request, done)
                return redirect("people")
    context = {"form": form, "memberships": _memberships(request, own), "invitations": open_invitations(own)}
    return render(request, "account/people.html", context | {"communities": units}, status=status)


def _memberships(request: HttpRequest, own: list[int]) -> list[tuple[Membership, bool]]:
    """Each membership, and whether this person may end it."""
    user, rows = user_of(request), list(colleagues_of(own))
    return [(row, bool(can_end_membership(user, row, colleagues=rows))) for row in rows]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a membership, after a page that says what that means."""
    membership = _membership(request, membership_id)
    decision = can_end_membership(user_of(request), membership)
    if not decision:
        return _refused(request, str(decision.reason))
    form = EndMembershipForm(request.POST or None, initial={"last_day": timezone.localdate()})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return _end(request, membership, form)
            except RuleViolated as error:
                put_into_form(form, error)
            except NotAllowed as error:
                return _refused(request, str(error.detail))
    context = {"form": form, "membership": membership, "is_own": membership.user_id == user_of(request).pk}
    return render(request, "account/leave.html", context, status=status)


def _end(request: HttpRequest, membership: Membership, form: EndMembershipForm) -> HttpResponse:
    if form.ends_now:
        end_membership_now(membership.pk, actor=user_of(request))
        messages.success(request, _("Access has ended: %(name)s") % {"name": membership.user.name})
        return redirect("people" if membership.user_id != user_of(request).pk else "start")
    last_day = form.cleaned_data["last_day"]
    end_membership(membership.pk, actor=user_of(request), last_day=last_day)
    said = {"name": membership.user.name, "day": date_format(last_day, "DATE_FORMAT")}
    messages.success(request, _("%(name)s’s last day is %(day)s.") % said)
    return redirect("people")


def _membership(request: HttpRequest, membership_id: int) -> Membership:
    """One of the own communities; of others nobody is told."""
    rows: Any = Membership.objects.select_related("user", "community__oblast").filter(pk=membership_id)
    found: Membership | None = rows.filter(community__in=active_community_ids(user_of(request))).first()
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "account/people_refused.html", {"reason": reason}, status=403)


@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make the link of an invitation of the own community useless."""
    if not open_invitations(active_community_ids(user_of(request))).filter(pk=invitation_id).exists():
        raise Http404
    try:
        withdraw_invitation(invitation_id, actor=user_of(request))
    except DomainError as error:
        show_error(request, error)
    else:
        messages.success(request, _("Invitation withdrawn."))
    return redirect("people")
