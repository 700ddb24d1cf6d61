"""Queues and filters of the desks' lists."""

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.admin.filters import ListedFilter, by_column
from common.admin.queues import Queue, QueueFilter
from communities.choices import CommunityLevel
from communities.models import Community, Country, ForeignMunicipality
from partnerships.choices import PartnershipStatus

S = PartnershipStatus


class PartnershipQueues(QueueFilter):
    """The Association's queues."""

    queues: ClassVar = [
        Queue("waiting", _("To be checked"), lambda user: Q(status=S.SUBMITTED), counted=True),
        Queue(
            "mine", _("Checked by me before"), lambda user: Q(status=S.SUBMITTED, reviewer=user), counted=True
        ),
        Queue("returned", _("Returned"), lambda user: Q(status=S.RETURNED), counted=True),
        Queue("approved", _("Checked"), lambda user: Q(status=S.APPROVED)),
    ]
    default_by_role: ClassVar = {Role.ASSOCIATION: "waiting"}


PartnershipStatusFilter = by_column("status", _("status"), PartnershipStatus.choices)


class PartyFilter(ListedFilter):
    """Filters by something about a party.

    ``path`` leads from the row to its partnership (``agreement__partnership__``).
    """

    path: ClassVar[str] = ""
    column: ClassVar[str]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Ask the record: one look-up in its index, whatever the partnership's parties are."""
        if not (wanted := self.value()):
            return queryset
        return queryset.filter(**{f"{self.path}desk_record__{self.column}__contains": [wanted]})


class CountryFilter(PartyFilter):
    """Countries that have a municipality here: never computed from the partnerships themselves."""

    title = _("country")
    parameter_name = "country"
    column = "countries"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = Exists(ForeignMunicipality.objects.filter(country=OuterRef("pk")))
        return [(country.code, country.name) for country in Country.objects.filter(used)]


class OblastFilter(PartyFilter):
    """Oblasts, and the two cities that belong to none."""

    title = _("oblast")
    parameter_name = "oblast"
    column = "oblasts"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        units = Community.objects.filter(
            level__in=[CommunityLevel.OBLAST, CommunityLevel.CITY], is_active=True
        )
        return [(unit.katottg, unit.full_name) for unit in units]
