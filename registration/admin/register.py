"""The Ministry's orders and the register: both are written by steps of cases and only read here."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.admin.access import MANY_FOUND, Access
from common.admin.badges import lines, status_badge
from desks.lists import ListToolsModelAdmin
from partnerships.admin.columns import countries, foreign, oblasts, short_day, ukrainian
from partnerships.records.found import finds_many, found_by
from registration.admin.case import TONES
from registration.admin.columns import ENTRY_COLUMNS, marks_of
from registration.admin.correcting import EntryCorrectingModelAdmin, OrderCorrectingModelAdmin
from registration.admin.filters import (
    EntryCountryFilter,
    EntryInForceFilter,
    EntryOblastFilter,
    EntryOriginFilter,
    EntryYearFilter,
)
from registration.admin.order_files import OrderFilesModelAdmin
from registration.models import MinistryOrder, RegisterEntry
from registration.policies import can_correct_order
from registration.selectors import PARTIES, cases_for

READERS = frozenset({Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR})


@admin.register(MinistryOrder)
class MinistryOrderAdmin(OrderCorrectingModelAdmin, OrderFilesModelAdmin):
    """Orders with the drafts that they clear."""

    access = Access(view=READERS)
    record_template = "admin/registration/ministryorder/record.html"
    list_display = ("number", "date", "signer", "cases_count", "created_by")
    search_fields = ("number", "signer")
    search_help_text = _("Order number or signer")

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
        shown = [(case, status_badge(case, TONES)) for case in cases]
        may_correct = bool(can_correct_order(user, record)) and record.replaced_by is None
        return {
            "order": record,
            "cases": shown,
            "may_correct": may_correct,
            **self.file_parts(request, record),
        }


@admin.register(RegisterEntry)
class RegisterEntryAdmin(ListToolsModelAdmin, EntryCorrectingModelAdmin):
    """The list of registered agreements."""

    access = Access(view=READERS)
    record_template = "admin/registration/registerentry/record.html"
    columns = ENTRY_COLUMNS
    list_display = tuple(column.name for column in ENTRY_COLUMNS)
    list_filter = (
        EntryOriginFilter,
        EntryInForceFilter,
        EntryYearFilter,
        EntryCountryFilter,
        EntryOblastFilter,
    )
    search_fields = ("number",)
    search_help_text = _("Registration number, code or name, in any language")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not (asked := search_term.strip()):
            return queryset, False
        setattr(request, MANY_FOUND, finds_many(asked))
        return queryset.filter(found_by(asked, path="agreement__partnership")), False

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("agreement__partnership", "case").prefetch_related(
            Prefetch("agreement__partnership__parties", PARTIES)
        )

    @admin.display(description=_("agreement"))
    def agreement_title(self, row: RegisterEntry) -> Any:
        return row.agreement

    @admin.display(description=_("registered"), ordering="registered_on")
    def registered(self, row: RegisterEntry) -> str:
        return short_day(row.registered_on)

    @admin.display(description=_("Ukrainian side"))
    def ukrainian_side(self, row: RegisterEntry) -> SafeString:
        return lines(ukrainian(row.agreement.partnership))

    @admin.display(description=_("foreign side"))
    def foreign_side(self, row: RegisterEntry) -> SafeString:
        return lines(foreign(row.agreement.partnership))

    @admin.display(description=_("countries"))
    def countries(self, row: RegisterEntry) -> SafeString:
        return lines(countries(row.agreement.partnership))

    @admin.display(description=_("oblast"))
    def oblasts(self, row: RegisterEntry) -> SafeString:
        return lines(oblasts(row.agreement.partnership))

    @admin.display(description=_("origin"), ordering="origin")
    def origin_word(self, row: RegisterEntry) -> str:
        return str(row.get_origin_display())

    @admin.display(description=_("notes"))
    def marks(self, row: RegisterEntry) -> str:
        return marks_of(row) or "—"

    @admin.display(description=_("case"))
    def case_number(self, row: RegisterEntry) -> str:
        return row.case.number

    def record_context(self, request: HttpRequest, record: RegisterEntry) -> dict[str, Any]:
        partnership = record.agreement.partnership
        parties = lines([*ukrainian(partnership), *foreign(partnership)])
        shown = {"entry": record, "case": record.case, "parties": parties}
        return {**shown, **self.correcting_parts(request, record)}
