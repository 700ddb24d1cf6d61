"""Corrections at the Ministry's desk: of a mistyped order, and of what the register says."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.admin.access import WorkflowModelAdmin, kept
from common.admin.forms import DayField, DeskForm, understood_field
from common.admin.steps import back_to_record, kept_record_url, not_allowed
from common.errors import DomainError, NotAllowed, StaleVersion
from common.partial_dates import DatePrecision, PartialDate
from partnerships.choices import CooperationKind, DocumentType, Sphere, TermKind
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.territories import resolve
from partnerships.inputs import PartyInput
from registration.admin.party_rows import SIDES, PartyRow, PartyRowsForm, is_still_choosing
from registration.corrections import CORRECTABLE, flat, words_of
from registration.corrections import SIDES as CORRECTED_SIDES
from registration.models import MinistryOrder, RegisterEntry
from registration.policies import can_correct, can_correct_order
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
    understood = understood_field()


class OrderCorrectionForm(CorrectionForm):
    """The order as it should have been typed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    order_number = forms.CharField(label=_("Order number"), max_length=50)
    order_date = DayField(label=_("Order date"))
    signer = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    field_order = ("order_number", "order_date", "signer", "text", "understood")


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

    def __init__(self, data: Any = None, *, entry: RegisterEntry) -> None:
        now = flat(corrected(entry.content, entry.corrections))
        super().__init__(data, initial=self._initial(CORRECTABLE[self.name].read(now)))
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


class PartiesCorrectionForm(PartyRowsForm, CorrectionForm):
    """The parties of one side, first as they stand; a row whose words are deleted is left out."""

    name: ClassVar[str]

    def __init__(self, data: Any = None, *, entry: RegisterEntry) -> None:
        (self.side,) = self.sides
        super().__init__(_as_they_stand(self.side, entry) if data is None else data)
        for row in self.rows[self.side]:
            self.fields[row.name("words")].required = False
        names = [name for row in self.rows[self.side] for name in row.names]
        self.order_fields([*names, "text", "understood"])

    @property
    def value(self) -> tuple[PartyInput, ...]:
        """What is chosen, as the service takes it."""
        return self.parties(self.side)

    def _beside(self, path: str) -> str:
        return super()._beside(path.replace("value", f"{self.side}_parties", 1))


def _as_they_stand(side: str, entry: RegisterEntry) -> QueryDict:
    """The parties of today as a page would send them."""
    parties = [party for party in entry.agreement.partnership.parties.all() if party.side == SIDES[side]]
    data = QueryDict(mutable=True)
    data[f"{side}_rows"] = str(len(parties) or 1)
    for index, party in enumerate(parties):
        row = PartyRow(side, index)
        unit, town = party.community, party.municipality
        reference = f"community:{unit.katottg}" if unit else f"municipality:{party.municipality_id}"
        territory = resolve([reference]).get(reference)
        data[row.name("words")] = territory.name if territory else str(unit or town or "")
        data[row.name()] = reference
        for part in ("body_kind", "body_name_uk", "body_name_original"):
            data[row.name(part)] = getattr(party, part)
    return data


def correction_form(field: str) -> type[EntryCorrectionForm] | type[PartiesCorrectionForm]:
    """Return the form for one field of an entry."""
    if field in CORRECTED_SIDES:
        sides = {name: side for name, side in SIDES.items() if side == CORRECTED_SIDES[field]}
        return type("PartiesCorrectionFormOfSide", (PartiesCorrectionForm,), {"name": field, "sides": sides})
    parts = TermValue().fields if field == "term" else {"value": VALUE_FIELDS[field]()}
    members = {"name": field, "field_order": [*parts, "text", "understood"], **parts}
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
        if not (decision := can_correct_order(request.user, order)):
            return not_allowed(self, request, order, NotAllowed(decision.reason))
        stored = {"order_number": order.number, "order_date": order.date, "signer": order.signer}
        form = OrderCorrectionForm(request.POST or None, initial={**stored, "version": order.version})
        status = 200
        if form.is_bound:
            status = 400
            if form.is_valid():
                fields = {name: value for name, value in form.cleaned_data.items() if name != "understood"}
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
        note = _now(
            "All drafts cleared by this order get the corrected number and date. Agreements that are already "
            "registered under it get a correction act each, for good; everybody sees it with the entry."
        )
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
        decision = can_correct(request.user, entry.case)
        fields = [
            (capfirst(str(known.label)), reverse(address, args=[entry.pk, name]) + kept(request))
            for name, known in CORRECTABLE.items()
        ]
        return {"corrections": words_of(entry.corrections), "correctable": fields if decision else []}

    def correct_view(self, request: HttpRequest, pk: int, field: str) -> HttpResponse:
        """Show the field as it stands (GET), or correct it (POST)."""
        entry: RegisterEntry = self.visible_record(request, pk)
        if field not in CORRECTABLE:
            raise Http404
        if not (decision := can_correct(request.user, entry.case)):
            return not_allowed(self, request, entry, NotAllowed(decision.reason))
        form = correction_form(field)(request.POST if request.method == "POST" else None, entry=entry)
        status = 200
        if isinstance(form, PartiesCorrectionForm) and not self._is_sent(request):
            form = form.unchecked()
        elif self._is_sent(request):
            status = 400
            if form.is_valid():
                try:
                    self._correct(request, pk, form)
                except DomainError as error:
                    status = form.refuse(error)
                else:
                    messages.success(request, _now("Correction added to the register."))
                    return back_to_record(request, entry)
        title = _now("Correct: %(field)s") % {"field": CORRECTABLE[field].label}
        return _page(self, request, entry, form, status=status, title=title, note=_consequences(field))

    @staticmethod
    def _is_sent(request: HttpRequest) -> bool:
        """Whether the form is to be taken; a button that adds a row only shows it again."""
        return request.method == "POST" and not is_still_choosing(request.POST)

    @staticmethod
    def _correct(request: HttpRequest, pk: int, form: EntryCorrectionForm | PartiesCorrectionForm) -> None:
        actor: Any = request.user
        correct_entry(
            pk,
            actor=actor,
            field=form.name,
            value=form.value,
            text=form.cleaned_data["text"],
            confirm=form.confirmed,
        )


def _consequences(field: str) -> str:
    note = _now(
        "What was registered stays as it was written. The correction is added to the register for good, everybody "
        "sees it with the entry, and lists, checks and extracts show the corrected value."
    )
    if field not in CORRECTED_SIDES:
        return note
    more = _now(
        "Every registered agreement of this partnership gets the correction. List all parties of the side."
    )
    return f"{note} {more}"


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
