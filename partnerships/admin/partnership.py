"""Partnerships: the Association's queue, the record and its steps."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.roles import DESK_ROLES, Role
from audit.readable import readable
from common.admin.access import MANY_FOUND, Access
from common.admin.assigning import AssigningModelAdmin
from common.admin.badges import lines, status_badge
from common.admin.clock import due_words
from common.admin.steps import StepModelAdmin
from desks.lists import ListToolsModelAdmin
from partnerships.admin.columns import COLUMNS, countries, day, foreign, helper_names, oblasts, ukrainian
from partnerships.admin.discussion import DiscussionModelAdmin
from partnerships.admin.filters import (
    QUEUES_THAT_WAIT,
    ChangedFilter,
    CountryFilter,
    DeadlineFilter,
    DocumentTypeFilter,
    HelperFilter,
    InForceFilter,
    KindFilter,
    OblastFilter,
    PartnershipQueues,
    PartnershipStatusFilter,
    ReviewerFilter,
    SinceFilter,
    SphereFilter,
    YearFilter,
)
from partnerships.admin.forms import EndForm
from partnerships.admin.helpers import HelpersModelAdmin
from partnerships.admin.merging import PartnershipMergingModelAdmin
from partnerships.admin.record import fully_loaded, reason_labels, record_parts
from partnerships.choices import PartnershipStatus
from partnerships.deadlines import check_is_due
from partnerships.models import Partnership, Party
from partnerships.policies import available_steps, can_assign_review, can_merge, can_take_step
from partnerships.records.found import best_first, finds_many, found_by
from partnerships.services import assign_review, take_step
from partnerships.services.assigning import reviewers
from partnerships.timeline import timeline_for
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

TONES = {
    PartnershipStatus.SUBMITTED: "info",
    PartnershipStatus.RETURNED: "warning",
    PartnershipStatus.APPROVED: "success",
    PartnershipStatus.TRANSFERRED: "neutral",
    PartnershipStatus.REJECTED: "danger",
}
LIST_PARTIES = Party.objects.select_related("community__oblast", "municipality__country")
# What the Association should know before it decides; «погоджено» is the Ministry's word, not ours.
NOTES = {
    "approve": _(
        "This is the Association’s own check. It is neither the Ministry’s clearance nor a registration."
    ),
    "return": _("The officials can correct the filing and submit it again. It will come back to you."),
    "reject": _("This closes the filing permanently. If it can be corrected, return it instead."),
    "end": _("The partnership stays in the registry and is shown as ended."),
    "take-back": _(
        "The record is again as it was before the last step, for everybody. The history keeps both."
    ),
}


@admin.register(Partnership)
class PartnershipAdmin(
    ListToolsModelAdmin,
    StepModelAdmin,
    AssigningModelAdmin,
    HelpersModelAdmin,
    PartnershipMergingModelAdmin,
    DiscussionModelAdmin,
):
    """Read here, changed only by the steps of its life cycle."""

    access = Access(view=frozenset(DESK_ROLES))
    record_template = "admin/partnerships/partnership/record.html"
    life_cycle = PARTNERSHIP_LIFE_CYCLE
    take_step = staticmethod(take_step)
    can_take_step = staticmethod(can_take_step)
    available_steps = staticmethod(available_steps)
    step_forms: ClassVar = {"end": EndForm}
    step_notes: ClassVar = NOTES
    holder = "reviewer"
    assign = staticmethod(assign_review)
    can_assign = staticmethod(can_assign_review)
    possible_holders = staticmethod(reviewers)

    columns = COLUMNS
    list_display = tuple(column.name for column in COLUMNS)
    list_filter = (
        PartnershipQueues,
        PartnershipStatusFilter,
        DeadlineFilter,
        ReviewerFilter,
        CountryFilter,
        OblastFilter,
        SphereFilter,
        KindFilter,
        DocumentTypeFilter,
        YearFilter,
        InForceFilter,
        HelperFilter,
        SinceFilter,
        ChangedFilter,
    )
    search_fields = ("code",)
    search_help_text = _("Code, registration number or name, in any language")
    ordering = ("-id",)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits to be checked is shown with the longest waiting first."""
        waits = PartnershipQueues.shown(request) in QUEUES_THAT_WAIT
        return ("submitted_at", "id") if waits else ("-id",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        asked = search_term.strip()
        if not asked:
            return queryset, False
        setattr(request, MANY_FOUND, finds_many(asked))
        in_asked_order = ORDER_VAR in request.GET
        return (queryset.filter(found_by(asked)) if in_asked_order else best_first(queryset, asked)), False

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("reviewer", "responsible").prefetch_related(
            Prefetch("parties", LIST_PARTIES)
        )

    @admin.display(description=_("Ukrainian side"))
    def ukrainian_side(self, row: Partnership) -> SafeString:
        return lines(ukrainian(row))

    @admin.display(description=_("foreign side"))
    def foreign_side(self, row: Partnership) -> SafeString:
        return lines(party.municipality.display_name for party in foreign(row) if party.municipality)

    @admin.display(description=_("countries"))
    def countries(self, row: Partnership) -> SafeString:
        return lines(countries(row))

    @admin.display(description=_("oblast"))
    def oblasts(self, row: Partnership) -> SafeString:
        return lines(oblasts(row))

    @admin.display(description=_("status"), ordering="status")
    def status_word(self, row: Partnership) -> SafeString:
        return status_badge(row, TONES)

    @admin.display(description=_("submitted"), ordering="submitted_at")
    def submitted(self, row: Partnership) -> str:
        return day(row.submitted_at) or "—"

    @admin.display(description=_("due"), ordering="submitted_at")
    def due(self, row: Partnership) -> SafeString | str:
        return due_words(check_is_due(row), kind="calendar")

    @admin.display(description=_("reviewer"), ordering="reviewer")
    def checked_by(self, row: Partnership) -> Any:
        return row.reviewer or "—"

    @admin.display(description=_("responsible official"), ordering="responsible")
    def responsible_person(self, row: Partnership) -> Any:
        return row.responsible or "—"

    @admin.display(description=_("set up with the help of"))
    def helped_by(self, row: Partnership) -> SafeString | str:
        return lines(helper_names(row)) if row.helpers else "—"

    @admin.display(description=_("origin"), ordering="origin")
    def origin_word(self, row: Partnership) -> str:
        return str(row.get_origin_display())

    @admin.display(description=_("decided"), ordering="decided_at")
    def decided(self, row: Partnership) -> str:
        return day(row.decided_at) or "—"

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, row: Partnership) -> str:
        return day(row.updated_at)

    def record_context(self, request: HttpRequest, record: Partnership) -> dict[str, Any]:
        """The record with its buttons and everything that belongs to it."""
        user: Any = request.user
        loaded = fully_loaded(user, record.pk)
        return {
            **record_parts(user, loaded),
            **self.assigning_parts(request, loaded),
            **self.helpers_parts(request, loaded),
            "comment_url": self.comment_url(record),
            "may_merge": bool(can_merge(user)),
            "may_open_cases": user.role != Role.ASSOCIATION,
            "buttons": self.buttons(request, loaded),
            "status_badge": status_badge(loaded, TONES),
            "reasons": reason_labels(self.life_cycle, loaded.reason_codes),
            "due": due_words(check_is_due(loaded), kind="calendar"),
            "helper_names": helper_names(loaded),
            "neighbours": self.neighbours_of(request, record.pk),
        }

    def step_summary(self, record: Partnership) -> list[tuple[Any, Any]]:
        loaded = Partnership.objects.prefetch_related(Prefetch("parties", LIST_PARTIES)).get(pk=record.pk)
        return [
            (_("Ukrainian side"), self.ukrainian_side(loaded)),
            (_("Foreign side"), self.foreign_side(loaded)),
            (_("Agreements"), lines(loaded.agreements.all())),
            (_("Status"), status_badge(loaded, TONES)),
        ]

    def latest_change(self, request: HttpRequest, record: Partnership) -> Any:
        user: Any = request.user
        entries = timeline_for(user, record)
        return readable(entries[-1:])[0] if entries else None
