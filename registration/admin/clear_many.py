"""One order clears many drafts: choose cases, enter the order once, read what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.admin.access import KEPT, WorkflowModelAdmin, kept
from common.admin.forms import DayField, DeskForm, understood_field
from common.admin.steps import record_url
from common.errors import ConfirmationNeeded, DomainError, Question, RuleViolated
from common.paper_numbers import tidy_number
from partnerships.records.found import found_by
from partnerships.services.documents import checked_file
from registration.choices import CaseStatus
from registration.models import MinistryOrder, RegistrationCase
from registration.policies import can_work_as_ministry
from registration.rules import order_problems
from registration.selectors import PARTIES, open_opinions
from registration.services import take_step
from registration.services.clearance import NO_OPINION_ASKED
from registration.services.order_files import same_order_file_warning
from registration.services.orders import find_order, order_questions
from registration.transitions import CASE_LIFE_CYCLE

MOST_CASES = 200
MOST_TEXT = 5000
WITHOUT_OPINIONS = Question(
    NO_OPINION_ASKED.code,
    gettext_lazy("Where no other ministry was asked for an opinion, the drafts are cleared without one."),
)
TEMPLATE = "admin/registration/registrationcase/clear_many.html"


class OrderForm(DeskForm):
    """The order, once for all chosen drafts."""

    order_number = forms.CharField(label=gettext_lazy("Order number"), max_length=50)
    order_date = DayField(label=gettext_lazy("Order date"))
    signer = forms.CharField(label=gettext_lazy("Signed by"), max_length=200, required=False)
    file = forms.FileField(
        label=gettext_lazy("The order as a file"),
        required=False,
        help_text=gettext_lazy("If the page shows an error, choose the file again."),
    )
    understood = understood_field()


class Said(TypedDict):
    """What was said of one draft: its own ticks with those for all, and why it is cleared."""

    confirm: list[str]
    text: str


Failed = dict[int, DomainError]


@dataclass
class Choice:
    """One case that may be chosen: whether it is, and why it could not be cleared."""

    case: RegistrationCase
    is_chosen: bool = False
    problem: str = ""
    questions: list[Question] = field(default_factory=list)
    confirmed: Sequence[str] = ()
    text: str = ""

    @property
    def opinions(self) -> list[str]:
        """The opinions against which it would be cleared: then words are needed."""
        return [opinion.in_words for opinion in open_opinions(self.case)]


class ClearManyModelAdmin(WorkflowModelAdmin):
    """Adds to the Ministry's list of cases the page that clears many of them by one order."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.clear_many_view)
        name = "registration_registrationcase_clear_many"
        return [path("clear-many/", view, name=name), *super().get_urls()]

    def clear_many_view(self, request: HttpRequest) -> HttpResponse:
        """Show the drafts under review (GET), or clear the chosen ones (POST)."""
        if not self.has_view_permission(request) or not can_work_as_ministry(request.user):
            raise PermissionDenied(_("Only Ministry clerks can do this."))
        if request.method != "POST":
            chosen = set(request.GET.getlist("case"))
            choices = [Choice(case, str(case.pk) in chosen) for case in self._cases(request)]
            return self._page(request, OrderForm(), choices)
        return self._clear(request, OrderForm(request.POST, request.FILES))

    def _cases(self, request: HttpRequest) -> Sequence[RegistrationCase]:
        """Drafts under review, the most urgent first; narrowed by words."""
        user: Any = request.user
        found = RegistrationCase.objects.visible_to(user).filter(status=CaseStatus.IN_REVIEW)
        if words := request.GET.get("q", "").strip():
            found = found.filter(found_by(words, path="agreement__partnership"))
        return list(_for_list(found)[:MOST_CASES])

    def _clear(self, request: HttpRequest, form: OrderForm) -> HttpResponse:
        versions = _chosen(request)
        said = _said(request, form)
        choices = [
            Choice(case, True, **_kept(said[case.pk])) if case.pk in versions else Choice(case)
            for case in self._cases(request)
        ]
        if form.is_valid():
            data = form.cleaned_data
            problems = order_problems(data["order_number"], data["order_date"])
            if data["file"]:
                problems += checked_file(data["file"]).problems
            if problems:
                form.add_problems(RuleViolated(problems))
        if not versions:
            form.add_error(None, _("Choose at least one draft."))
        if not form.is_valid():
            return self._page(request, form, choices, status=400)
        asked = order_questions(form.cleaned_data["order_number"], form.cleaned_data["order_date"])
        if any(question.code not in form.confirmed for question in asked):
            return self._page(request, form, choices, status=409, asked=asked)  # once, not of every draft
        upload = form.cleaned_data.pop("file")
        order = {name: value for name, value in form.cleaned_data.items() if name != "understood"}
        order["asks_for_opinions"] = True
        failed = clear_each(request.user, versions, order, upload=upload, said=said)
        return self._report(request, form, failed)

    def _report(self, request: HttpRequest, form: OrderForm, failed: Failed) -> HttpResponse:
        """Say what became of each; what failed stays chosen, with the reason and as it stands now."""
        done = len(_chosen(request)) - len(failed)
        number = tidy_number(form.cleaned_data["order_number"])
        if done:
            words = ngettext(
                "%(count)d draft cleared by order No. %(number)s.",
                "%(count)d drafts cleared by order No. %(number)s.",
                done,
            )
            order = _order_of(form)
            link = format_html('<a href="{}">{}</a>', record_url(order), _("Open the order"))
            messages.success(request, format_html("{} {}", words % {"count": done, "number": number}, link))
            if request.FILES and (warning := same_order_file_warning(order)):
                messages.warning(request, warning)
        if not failed:
            return HttpResponseRedirect(self.list_url(request))
        user: Any = request.user
        rows = _for_list(RegistrationCase.objects.visible_to(user).filter(pk__in=failed))
        said = _said(request, form)
        again = [_again(case, failed[case.pk], said[case.pk]) for case in rows]
        failing = {choice.case.pk for choice in again}
        others = [Choice(case) for case in self._cases(request) if case.pk not in failing]
        return self._page(request, form, [*again, *others], status=409)

    def _page(
        self,
        request: HttpRequest,
        form: OrderForm,
        choices: list[Choice],
        *,
        status: int = 200,
        asked: Sequence[Question] = (),
    ) -> HttpResponse:
        without = any(not choice.case.opinions.all() for choice in choices)
        if questions := [*asked, *([WITHOUT_OPINIONS] if without else [])]:
            form.ask(ConfirmationNeeded(questions))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Clear several drafts by one order"),
            "opts": self.opts,
            "form": form,
            "choices": choices,
            "consequences": CASE_LIFE_CYCLE.get("clear").consequences,
            "words": request.GET.get("q", ""),
            "list_filters": request.GET.get(KEPT, ""),
            "list_url": self.list_url(request),
            "kept_query": kept(request),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, TEMPLATE, context, status=status)


