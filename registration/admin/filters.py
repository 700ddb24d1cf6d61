"""Queues and filters of the Ministry's lists."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from common.admin.filters import ListedFilter, by_column
from common.admin.queues import Queue, QueueFilter
from partnerships.admin.filters import CountryFilter, OblastFilter
from registration.choices import CaseStatus, EntryOrigin

S = CaseStatus
# The Ministry has to act; everywhere else the case waits for the officials or is closed.
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
        Queue(
            "mine",
            _("Mine"),
            lambda user: Q(status__in=WAITING, assigned_to=user),
            counted=True,
        ),
        Queue("signed", _("To be registered"), lambda user: Q(status=S.REGISTRATION_FILED), counted=True),
        Queue("officials", _("With the officials"), lambda user: Q(status__in=WITH_OFFICIALS)),
        Queue("registered", _("Registered"), lambda user: Q(status=S.REGISTERED)),
    ]
    default_by_role: ClassVar = {Role.MINISTRY: "waiting"}


CaseStatusFilter = by_column("status", _("status"), CaseStatus.choices)
EntryOriginFilter = by_column("origin", _("origin"), EntryOrigin.choices)


class CaseCountryFilter(CountryFilter):
    path = "agreement__partnership__"


class CaseOblastFilter(OblastFilter):
    path = "agreement__partnership__"


class EntryCountryFilter(CountryFilter):
    path = "agreement__partnership__"


class ClerkFilter(ListedFilter):
    """Cases of one clerk, or of nobody yet."""

    title = _("clerk")
    parameter_name = "clerk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:

        clerks = User.objects.filter(role=Role.MINISTRY).order_by("name", "email")
        return [("nobody", _("nobody yet")), *((str(clerk.pk), str(clerk)) for clerk in clerks)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value() or ""
        if wanted.isdigit():
            return queryset.filter(assigned_to=int(wanted))
        if wanted == "nobody":
            return queryset.filter(assigned_to=None)
        return queryset.none() if wanted else queryset
