"""Queues and filters of the desks' lists."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from common.admin.clock import SOON
from common.admin.filters import ListedFilter, TimeLeftFilter, by_column, years_since
from common.admin.queues import Queue, QueueFilter
from common.errors import Text
from common.sorting import UkrainianSortKey, in_order_of
from communities.choices import CommunityLevel
from communities.countries import choices_of
from communities.models import Community, Country, ForeignMunicipality
from partnerships.choices import (
    COUNTED_STATUSES,
    CooperationKind,
    DocumentType,
    Helper,
    PartnershipStatus,
    Sphere,
)
from partnerships.deadlines import overdue_before
from partnerships.managers import IS_CHECKED
from partnerships.records.where import FORCE_COLUMNS

S = PartnershipStatus
SUBMITTED = Q(status=S.SUBMITTED)
FIRST_TIME = Q(first_submitted_at=F("submitted_at"))


# Queues of filings that the Association has to check.
QUEUES_THAT_WAIT = frozenset({"waiting", "new", "resubmitted", "mine", "unassigned", "overdue"})


class PartnershipQueues(QueueFilter):
    """The Association's queues."""

    queues: ClassVar = [
        Queue("waiting", _("To check"), lambda user: SUBMITTED, counted=True),
        Queue("new", _("New"), lambda user: SUBMITTED & FIRST_TIME, counted=True),
        Queue("resubmitted", _("Resubmitted"), lambda user: SUBMITTED & ~FIRST_TIME, counted=True),
        Queue("mine", _("Assigned to me"), lambda user: SUBMITTED & Q(reviewer=user), counted=True),
        Queue("unassigned", _("Unassigned"), lambda user: SUBMITTED & Q(reviewer=None), counted=True),
        Queue(
            "overdue",
            _("Overdue"),
            lambda user: SUBMITTED & Q(submitted_at__lt=overdue_before()),
            counted=True,
        ),
        Queue("returned", _("With the officials"), lambda user: Q(status=S.RETURNED), counted=True),
        Queue("approved", _("Checked"), lambda user: IS_CHECKED),
        Queue("transferred", _("Transferred, not checked"), lambda user: Q(status=S.TRANSFERRED)),
    ]
    default_by_role: ClassVar = {Role.ASSOCIATION: "waiting"}


PartnershipStatusFilter = by_column("status", _("status"), COUNTED_STATUSES)


class DeadlineFilter(TimeLeftFilter):
    """Filings by how much time is left for their check."""

    def conditions(self) -> dict[str, Q]:
        today, ahead = overdue_before(), overdue_before(SOON)
        return {
            "overdue": SUBMITTED & Q(submitted_at__lt=today),
            "soon": SUBMITTED & Q(submitted_at__gte=today, submitted_at__lt=ahead),
        }


class ReviewerFilter(ListedFilter):
    """Filings of one reviewer, or of nobody yet."""

    title = _("reviewer")
    parameter_name = "reviewer"
    counted_by = "reviewer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        people = User.objects.filter(role=Role.ASSOCIATION).order_by(UkrainianSortKey("name"), "email")
        return [("nobody", _("unassigned")), *((str(person.pk), str(person)) for person in people)]

    def show_counts(self, numbers: Mapping[str, int]) -> None:
        super().show_counts({**numbers, "nobody": numbers.get("", 0)})

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return by_person(queryset, "reviewer", self.value() or "")


class HelperFilter(ListedFilter):
    """Partnerships that somebody helped to set up."""

    title = _("set up with the help of")
    parameter_name = "helper"
    counted_by = "helpers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Helper.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(helpers__contains=[self.value()]) if self.value() else queryset


class RecordFilter(ListedFilter):
    """Filters by what the record of a partnership knows of its parties and agreements.

    ``path`` leads from the row to its partnership (``agreement__partnership__``).
    """

    path: ClassVar[str] = ""
    column: ClassVar[str]

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.counted_by = f"{self.path}desk_record__{self.column}"  # type: ignore[misc]  # of this one

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Ask the record: one look-up in its index, whatever the partnership's parties are."""
        if not (wanted := self.value()):
            return queryset
        return queryset.filter(**{f"{self.path}desk_record__{self.column}__contains": [self.stored(wanted)]})

    def stored(self, wanted: str) -> Any:
        """The value as the record has it."""
        return wanted


