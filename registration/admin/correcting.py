"""Corrections at the Ministry's desk: of a mistyped order, and of what the register says."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.admin.access import WorkflowModelAdmin, kept
from common.admin.forms import DayField, DeskForm
from common.admin.steps import back_to_record, kept_record_url, not_allowed
from common.errors import DomainError, NotAllowed, StaleVersion
from common.partial_dates import DatePrecision, PartialDate
from partnerships.choices import CooperationKind, DocumentType, Sphere, TermKind
from partnerships.desk_forms.dates import PartialDateField
from registration.corrections import CORRECTABLE, flat, words_of
from registration.models import MinistryOrder, RegisterEntry
from registration.policies import can_work_as_ministry
from registration.register_chain import corrected
from registration.services import correct_entry, correct_order

TEMPLATE = "admin/registration/correct.html"


class CorrectionForm(DeskForm):
    """Why something is corrected; everybody reads it."""

    text = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown to everybody with the correction. Leave out names of people."),
    )


class OrderCorrectionForm(CorrectionForm):
    """The order as it should have been typed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    order_number = forms.CharField(label=_("Order number"), max_length=50)
    order_date = DayField(label=_("Order date"))
    signer = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    field_order = ("order_number", "order_date", "signer", "text")


class TermValue(forms.Form):
    """The parts of a term."""

    kind = forms.ChoiceField(label=_("Term"), choices=TermKind.choices)
    years = forms.IntegerField(label=_("Years"), required=False, min_value=1)
    until = DayField(label=_("Until"), required=False)


