"""Steps of a life cycle in the admin: a button, a page that says what will happen, one call of the service.

A status is never a field of a form. GET shows, POST calls the service and redirects; what the service
refuses is said on the same page, with everything typed still there.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from common.admin.access import WorkflowModelAdmin, kept
from common.admin.forms import StepForm, with_reasons, with_tick
from common.admin.previews import previews_of
from common.errors import ConfirmationNeeded, DomainError, NotAllowed, NotVisible, RuleViolated, StaleVersion
from common.life_cycle import LifeCycle, Reason, Transition

STEP_TEMPLATE = "admin/desk/step.html"
NOT_ALLOWED_TEMPLATE = "admin/desk/not_allowed.html"
PREVIEW = "preview"  # the button that shows the letter without deciding
TONE_ORDER = ("primary", "success", "warning", "danger")


class StepModelAdmin(WorkflowModelAdmin):
    """Adds the step pages of one life cycle to a record's admin."""

    life_cycle: ClassVar[LifeCycle]
    step_forms: ClassVar[dict[str, type[StepForm]]] = {}
    step_notes: ClassVar[dict[str, Any]] = {}
    take_step: ClassVar[Callable[..., Any]]
    can_take_step: ClassVar[Callable[..., Any]]
    available_steps: ClassVar[Callable[..., Sequence[Transition]]]

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [path("<int:pk>/steps/<str:step>/", view, name=name), *super().get_urls()]

    def step_view(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Show what a step will do (GET) or take it (POST)."""
        record = self.visible_record(request, pk)
        try:
            transition = self.life_cycle.get(step)
        except NotVisible:
            raise Http404 from None
        form_class = partial(self.step_form(transition), record=record)
        if request.method == "POST":
            return self._take(request, record, transition, form_class(request.POST))
        decision = self.can_take_step(request.user, record, transition)
        if not decision:
            return not_allowed(self, request, record, NotAllowed(decision.reason))
        initial = {"version": record.version, **self.step_initial(record, transition)}
        form = form_class(initial=initial)
        return self.step_page(
            request, record, transition, form, status=200 if _possible(record, transition) else 409
        )

    def _take(
        self, request: HttpRequest, record: Any, transition: Transition, form: StepForm
    ) -> HttpResponse:
        decision = self.can_take_step(request.user, record, transition)
        if not decision:  # before anything else is said about the input
            return not_allowed(self, request, record, NotAllowed(decision.reason))
        is_valid = form.is_valid()
        if PREVIEW in request.POST:
            return self.step_page(request, record, transition, form)
        if not is_valid:
            return self.step_page(request, record, transition, form, status=400)
        reason = _reason_of(form)
        try:
            taken = self.take_step(
                record.pk,
                transition.name,
                actor=request.user,
                expected_version=form.cleaned_data["version"],
                reason=reason,
                confirm=form.confirmed,
                **form.step_fields(),
            )
        except NotVisible:
            raise Http404 from None
        except DomainError as error:
            return self._refused(request, record.pk, transition, form, error)
        messages.success(request, self.step_message(taken, transition))
        return back_to_record(request, taken)

    def _refused(
        self, request: HttpRequest, pk: int, transition: Transition, form: StepForm, error: DomainError
    ) -> HttpResponse:
        """Say why, with the record as it stands now and everything that was typed."""
        record = self.visible_record(request, pk)
        if isinstance(error, NotAllowed):
            return not_allowed(self, request, record, error)
        if isinstance(error, (RuleViolated, ConfirmationNeeded)):
            return self.step_page(request, record, transition, form, status=form.refuse(error))
        if isinstance(error, StaleVersion):
            form.renew_version(record.version)
        return self.step_page(request, record, transition, form, status=error.status, error=error)

    def step_page(
        self,
        request: HttpRequest,
        record: Any,
        transition: Transition,
        form: StepForm,
        *,
        status: int = 200,
        error: DomainError | None = None,
    ) -> HttpResponse:
        """Render the confirmation page."""
        context = {
            **self.admin_site.each_context(request),
            "title": transition.label,
            "opts": self.opts,
            "original": record,
            "form": form,
            "transition": transition,
            "target": self._target(record, transition),
            "is_possible": _possible(record, transition),
            "note": transition.consequences or self.step_notes.get(transition.name, ""),
            "take_back_minutes": settings.TAKE_BACK_MINUTES,
            "error": error,
            "latest": self.latest_change(request, record) if error else None,
            "summary": self.step_summary(record),
            "record_url": kept_record_url(request, record),
            "previews": previews_of(record, transition, _reason_of(form), _fields_of(form)),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, STEP_TEMPLATE, context, status=status)

    def _target(self, record: Any, transition: Transition) -> Any:
        """The status after the step in words; none when nothing is left that could be taken back."""
        target = transition.target_of(record)
        return self.life_cycle.statuses(target).label if target else ""

    def step_form(self, transition: Transition) -> type[StepForm]:
        """The form of a step: its own fields, and reasons where the table asks for one."""
        form_class = self.step_forms.get(transition.name, StepForm)
        if transition.needs_reason:
            form_class = with_reasons(form_class, self.life_cycle.reason_choices(transition))
        return with_tick(form_class) if transition.consequences else form_class

    def step_initial(self, record: Any, transition: Transition) -> dict[str, Any]:
        """What a step's form begins with."""
        return {}

    def step_message(self, record: Any, transition: Transition) -> str:
        """What is said after a step."""
        return _("%(record)s: %(done)s.") % {"record": record, "done": transition.done}

    def step_summary(self, record: Any) -> list[tuple[Any, Any]]:
        """What the person should have before their eyes while deciding: labels and values."""
        return []

    def latest_change(self, request: HttpRequest, record: Any) -> Any:
        """Who changed the record last, as an entry of its timeline."""
        return None

    def buttons(self, request: HttpRequest, record: Any) -> list[dict[str, Any]]:
        """One button for each step that this person may take now."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_step"
        return [
            {
                "label": step.label,
                "tone": step.tone,
                "until": step.until,
                "url": reverse(name, args=[record.pk, step.name]) + kept(request),
            }
            for step in sorted(self.available_steps(request.user, record), key=_by_tone)
        ]


def _reason_of(form: StepForm) -> Reason:
    """The reason as far as it is typed."""
    fields = _fields_of(form)
    return Reason(tuple(fields.get("reason_codes") or ()), fields.get("text") or "")


def _fields_of(form: StepForm) -> dict[str, Any]:
    """What is typed and can be read; what the form begins with while nothing is typed."""
    return getattr(form, "cleaned_data", None) or dict(form.initial)


def _by_tone(step: Transition) -> int:
    """What leads on comes first, what ends the matter comes last."""
    return TONE_ORDER.index(step.tone) if step.tone in TONE_ORDER else 0


def _possible(record: Any, transition: Transition) -> bool:
    return record.status in transition.sources


def record_url(record: Any) -> str:
    """Address of a record's page in the admin."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def kept_record_url(request: HttpRequest, record: Any) -> str:
    """The same, with the list from which somebody came."""
    return record_url(record) + kept(request)


def back_to_record(request: HttpRequest, record: Any, *, anchor: str = "") -> HttpResponse:
    """Lead back to a record after something was done there; the list from which it was opened is kept."""
    return HttpResponseRedirect(kept_record_url(request, record) + (f"#{anchor}" if anchor else ""))


def post_only(request: HttpRequest, record: Any) -> HttpResponse:
    """Answer 405 at an address to which a form of a record's page is sent.

    It says which page has that form: what was typed there before a session ended is shown on it.
    """
    answer: Any = HttpResponseNotAllowed(["POST"])
    answer.page_of_form = kept_record_url(request, record)
    refused: HttpResponse = answer
    return refused


def not_allowed(
    page: WorkflowModelAdmin, request: HttpRequest, record: Any, error: NotAllowed
) -> HttpResponse:
    """Answer 403 with the reason, inside the admin so that the way back is there."""
    context = {
        **page.admin_site.each_context(request),
        "title": error.title,
        "opts": page.opts,
        "original": record,
        "error": error,
        "record_url": kept_record_url(request, record),
    }
    return TemplateResponse(request, NOT_ALLOWED_TEMPLATE, context, status=error.status)