def _order_of(form: OrderForm) -> MinistryOrder:
    """The order by which at least one draft has just been cleared."""
    order = find_order(form.cleaned_data["order_number"], form.cleaned_data["order_date"])
    assert order is not None  # noqa: S101  # made with the first draft
    return order


def _for_list(cases: QuerySet[RegistrationCase]) -> QuerySet[RegistrationCase]:
    rows = cases.select_related("agreement__partnership", "assigned_to")
    parties = Prefetch("agreement__partnership__parties", PARTIES)
    return rows.prefetch_related(parties, "opinions").order_by("due_on", "pk")


def clear_each(
    actor: Any,
    versions: dict[int, int],
    order: dict[str, Any],
    *,
    upload: UploadedFile | None = None,
    said: Mapping[int, Said] | None = None,
) -> Failed:
    """Clear the drafts one by one, each in a transaction of its own; returns why some were not, by their ids.

    The order itself is stored with the first draft that is cleared: both, or neither. ``said`` holds what was
    confirmed and written for single drafts.
    """
    failed: Failed = {}
    for pk, version in versions.items():
        own: Any = (said or {}).get(pk, {})
        try:
            take_step(pk, "clear", actor=actor, expected_version=version, upload=upload, **order, **own)
            upload = None
        except DomainError as error:
            failed[pk] = error
    return failed


def _again(case: RegistrationCase, error: DomainError, said: Said) -> Choice:
    """A draft that was not cleared stays chosen, with the reason or the questions about it."""
    if isinstance(error, ConfirmationNeeded):
        return Choice(case, True, questions=error.questions, **_kept(said))
    return Choice(case, True, problem=str(error.detail), **_kept(said))


def _kept(said: Said) -> dict[str, Any]:
    return {"confirmed": said["confirm"], "text": said["text"]}


def _said(request: HttpRequest, form: OrderForm) -> dict[int, Said]:
    """What is confirmed and typed for each chosen draft: ``confirm-17``, ``text-17``."""
    return {
        pk: {
            "confirm": [*form.confirmed, *request.POST.getlist(f"confirm-{pk}")],
            "text": request.POST.get(f"text-{pk}", "")[:MOST_TEXT],
        }
        for pk in _chosen(request)
    }


def _chosen(request: HttpRequest) -> dict[int, int]:
    """The chosen cases, each with the version that the person has seen: ``case=17:3``."""
    found = {}
    for text in request.POST.getlist("case")[:MOST_CASES]:
        pk, _colon, version = text.partition(":")
        if pk.isdecimal() and version.isdecimal() and len(text) < 20:
            found[int(pk)] = int(version)
    return found