def _checks(choices: list[tuple[str, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


def _area() -> forms.CharField:
    return forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


# How a value is typed; the term has three fields of its own.
VALUE_FIELDS: dict[str, Callable[[], forms.Field]] = {
    "number": lambda: forms.CharField(max_length=50),
    "registered_on": DayField,
    "document_type": lambda: forms.ChoiceField(choices=DocumentType.choices),
    "title_uk": _area,
    "title_en": _area,
    "kinds": lambda: _checks(CooperationKind.choices),
    "spheres": lambda: _checks(Sphere.choices),
    "signed": lambda: PartialDateField(label=_("Signed on")),
    "signed_place": lambda: forms.CharField(max_length=300, required=False),
    "signed_online": lambda: forms.BooleanField(required=False),
}


class EntryCorrectionForm(CorrectionForm):
    """One field of an entry (see ``correction_form``); ``value`` has the shape that the API takes."""

    name: ClassVar[str]

    def __init__(self, *args: Any, now: dict[str, Any], **kwargs: Any) -> None:
        kwargs["initial"] = self._initial(CORRECTABLE[self.name].read(now))
        super().__init__(*args, **kwargs)
        if "value" in self.fields:
            self.fields["value"].label = capfirst(str(CORRECTABLE[self.name].label))

    def _initial(self, value: Any) -> dict[str, Any]:
        if self.name == "term":
            return dict(value)
        if self.name == "signed" and value:
            day = date.fromisoformat(value["date"])
            return {"value": PartialDate(day, DatePrecision(value["precision"]))}
        return {"value": value}

    @property
    def value(self) -> Any:
        """What is typed, as the service takes it."""
        cleaned = self.cleaned_data
        if self.name == "term":
            until = cleaned["until"]
            return {"kind": cleaned["kind"], "years": cleaned["years"], "until": until and until.isoformat()}
        value = cleaned["value"]
        if self.name == "signed":
            return value and {"date": value.date.isoformat(), "precision": str(value.precision)}
        return value.isoformat() if self.name == "registered_on" else value

    def add_error(self, field: str | None, error: Any) -> None:
        """A problem of the value stands at the first part of a term."""
        super().add_error("kind" if field == "value" and "value" not in self.fields else field, error)

    def _field_of(self, problem: Any) -> str | None:
        return "value" if problem.field == "value" else super()._field_of(problem)


def correction_form(field: str) -> type[EntryCorrectionForm]:
    """Return the form for one field of an entry."""
    parts = TermValue().fields if field == "term" else {"value": VALUE_FIELDS[field]()}
    members = {"name": field, "field_order": [*parts, "text"], **parts}
    return type("EntryCorrectionFormOfField", (EntryCorrectionForm,), members)


class OrderCorrectingModelAdmin(WorkflowModelAdmin):
    """Adds to the admin of orders the page that corrects one."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.correct_view)
        return [
            path("<int:pk>/correct/", view, name="registration_ministryorder_correct"),
            *super().get_urls(),
        ]

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the order as a form (GET), or correct it (POST)."""
        order: MinistryOrder = self.visible_record(request, pk)
        if not (decision := can_work_as_ministry(request.user)):
            return not_allowed(self, request, order, NotAllowed(decision.reason))
        stored = {"order_number": order.number, "order_date": order.date, "signer": order.signer}
        form = OrderCorrectionForm(request.POST or None, initial={**stored, "version": order.version})
        status = 200
        if form.is_bound:
            status = 400
            if form.is_valid():
                fields = dict(form.cleaned_data)
                actor: Any = request.user
                try:
                    right = correct_order(
                        pk,
                        actor=actor,
                        expected_version=fields.pop("version"),
                        confirm=form.confirmed,
                        **fields,
                    )
                except DomainError as error:
                    status = form.refuse(error)
                    if isinstance(error, StaleVersion):
                        form.renew_version(self.visible_record(request, pk).version)
                else:
                    messages.success(request, _now("Order corrected."))
                    return back_to_record(request, right)
        note = _now("Agreements that are already registered under this order get a correction act each.")
        return _page(self, request, order, form, status=status, title=_now("Correct the order"), note=note)


class EntryCorrectingModelAdmin(WorkflowModelAdmin):
    """Adds to the admin of the register a page for each field that can be corrected."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.correct_view)
        return [
            path("<int:pk>/correct/<str:field>/", view, name="registration_registerentry_correct"),
            *super().get_urls(),
        ]

    def correcting_parts(self, request: HttpRequest, entry: RegisterEntry) -> dict[str, Any]:
        """The corrections, and the fields that this person may correct."""
        address = "admin:registration_registerentry_correct"
        may = bool(can_work_as_ministry(request.user))
        fields = [
            (capfirst(str(known.label)), reverse(address, args=[entry.pk, name]) + kept(request))
            for name, known in CORRECTABLE.items()
        ]
        return {"corrections": words_of(entry.corrections), "correctable": fields if may else []}

    def correct_view(self, request: HttpRequest, pk: int, field: str) -> HttpResponse:
        """Show the field as it stands (GET), or correct it (POST)."""
        entry: RegisterEntry = self.visible_record(request, pk)
        if field not in CORRECTABLE:
            raise Http404
        if not (decision := can_work_as_ministry(request.user)):
            return not_allowed(self, request, entry, NotAllowed(decision.reason))
        now = flat(corrected(entry.content, entry.corrections, with_own=True))
        form = correction_form(field)(request.POST or None, now=now)
        status = 200
        if form.is_bound:
            status = 400
            if form.is_valid():
                actor: Any = request.user
                text = form.cleaned_data["text"]
                try:
                    correct_entry(pk, actor=actor, field=field, value=form.value, text=text)
                except DomainError as error:
                    status = form.refuse(error)
                else:
                    messages.success(request, _now("Correction added to the register."))
                    return back_to_record(request, entry)
        note = _now(
            "What was registered stays as it was written. The correction is added to the register and shown with it."
        )
        title = _now("Correct: %(field)s") % {"field": CORRECTABLE[field].label}
        return _page(self, request, entry, form, status=status, title=title, note=note)


def _page(
    page: WorkflowModelAdmin,
    request: HttpRequest,
    record: Any,
    form: DeskForm,
    *,
    status: int,
    title: str,
    note: str,
) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "title": title,
        "opts": page.opts,
        "original": record,
        "form": form,
        "note": note,
        "record_url": kept_record_url(request, record),
    }
    request.current_app = page.admin_site.name
    return TemplateResponse(request, TEMPLATE, context, status=status)
