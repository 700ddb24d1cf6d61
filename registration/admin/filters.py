"""Queues and filters of the Ministry's lists."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from common.admin.clock import SOON
from common.admin.filters import ListedFilter, TimeLeftFilter, by_column, years_since
from common.admin.queues import Queue, QueueFilter
from common.sorting import UkrainianSortKey
from partnerships.admin.filters import (
    CountryFilter,
    DocumentTypeFilter,
    InForceFilter,
    KindFilter,
    OblastFilter,
    SphereFilter,
    YearFilter,
    by_person,
)
from partnerships.models import Agreement
from partnerships.validity import reasons_of, with_force
from registration.choices import CaseStatus, EntryOrigin
from registration.models import Opinion

S = CaseStatus
OPEN_OPINIONS = Opinion.objects.filter(case=OuterRef("pk"), given_on=None)
FIRST_YEAR = 2024  # the register began with resolution 357 of that year
# The Ministry must act in these statuses; in all others the case waits for the officials or is closed.
WAITING = (S.FILED, S.IN_REVIEW, S.REGISTRATION_FILED)
WITH_OFFICIALS = (S.RETURNED, S.CLEARED, S.REGISTRATION_RETURNED)


def overdue(user: Any) -> Q:
    """Cases whose review period has run out."""
    return Q(due_on__lt=timezone.localdate())


class CaseQueues(QueueFilter):
    """The Ministry's queues."""

    queues: ClassVar = [
        Queue("waiting", _("With the Ministry"), lambda user: Q(status__in=WAITING), counted=True),
        Queue("overdue", _("Overdue"), overdue, counted=True),
        Queue("new", _("New"), lambda user: Q(status=S.FILED, assigned_to=None), counted=True),
        Queue(
            "resubmitted",
            _("Resubmitted"),
            lambda user: Q(status=S.FILED, accepted_on__isnull=False),
            counted=True,
        ),
        Queue(
            "mine", _("Assigned to me"), lambda user: Q(status__in=WAITING, assigned_to=user), counted=True
        ),
        Queue(
            "unassigned",
            _("Unassigned"),
            lambda user: Q(status__in=WAITING, assigned_to=None),
            counted=True,
        ),
        Queue(
            "opinions",
            _("Waiting for opinions"),
            lambda user: Q(Exists(OPEN_OPINIONS), status=S.IN_REVIEW),
            counted=True,
        ),
        Queue("signed", _("To register"), lambda user: Q(status=S.REGISTRATION_FILED), counted=True),
        Queue("officials", _("With the officials"), lambda user: Q(status__in=WITH_OFFICIALS)),
        Queue("registered", _("Registered"), lambda user: Q(status=S.REGISTERED)),
    ]
    default_by_role: ClassVar = {Role.MINISTRY: "waiting"}


CaseStatusFilter = by_column("status", _("status"), CaseStatus.choices)
EntryOriginFilter = by_column("origin", _("origin"), EntryOrigin.choices)


class OfAgreement:
    """Of rows that lead to the partnership by its agreement."""

    path = "agreement__partnership__"


class CaseCountryFilter(OfAgreement, CountryFilter):
    """Cases by the partner's country."""


class CaseOblastFilter(OfAgreement, OblastFilter):
    """Cases by the community's oblast."""


class CaseSphereFilter(OfAgreement, SphereFilter):  # type: ignore[valid-type,misc]  # made by a function
    """Cases by sphere."""


class CaseKindFilter(OfAgreement, KindFilter):  # type: ignore[valid-type,misc]
    """Cases by kind of cooperation."""


class CaseDocumentTypeFilter(OfAgreement, DocumentTypeFilter):  # type: ignore[valid-type,misc]
    """Cases by type of document."""


class CaseYearFilter(OfAgreement, YearFilter):
    """Cases by the year of signing."""


class EntryCountryFilter(OfAgreement, CountryFilter):
    """Entries by the partner's country."""


class EntryOblastFilter(OfAgreement, OblastFilter):
    """Entries by the community's oblast."""


class EntryInForceFilter(InForceFilter):
    """Entries whose own agreement is in force today, is not, or of which nobody can tell."""

    def narrowed(self, queryset: QuerySet[Any], answer: str) -> QuerySet[Any]:
        """Ask the agreement: others of the partnership do not matter here."""
        agreements = with_force(Agreement.objects.all(), timezone.localdate())
        return queryset.filter(agreement__in=agreements.filter(force__in=reasons_of(answer)).values("pk"))


class EntryYearFilter(ListedFilter):
    """Entries by the year of registration."""

    title = _("year of registration")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return years_since(FIRST_YEAR)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if not wanted:
            return queryset
        if wanted not in dict(self.lookup_choices):
            return queryset.none()
        return queryset.filter(registered_on__year=int(wanted))


class CaseDeadlineFilter(TimeLeftFilter):
    """Cases by how much time is left for the review."""

    def conditions(self) -> dict[str, Q]:
        today = timezone.localdate()
        return {
            "overdue": Q(due_on__lt=today),
            "soon": Q(due_on__gte=today, due_on__lte=today + timedelta(days=SOON)),
        }


class ClerkFilter(ListedFilter):
    """Cases of one clerk, or of nobody yet."""

    title = _("clerk")
    parameter_name = "clerk"
    counted_by = "assigned_to"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        clerks = User.objects.filter(role=Role.MINISTRY).order_by(UkrainianSortKey("name"), "email")
        return [("nobody", _("unassigned")), *((str(clerk.pk), str(clerk)) for clerk in clerks)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return by_person(queryset, "assigned_to", self.value() or "")

    def show_counts(self, numbers: Mapping[str, int]) -> None:
        super().show_counts({**numbers, "nobody": numbers.get("", 0)})
