"""Who helped to set a partnership up, said on the page of the record."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin.access import WorkflowModelAdmin, kept
from common.admin.forms import DeskForm
from common.admin.steps import back_to_record, not_allowed, post_only
from common.errors import NotAllowed, NotVisible, RuleViolated, StaleVersion
from partnerships.choices import Helper
from partnerships.models import Partnership
from partnerships.policies import can_say_who_helped
from partnerships.services.helpers import set_helpers

NAME = "partnerships_partnership_helpers"


class HelpersForm(DeskForm):
    """Everybody who helped."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    helpers = forms.MultipleChoiceField(
        label=gettext_lazy("Set up with the help of"),
        choices=Helper.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For the Association’s own statistics; not published."),
    )


class HelpersModelAdmin(WorkflowModelAdmin):
    """Adds to the admin of partnerships who helped."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.helpers_view)
        return [path("<int:pk>/helpers/", view, name=NAME), *super().get_urls()]

    def helpers_parts(self, request: HttpRequest, record: Partnership) -> dict[str, Any]:
        """The form, for those who may use it."""
        if not can_say_who_helped(request.user):
            return {"helpers_form": None}
        initial = {"helpers": record.helpers, "version": record.version}
        form = HelpersForm(initial=initial, auto_id="helpers_%s")
        return {"helpers_form": form, "helpers_url": _url(request, record)}

    def helpers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep who helped (POST only)."""
        record = self.visible_record(request, pk)
        if request.method != "POST":
            return post_only(request, record)
        if not (decision := can_say_who_helped(request.user)):
            return not_allowed(self, request, record, NotAllowed(decision.reason))
        form, status = HelpersForm(request.POST, auto_id="helpers_%s"), 400
        if form.is_valid():
            data, actor = form.cleaned_data, request.user
            try:
                set_helpers(pk, actor=actor, helpers=data["helpers"], expected_version=data["version"])  # type: ignore[arg-type]  # signed in
            except NotVisible:
                raise Http404 from None
            except RuleViolated as error:
                form.add_problems(error)
            except StaleVersion as error:
                record, status = self.visible_record(request, pk), error.status
                form.renew_version(record.version)
                form.add_error(None, str(error.detail))
            else:
                messages.success(request, _("Saved."))
                return back_to_record(request, record)
        return self.record_page(
            request, record, status=status, helpers_form=form, helpers_url=_url(request, record)
        )


def _url(request: HttpRequest, record: Partnership) -> str:
    return reverse(f"admin:{NAME}", args=[record.pk]) + kept(request)
