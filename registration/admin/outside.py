"""Outside lists and their claims: loaded by a command, read here."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.admin.access import Access, WorkflowModelAdmin
from common.admin.filters import by_column, by_related
from common.sorting import UkrainianSortKey
from registration.models import ClaimState, OutsideClaim, OutsideList
from registration.outside_lists.claims import unanswered

READERS = frozenset({Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR})


@admin.register(OutsideList)
class OutsideListAdmin(WorkflowModelAdmin):
    """The lists with how many rows each has."""

    access = Access(view=READERS)
    record_template = "admin/registration/outsidelist/record.html"
    list_display = ("name", "dated_on", "licence", "rows", "loaded_at")
    search_fields = ("name",)

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """By the alphabet, Ukrainian names first."""
        return [UkrainianSortKey("name"), "pk"]

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        counted: QuerySet[Any] = rows.annotate(number_of_claims=Count("claims"))
        return counted

    @admin.display(description=_("rows"), ordering="number_of_claims")
    def rows(self, row: Any) -> int:
        count: int = row.number_of_claims
        return count

    def record_context(self, request: HttpRequest, record: OutsideList) -> dict[str, Any]:
        claims = OutsideClaim.objects.filter(outside_list=record)
        by_state = dict(claims.order_by().values_list("state").annotate(found=Count("pk")))
        states = [(ClaimState(state).label, by_state.get(state, 0)) for state in ClaimState.values]
        return {"outside_list": record, "states": states, "unanswered": unanswered(claims).count()}


@admin.register(OutsideClaim)
class OutsideClaimAdmin(WorkflowModelAdmin):
    """Single claims: what was understood, and what the community says."""

    access = Access(view=READERS)
    record_template = "admin/registration/outsideclaim/record.html"
    list_display = ("partner_name", "country", "community", "outside_list", "state", "year")
    list_filter = (
        by_column("state", _("status"), ClaimState.choices),
        by_related("outside_list", OutsideList),
    )
    list_select_related = ("country", "community__oblast", "outside_list")
    search_fields = ("partner_name", "community__search_text")
    search_help_text = _("Partner or community name")

    def record_context(self, request: HttpRequest, record: OutsideClaim) -> dict[str, Any]:
        is_open = unanswered(OutsideClaim.objects.filter(pk=record.pk)).exists()
        return {"claim": record, "is_answered": record.state == ClaimState.OPEN and not is_open}
