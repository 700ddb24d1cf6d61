"""Opinions of other ministries, requested and recorded on the page of a case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.admin.access import WorkflowModelAdmin
from common.admin.clock import due_words
from common.admin.forms import DeskForm
from common.admin.steps import back_to_record, not_allowed, post_only
from common.errors import DomainError, NotAllowed, NotVisible, StaleVersion
from registration.admin.forms import OpinionForm, OpinionRequestForm
from registration.choices import CLOSED_STATUSES, CaseStatus
from registration.models import Opinion, RegistrationCase
from registration.policies import can_keep_opinions
from registration.services import record_opinion, request_opinion


class OpinionModelAdmin(WorkflowModelAdmin):
    """Adds the two small forms about opinions to a case's admin."""

    def get_urls(self) -> list[URLPattern]:
        request_view = self.admin_site.admin_view(self.request_opinion_view)
        record_view = self.admin_site.admin_view(self.record_opinion_view)
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/opinions/", request_view, name=f"{prefix}_request_opinion"),
            path("<int:pk>/opinions/<int:opinion_pk>/", record_view, name=f"{prefix}_record_opinion"),
            *super().get_urls(),
        ]

    def request_opinion_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask another ministry (POST only)."""
        case = self.visible_record(request, pk)
        form = OpinionRequestForm(request.POST)

        def ask(values: dict[str, Any], version: int) -> Opinion:
            actor: Any = request.user
            return request_opinion(case.pk, actor=actor, expected_version=version, **values)

        def shown(current: RegistrationCase) -> dict[str, Any]:
            return {"opinion_request_form": form}

        return self._write(request, case, form, service=ask, done=_("Opinion requested."), shown=shown)

    def record_opinion_view(self, request: HttpRequest, pk: int, opinion_pk: int) -> HttpResponse:
        """Write down an answer (POST only)."""
        case = self.visible_record(request, pk)
        opinion = get_object_or_404(Opinion, pk=opinion_pk, case=case)
        form = OpinionForm(request.POST, prefix=f"opinion-{opinion.pk}")

        def write(values: dict[str, Any], version: int) -> Opinion:
            actor: Any = request.user
            return record_opinion(opinion.pk, actor=actor, expected_version=version, **values)

        def shown(current: RegistrationCase) -> dict[str, Any]:
            return {"opinions": _rows(current, form_of={opinion.pk: form})}

        return self._write(request, case, form, service=write, done=_("Opinion recorded."), shown=shown)

    def _write(
        self,
        request: HttpRequest,
        case: RegistrationCase,
        form: DeskForm,
        *,
        service: Callable[[dict[str, Any], int], Opinion],
        done: str,
        shown: Callable[[RegistrationCase], dict[str, Any]],
    ) -> HttpResponse:
        """Call the service, or show the case again with what is wrong and what was typed."""
        if request.method != "POST":
            return post_only(request, case)
        decision = can_keep_opinions(request.user, case)
        if not decision:
            return not_allowed(self, request, case, NotAllowed(decision.reason))
        status, current = 400, case
        if form.is_valid():
            values = dict(form.cleaned_data)
            try:
                service(values, values.pop("version"))
            except NotVisible:
                raise Http404 from None
            except DomainError as error:
                status, current = form.refuse(error), self.visible_record(request, case.pk)
                if isinstance(error, StaleVersion):
                    form.renew_version(current.version)
            else:
                messages.success(request, done)
                return back_to_record(request, case, anchor="opinions")
        return self.record_page(request, current, status=status, **shown(current))

    def opinion_parts(self, request: HttpRequest, case: RegistrationCase) -> dict[str, Any]:
        """The opinions, with an empty form for whoever may write now."""
        is_clerk = bool(can_keep_opinions(request.user, case))
        may_ask = is_clerk and case.status == CaseStatus.IN_REVIEW
        return {
            "opinions": _rows(case, may_write=is_clerk and case.status not in CLOSED_STATUSES),
            "opinion_request_form": OpinionRequestForm(initial={"version": case.version})
            if may_ask
            else None,
        }


def _rows(
    case: RegistrationCase, *, may_write: bool = True, form_of: dict[int, DeskForm] | None = None
) -> list[dict[str, Any]]:
    """The opinions of a case, each with a form to record or correct it, the posted one with what was typed."""
    forms: dict[int, DeskForm] = {
        opinion.pk: OpinionForm(initial=_stored(case, opinion), prefix=f"opinion-{opinion.pk}")
        for opinion in case.opinions.all()
        if may_write
    }
    forms |= form_of or {}
    return [
        {
            "opinion": opinion,
            "form": forms.get(opinion.pk),
            "due": _due(opinion),
        }
        for opinion in case.opinions.all()
    ]


def _stored(case: RegistrationCase, opinion: Opinion) -> dict[str, Any]:
    given = {name: getattr(opinion, name) for name in ("given_on", "conclusion", "text")}
    return {"version": case.version, **(given if opinion.given_on else {})}


def _due(opinion: Opinion) -> Any:
    """A clock while the answer is awaited, afterwards the day alone."""
    if opinion.due_on is None:
        return ""
    return date_format(opinion.due_on, "DATE_FORMAT") if opinion.given_on else due_words(opinion.due_on)
