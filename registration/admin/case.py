"""Cases: the Ministry's queue, the record and its steps."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.readable import readable
from common.admin.access import MANY_FOUND, Access
from common.admin.assigning import AssigningModelAdmin
from common.admin.badges import lines, status_badge
from common.admin.clock import due_words
from common.admin.steps import StepModelAdmin
from common.life_cycle import Transition
from common.remarks import answered_remarks
from desks.lists import ListToolsModelAdmin
from partnerships.admin.columns import countries, day, foreign, oblasts, ukrainian
from partnerships.admin.discussion import DiscussionModelAdmin
from partnerships.admin.filters import ChangedFilter
from partnerships.admin.record import fully_loaded, reason_labels, record_parts
from partnerships.models import Partnership
from partnerships.records.found import finds_many, found_by
from partnerships.resubmission import changed_since
from partnerships.timeline import timeline_for
from registration.admin.clear_many import ClearManyModelAdmin
from registration.admin.columns import CASE_COLUMNS, entry_of, order_of
from registration.admin.filters import (
    CaseCountryFilter,
    CaseDeadlineFilter,
    CaseDocumentTypeFilter,
    CaseKindFilter,
    CaseOblastFilter,
    CaseQueues,
    CaseSphereFilter,
    CaseStatusFilter,
    CaseYearFilter,
    ClerkFilter,
)
from registration.admin.forms import ClearForm, RegisterForm, TerminateForm
from registration.admin.opinions import OpinionModelAdmin
from registration.choices import CaseStatus
from registration.corrections import words_of
from registration.models import RegistrationCase
from registration.policies import available_steps, can_take_step, can_work_as_ministry
from registration.remarks import is_unchanged_case
from registration.selectors import PARTIES
from registration.services import assign_case, take_step
from registration.services.assigning import clerks
from registration.services.registering import next_free_number
from registration.transitions import CASE_LIFE_CYCLE

TONES = {
    CaseStatus.FILED: "info",
    CaseStatus.IN_REVIEW: "info",
    CaseStatus.RETURNED: "warning",
    CaseStatus.REGISTRATION_RETURNED: "warning",
    CaseStatus.REFUSED: "danger",
    CaseStatus.REGISTRATION_REFUSED: "danger",
    CaseStatus.CLEARED: "success",
    CaseStatus.REGISTRATION_FILED: "info",
    CaseStatus.REGISTERED: "success",
}
NOTES = {
    "accept": _("The case is assigned to you unless someone else already has it."),
    "return": _(
        "The agreement can be corrected again. When it is filed again, it comes back to the same clerk."
    ),
    "return-registration": _(
        "The officials correct the details of signing; the signed text does not change."
    ),
}


def _opinions(case: RegistrationCase) -> list[str]:
    return [opinion.in_words for opinion in case.opinions.all()] or [_now("none was asked for")]


@admin.register(RegistrationCase)
class CaseAdmin(
    ListToolsModelAdmin,
    ClearManyModelAdmin,
    StepModelAdmin,
    AssigningModelAdmin,
    DiscussionModelAdmin,
    OpinionModelAdmin,
):
    """Read here, changed only by the steps of its life cycle and by opinions."""

    access = Access(view=frozenset({Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR}))
    record_template = "admin/registration/registrationcase/record.html"
    life_cycle = CASE_LIFE_CYCLE
    take_step = staticmethod(take_step)
    can_take_step = staticmethod(can_take_step)
    available_steps = staticmethod(available_steps)
    step_forms: ClassVar = {
        "clear": ClearForm,
        "register": RegisterForm,
        "terminate": TerminateForm,
    }
    step_notes: ClassVar = NOTES
    holder = "assigned_to"
    assign = staticmethod(assign_case)
    can_assign = staticmethod(can_work_as_ministry)
    possible_holders = staticmethod(clerks)

    columns = CASE_COLUMNS
    list_display = tuple(column.name for column in CASE_COLUMNS)
    list_filter = (
        CaseQueues,
        CaseStatusFilter,
        CaseDeadlineFilter,
        ClerkFilter,
        CaseCountryFilter,
        CaseOblastFilter,
        CaseSphereFilter,
        CaseKindFilter,
        CaseDocumentTypeFilter,
        CaseYearFilter,
        ChangedFilter,
    )
    list_before_template = "admin/registration/registrationcase/before_list.html"
    search_fields = ("number",)
    search_help_text = _("Case or registration number, code or name, in any language")
    ordering = ("due_on", "id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not (asked := search_term.strip()):
            return queryset, False
        setattr(request, MANY_FOUND, finds_many(asked))
        # The number of a case is a word of its partnership's record.
        return queryset.filter(found_by(asked, path="agreement__partnership")), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with the way to clearing many drafts for those who do it."""
        more = {"may_clear_many": bool(can_work_as_ministry(request.user))}
        answer: HttpResponse = super().changelist_view(request, {**(extra_context or {}), **more})
        return answer

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related(
            "agreement__partnership", "assigned_to", "order", "entry"
        ).prefetch_related(Prefetch("agreement__partnership__parties", PARTIES))

    @admin.display(description=_("agreement"))
    def agreement_title(self, row: RegistrationCase) -> SafeString:
        return format_html('<span class="desk-title">{}</span>', row.agreement)

    @admin.display(description=_("partnership"))
    def partnership_code(self, row: RegistrationCase) -> str:
        return row.agreement.partnership.code

    @admin.display(description=_("Ukrainian side"))
    def ukrainian_side(self, row: RegistrationCase) -> SafeString:
        return lines(ukrainian(row.agreement.partnership))

    @admin.display(description=_("foreign side"))
    def foreign_side(self, row: RegistrationCase) -> SafeString:
        return lines(foreign(row.agreement.partnership))

    @admin.display(description=_("countries"))
    def countries(self, row: RegistrationCase) -> SafeString:
        return lines(countries(row.agreement.partnership))

    @admin.display(description=_("oblast"))
    def oblasts(self, row: RegistrationCase) -> SafeString:
        return lines(oblasts(row.agreement.partnership))

    @admin.display(description=_("letter of request"))
    def letter(self, row: RegistrationCase) -> str:
        return row.letter_number or "—"

    @admin.display(description=_("Ministry order"), ordering="order")
    def order_words(self, row: RegistrationCase) -> str:
        return order_of(row) or "—"

    @admin.display(description=_("registration number"))
    def registration(self, row: RegistrationCase) -> str:
        return entry_of(row) or "—"

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, row: RegistrationCase) -> str:
        return day(row.updated_at)

    @admin.display(description=_("status"), ordering="status")
    def status_word(self, row: RegistrationCase) -> SafeString:
        return status_badge(row, TONES)

    @admin.display(description=_("filed"), ordering="filed_on")
    def filed(self, row: RegistrationCase) -> str:
        return date_format(row.filed_on, "SHORT_DATE_FORMAT")

    @admin.display(description=_("due"), ordering="due_on")
    def due(self, row: RegistrationCase) -> SafeString | str:
        return due_words(row.due_on)

    @admin.display(description=_("clerk"), ordering="assigned_to")
    def clerk(self, row: RegistrationCase) -> Any:
        return row.assigned_to or "—"

    def partnership_of(self, record: RegistrationCase) -> Partnership:
        return record.agreement.partnership

    def record_context(self, request: HttpRequest, record: RegistrationCase) -> dict[str, Any]:
        """The case with its buttons, opinions and everything of its partnership."""
        user: Any = request.user
        case = RegistrationCase.objects.select_related(
            "order", "entry", "assigned_to", "filed_by", "agreement"
        ).get(pk=record.pk)
        entry = getattr(case, "entry", None)
        return {
            **record_parts(user, fully_loaded(user, case.agreement.partnership_id)),
            **self.opinion_parts(request, case),
            **self.assigning_parts(request, case),
            "case": case,
            "entry": entry,
            "entry_corrections": words_of(entry.corrections) if entry and entry.corrected_on else [],
            "comment_url": self.comment_url(record),
            "buttons": self.buttons(request, case),
            "status_badge": status_badge(case, TONES),
            "due": due_words(case.due_on),
            "reasons": reason_labels(self.life_cycle, case.reason_codes),
            "neighbours": self.neighbours_of(request, record.pk),
            "since_return": self._since_return(user, case),
            "resubmitted": self._resubmitted(user, case),
        }

    @staticmethod
    def _resubmitted(user: Any, case: RegistrationCase) -> dict[str, Any]:
        """What became of the remarks for which the draft, or the filing for registration, was returned."""
        if case.status not in {CaseStatus.FILED, CaseStatus.IN_REVIEW, CaseStatus.REGISTRATION_FILED}:
            return {}
        return {
            "remarks": answered_remarks(CASE_LIFE_CYCLE, case),
            "unchanged": is_unchanged_case(user, case),
        }

    @staticmethod
    def _since_return(user: Any, case: RegistrationCase) -> list[Any]:
        """What the officials have changed since the last return: the clerk looks at that first."""
        if case.status != CaseStatus.FILED or case.accepted_on is None:
            return []
        entries = timeline_for(user, case.agreement.partnership)
        return readable(changed_since(entries, CASE_LIFE_CYCLE.verb("return")))

    def step_initial(self, record: RegistrationCase, transition: Transition) -> dict[str, Any]:
        if transition.name != "register":
            return {}
        today = timezone.localdate()
        return {"registered_on": today, "number": next_free_number(today.year)}

    def step_message(self, record: RegistrationCase, transition: Transition) -> str:
        if transition.name == "register":
            return _now("Registered as No. %(number)s.") % {"number": record.entry.number}
        return super().step_message(record, transition)

    def step_summary(self, record: RegistrationCase) -> list[tuple[Any, Any]]:
        agreement = record.agreement
        signed = f"{agreement.signed or '—'}, {agreement.signed_place}".rstrip(", ")
        return [
            (_("Agreement"), agreement),
            (_("Parties"), lines([*ukrainian(agreement.partnership), *foreign(agreement.partnership)])),
            (_("Signed"), signed),
            (_("Ministry order"), record.order or "—"),
            (_("Opinions"), lines(_opinions(record))),
            (_("Status"), status_badge(record, TONES)),
            *([(_("Explanation of the signing"), record.signing_note)] if record.signing_note else []),
        ]

    def latest_change(self, request: HttpRequest, record: RegistrationCase) -> Any:
        user: Any = request.user
        entries = timeline_for(user, record.agreement.partnership)
        return readable(entries[-1:])[0] if entries else None
