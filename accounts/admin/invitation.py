"""Invitations of officials: written by the service that also sends the letter."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.admin.membership import fold_names
from accounts.models import Invitation
from accounts.policies import INVITERS, can_invite
from accounts.roles import Role
from accounts.services.invitations import invite, withdraw_invitation
from common.admin.access import Access, WorkflowModelAdmin
from common.admin.badges import badge
from common.admin.forms import DeskForm
from common.admin.steps import back_to_record
from common.errors import DomainError, NotAllowed, RuleViolated
from common.pages import show_error

FORM_TEMPLATE = "admin/desk/form.html"


COMMUNITY: Any = Invitation._meta.get_field("community")


class InvitationForm(DeskForm):
    """Whom to invite, for which community; the service checks the rest."""

    email = forms.EmailField(label=_("Email"), help_text=_("The link in the email is valid for 14 days."))
    community = forms.ModelChoiceField(
        label=_("Community"),
        queryset=COMMUNITY.related_model.objects.all(),
        widget=AutocompleteSelect(COMMUNITY, admin.site),
    )
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language of emails to this person"),
        choices=Invitation._meta.get_field("language").choices or [],
    )


@admin.register(Invitation)
class InvitationAdmin(WorkflowModelAdmin):
    """Sent once and never changed, but withdrawn; a new one for the same person makes the old link useless."""

    access = Access(view=frozenset({*INVITERS, Role.AUDITOR}), add=INVITERS)
    record_template = "admin/accounts/invitation/record.html"
    list_display = ("email", "community", "position", "state", "created_at", "expires_at", "invited_by")
    list_select_related = ("community__oblast", "invited_by")
    search_fields = ("email", "community__search_text")
    search_help_text = _("Email or community")

    @admin.display(description=_("status"))
    def state(self, row: Invitation) -> SafeString:
        if row.accepted_at:
            return badge(_now("accepted"), "success")
        if row.withdrawn_at:
            return badge(_now("withdrawn") if row.withdrawn_by_id else _now("replaced by a newer one"))
        if not row.is_open:
            return badge(_now("no longer valid"))
        return badge(_now("waiting for an answer") if row.sent_at else _now("email not sent yet"), "info")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found: tuple[Any, bool] = super().get_search_results(request, queryset, fold_names(search_term))
        return found

    def record_context(self, request: HttpRequest, record: Invitation) -> dict[str, Any]:
        may_withdraw = record.is_open and bool(can_invite(request.user, record.community))
        return {"invitation": record, "state": self.state(record), "may_withdraw": may_withdraw}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:pk>/withdraw/", view, name="accounts_invitation_withdraw"), *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the link of an open invitation useless (POST only)."""
        record = self.visible_record(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actor: Any = request.user
        try:
            withdraw_invitation(record.pk, actor=actor)
        except NotAllowed as error:
            raise PermissionDenied(str(error.detail)) from error
        except DomainError as error:
            show_error(request, error)
        else:
            messages.success(request, _now("Invitation withdrawn."))
        return back_to_record(request, record)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Invite: the service writes the invitation and sends the letter after the commit."""
        if not self.has_add_permission(request):
            raise PermissionDenied(_("Your role cannot invite officials."))
        user: Any = request.user
        form = InvitationForm(request.POST or None)
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    invitation = invite(actor=user, **form.cleaned_data)
                except RuleViolated as error:
                    form.add_problems(error)
                except DomainError as error:
                    form.add_error(None, str(error.detail))
                    status = error.status
                else:
                    done = _now("Invitation sent to %(email)s.") % {"email": invitation.email}
                    messages.success(request, done)
                    return HttpResponseRedirect(self.list_url(request))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invite an official"),
            "opts": self.opts,
            "form": form,
            "submit_label": _("Send the invitation"),
            "cancel_url": self.list_url(request),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, FORM_TEMPLATE, context, status=status)
