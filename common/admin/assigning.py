"""Giving a record to oneself, to a colleague or back to the queue, on the page of the record."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin.access import WorkflowModelAdmin, kept
from common.admin.forms import DeskForm
from common.admin.steps import back_to_record, not_allowed, post_only
from common.errors import DomainError, NotAllowed, NotVisible, StaleVersion
from common.life_cycle import LifeCycle


class AssignForm(DeskForm):
    """Who is to have the record; nobody puts it back into the queue."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    person = forms.TypedChoiceField(
        label=gettext_lazy("Assigned to"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", gettext_lazy("nobody: back to the queue")), *people]


class AssigningModelAdmin(WorkflowModelAdmin):
    """Adds to a record's admin who has it; ``holder`` names its field."""

    life_cycle: ClassVar[LifeCycle]
    holder: ClassVar[str]
    assign: ClassVar[Callable[..., Any]]
    can_assign: ClassVar[Callable[..., Any]]
    possible_holders: ClassVar[Callable[..., Any]]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.assign_view)
        return [path("<int:pk>/assign/", view, name=self._assign_name()), *super().get_urls()]

    def _assign_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_assign"

    def _assign_url(self, request: HttpRequest, record: Any) -> str:
        return reverse(f"admin:{self._assign_name()}", args=[record.pk]) + kept(request)

    def assigning_parts(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """The form, for those who may use it while somebody has to work on the record."""
        if not self.can_assign(request.user) or not self.life_cycle.leaving(record.status):
            return {"assign_form": None}
        own = {"person": getattr(record, f"{self.holder}_id"), "version": record.version}
        form = AssignForm(initial=own, people=self._people(), auto_id="assign_%s")
        url = self._assign_url(request, record)
        me = request.user.pk if own["person"] != request.user.pk else None
        return {"assign_form": form, "assign_url": url, "assign_to_me": me}

    def _people(self) -> list[tuple[int, str]]:
        return [(person.pk, str(person)) for person in self.possible_holders()]

    def assign_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the record to somebody (POST only)."""
        record = self.visible_record(request, pk)
        if request.method != "POST":
            return post_only(request, record)
        if not (decision := self.can_assign(request.user)):  # before anything is said about the input
            return not_allowed(self, request, record, NotAllowed(decision.reason))
        form = AssignForm(request.POST, people=self._people(), auto_id="assign_%s")
        status = 400
        if form.is_valid():
            try:
                self.assign(
                    record.pk,
                    actor=request.user,
                    holder_id=form.cleaned_data["person"],
                    expected_version=form.cleaned_data["version"],
                )
            except NotVisible:
                raise Http404 from None
            except DomainError as error:
                status, record = form.refuse(error), self.visible_record(request, pk)
                if isinstance(error, StaleVersion):
                    form.renew_version(record.version)
            else:
                messages.success(request, _("Saved."))
                return back_to_record(request, record)
        url = self._assign_url(request, record)
        return self.record_page(request, record, status=status, assign_form=form, assign_url=url)
