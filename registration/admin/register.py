"""The Ministry's orders and the register: both are written by steps of cases and only read here."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.admin.access import MANY_FOUND, Access, WorkflowModelAdmin
from common.admin.badges import lines, status_badge
from partnerships.records.found import finds_many, found_by
from registration.admin.case import TONES
from registration.admin.filters import EntryCountryFilter, EntryOriginFilter
from registration.models import MinistryOrder, RegisterEntry
from registration.selectors import PARTIES, cases_for

READERS = frozenset({Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR})


@admin.register(MinistryOrder)
class MinistryOrderAdmin(WorkflowModelAdmin):
    """Orders with the drafts that they clear."""

    access = Access(view=READERS)
    record_template = "admin/registration/ministryorder/record.html"
    list_display = ("number", "date", "signer", "cases_count", "created_by")
    search_fields = ("number", "signer")
    search_help_text = _("Number of the order or its signer")

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        counted: QuerySet[Any] = rows.select_related("created_by").annotate(number_of_cases=Count("cases"))
        return counted

    @admin.display(description=_("drafts cleared"), ordering="number_of_cases")
    def cases_count(self, row: Any) -> int:
        count: int = row.number_of_cases
        return count

    def record_context(self, request: HttpRequest, record: MinistryOrder) -> dict[str, Any]:
        user: Any = request.user
        cases = list(cases_for(user).filter(order=record).order_by("number"))
        return {"order": record, "cases": [(case, status_badge(case, TONES)) for case in cases]}


@admin.register(RegisterEntry)
class RegisterEntryAdmin(WorkflowModelAdmin):
    """The list of registered agreements."""

    access = Access(view=READERS)
    record_template = "admin/registration/registerentry/record.html"
    list_display = ("number", "registered_on", "agreement_title", "parties", "origin")
    list_filter = (EntryOriginFilter, EntryCountryFilter)
    search_fields = ("number",)
    search_help_text = _("Registration number, code or names, in any language")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not (asked := search_term.strip()):
            return queryset, False
        setattr(request, MANY_FOUND, finds_many(asked))
        return queryset.filter(found_by(asked, path="agreement__partnership")), False

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("agreement__partnership").prefetch_related(
            Prefetch("agreement__partnership__parties", PARTIES)
        )

    @admin.display(description=_("agreement"))
    def agreement_title(self, row: RegisterEntry) -> Any:
        return row.agreement

    @admin.display(description=_("parties"))
    def parties(self, row: RegisterEntry) -> SafeString:
        return lines(row.agreement.partnership.parties.all())

    def record_context(self, request: HttpRequest, record: RegisterEntry) -> dict[str, Any]:
        return {"entry": record, "case": record.case, "parties": self.parties(record)}