class CountryFilter(RecordFilter):
    """Countries that have a municipality here: never computed from the partnerships themselves."""

    title = _("country")
    parameter_name = "country"
    column = "countries"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = Exists(ForeignMunicipality.objects.filter(country=OuterRef("pk")))
        return choices_of(Country.objects.filter(used))

    def known_values(self) -> list[str]:
        """Every country: that one of them has no municipality here is no mistake."""
        return list(Country.objects.values_list("code", flat=True))


class OblastFilter(RecordFilter):
    """Oblasts, and the two cities that belong to none."""

    title = _("oblast")
    parameter_name = "oblast"
    column = "oblasts"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        units = Community.objects.filter(
            level__in=[CommunityLevel.OBLAST, CommunityLevel.CITY], is_active=True
        )
        return in_order_of(((unit.katottg, unit.full_name) for unit in units), itemgetter(1))


def by_vocabulary(parameter: str, title: Text, column: str, choices: Any) -> type[RecordFilter]:
    """Make the filter of a vocabulary: spheres, kinds, types of document."""

    def lookups(self: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(choices)

    own = {"parameter_name": parameter, "title": title, "column": column, "lookups": lookups}
    return type(f"{parameter.title()}Filter", (RecordFilter,), own)


SphereFilter = by_vocabulary("sphere", _("sphere"), "spheres", Sphere.choices)
KindFilter = by_vocabulary("kind", _("kind of cooperation"), "kinds", CooperationKind.choices)
DocumentTypeFilter = by_vocabulary("type", _("type of document"), "document_types", DocumentType.choices)


class YearFilter(RecordFilter):
    """Partnerships of which an agreement was signed in a year."""

    title = _("year of signing")
    parameter_name = "year"
    column = "years"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return years_since(settings.EARLIEST_SIGNING_YEAR)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if wanted and wanted not in dict(self.lookup_choices):
            return queryset.none()
        return super().queryset(request, queryset)

    def stored(self, wanted: str) -> int:
        """A number."""
        return int(wanted)


IN_FORCE = (("true", _("in force")), ("false", _("not in force")), ("unknown", _("not known")))


class InForceFilter(ListedFilter):
    """Partnerships of which an agreement is in force today, is not, or of which nobody can tell."""

    title = _("in force today")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(IN_FORCE)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if not wanted:
            return queryset
        return self.narrowed(queryset, wanted) if wanted in FORCE_COLUMNS else queryset.none()

    def narrowed(self, queryset: QuerySet[Any], answer: str) -> QuerySet[Any]:
        """Ask the record, which has the days of all agreements."""
        column = f"desk_record__{FORCE_COLUMNS[answer]}__holds"
        return queryset.filter(**{column: timezone.localdate()})


class SinceFilter(ListedFilter):
    """Partnerships whose first agreement was signed in a year or later: «36 with our help since 2022»."""

    title = _("signed since")
    parameter_name = "since"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return years_since(settings.EARLIEST_SIGNING_YEAR)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if not wanted:
            return queryset
        if wanted not in dict(self.lookup_choices):
            return queryset.none()
        return queryset.filter(desk_record__signed_first__gte=date(int(wanted), 1, 1))


class ChangedFilter(ListedFilter):
    """Records that have changed since a moment; the start page links to it."""

    title = _("changed")
    parameter_name = "changed"
    column: ClassVar[str] = "updated_at"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        named = {"1": _("since yesterday"), "7": _("in the last week"), "30": _("in the last month")}
        asked = request.GET.get(self.parameter_name or "", "")
        moment = parse_moment(asked)
        own = [(asked, date_format(localtime(moment), "SHORT_DATETIME_FORMAT"))] if moment else []
        return [*named.items(), *own]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (wanted := self.value()):
            return queryset
        if wanted in {"1", "7", "30"}:
            return queryset.filter(**{f"{self.column}__gte": timezone.now() - timedelta(days=int(wanted))})
        moment = parse_moment(wanted)
        return queryset.filter(**{f"{self.column}__gte": moment}) if moment else queryset.none()


def parse_moment(text: str) -> datetime | None:
    """A moment as addresses have it, in ISO 8601 with its zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def by_person(queryset: QuerySet[Any], column: str, wanted: str) -> QuerySet[Any]:
    """Rows of one person, of nobody, or all when nobody is asked for."""
    if wanted.isdecimal() and len(wanted) < 10:
        return queryset.filter(**{column: int(wanted)})
    if wanted == "nobody":
        return queryset.filter(**{column: None})
    return queryset.none() if wanted else queryset
