"""The list "my partnerships" of an official: whose turn it is, what ends soon, in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Least, TruncDate
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partnerships.choices import GOING_ON_STATUSES, PartnershipStatus
from partnerships.expiring import expiring_agreements
from partnerships.managers import PartnershipQuerySet
from partnerships.models import Agreement, Partnership
from partnerships.records.audience import own_codes, own_source
from partnerships.records.found import found_by
from registration.choices import CLOSED_STATUSES, CaseStatus
from registration.models import RegistrationCase
from registration.outside_lists.claims import claims_of, unanswered
from registration.services.clearance import FILING_STATUSES

if TYPE_CHECKING:
    from accounts.models import User

OFFICIALS_TURN = (CaseStatus.RETURNED, CaseStatus.CLEARED, CaseStatus.REGISTRATION_RETURNED)
MINISTRYS_TURN = (CaseStatus.FILED, CaseStatus.IN_REVIEW, CaseStatus.REGISTRATION_FILED)
OWN_TURN_STATUSES = (PartnershipStatus.DRAFT, PartnershipStatus.RETURNED)


class Show(models.TextChoices):
    """Parts of the list."""

    ALL = "all", _("All")
    MINE = "mine", _("Waiting for me")
    OTHERS = "others", _("Waiting for others")
    EXPIRING = "expiring", _("Expires within six months")
    CLAIMED = "claimed", _("Only in external lists")


class Order(models.TextChoices):
    """Orders of the list."""

    URGENT = "urgent", _("Most urgent first")
    CHANGED = "changed", _("Latest change first")
    NAME = "name", _("By name")
    DUE = "due", _("Answer due soonest")
    EXPIRES = "expires", _("Term ends soonest")


@dataclass(frozen=True)
class Wanted:
    """What an official asks of the list; what is empty narrows nothing."""

    words: str = ""
    status: str = ""
    case_status: str = ""
    country: str = ""
    community: str = ""
    mine_only: bool = False
    show: str = Show.ALL
    order: str = Order.URGENT


EVERYTHING = Wanted()


def my_partnerships(user: "User", wanted: Wanted = EVERYTHING) -> PartnershipQuerySet:
    """Own partnerships that meet what is wanted, in the wanted order."""
    codes = own_codes(user)
    found = _own(codes)
    narrowed = {
        "status": wanted.status,
        "desk_record__case_statuses__contains": [wanted.case_status] if wanted.case_status else None,
        "desk_record__countries__contains": [wanted.country] if wanted.country else None,
        "desk_record__communities__contains": [wanted.community] if wanted.community else None,
        "responsible": user if wanted.mine_only else None,
    }
    found = found.filter(**{name: value for name, value in narrowed.items() if value})
    if wanted.words:
        named = found_by(wanted.words, sources=[own_source(codes)])
        found = found.filter(named | Q(code__icontains=wanted.words.strip()))
    return _ordered(found.filter(PARTS[Show(wanted.show)]()), Order(wanted.order))


def counts(user: "User") -> dict[str, int]:
    """How many own partnerships each part of the list has, and how many are only claimed; two queries."""
    asked = [show for show in Show if show not in {Show.ALL, Show.CLAIMED}]
    parts: dict[str, Any] = {show.value: Count("pk", filter=PARTS[show]()) for show in asked}
    found = _own(own_codes(user)).aggregate(all=Count("pk"), **parts)
    return {**found, Show.CLAIMED: unanswered(claims_of(user)).count()}


def countries_of(user: "User") -> list[str]:
    """Codes of the countries of the own partners."""
    rows = _own(own_codes(user)).order_by().values_list("desk_record__countries", flat=True).distinct()
    return sorted({country for countries in rows for country in countries})


def _own(codes: list[str]) -> PartnershipQuerySet:
    return Partnership.objects.filter(desk_record__communities__overlap=codes or [""])


def waits_for_official() -> Q:
    """Partnerships whose next step is the community's, as ``registration.expectations`` says."""
    going_on = RegistrationCase.objects.filter(agreement=OuterRef("pk")).exclude(status__in=CLOSED_STATUSES)
    not_filed = Agreement.objects.filter(~Exists(going_on), partnership=OuterRef("pk")).filter(
        register_entry__isnull=True
    )
    return (
        Q(status__in=OWN_TURN_STATUSES)
        | Q(Exists(_cases(OFFICIALS_TURN)))
        | (Q(status__in=GOING_ON_STATUSES) & Q(Exists(not_filed)))
    )


def waits_for_others() -> Q:
    """Partnerships waiting only for the Association or the Ministry."""
    return (Q(status=PartnershipStatus.SUBMITTED) | Q(Exists(_cases(MINISTRYS_TURN)))) & ~waits_for_official()


def expires_soon() -> Q:
    """Partnerships with an agreement whose term ends within six months."""
    return Q(Exists(_expiring()))


PARTS: dict[Show, Callable[[], Q]] = {
    Show.ALL: Q,
    Show.MINE: waits_for_official,
    Show.OTHERS: waits_for_others,
    Show.EXPIRING: expires_soon,
    Show.CLAIMED: lambda: Q(pk=None),  # nothing that is filed here: see registration.outside_lists
}


def _cases(statuses: tuple[CaseStatus, ...]) -> models.QuerySet[RegistrationCase]:
    return RegistrationCase.objects.filter(agreement__partnership=OuterRef("pk"), status__in=statuses)


def _expiring() -> "models.QuerySet[Any]":
    return expiring_agreements(timezone.localdate()).filter(partnership=OuterRef("pk"))


def _ordered(found: PartnershipQuerySet, order: Order) -> PartnershipQuerySet:
    """In the wanted order; equal ones as last changed."""
    key: Any
    match order:
        case Order.CHANGED:
            return found.order_by("-updated_at", "-id")
        case Order.NAME:
            key = F("desk_record__sort_en" if get_language() == "en" else "desk_record__sort_uk").asc()
        case Order.DUE:
            key = F("due").asc(nulls_last=True)
            found = found.annotate(due=_due())
        case Order.EXPIRES:
            first = _expiring().order_by("valid_until_day").values("valid_until_day")[:1]
            key = F("expires").asc(nulls_last=True)
            found = found.annotate(expires=Subquery(first, output_field=models.DateField()))
        case _:
            key = F("urgency").asc()
            found = found.annotate(urgency=_urgency())
    return found.order_by(key, "-updated_at", "-id")


def _urgency() -> Case:
    return Case(
        When(waits_for_official(), then=Value(0)),
        When(status__in=FILING_STATUSES, then=Value(1)),
        default=Value(2),
        output_field=models.IntegerField(),
    )


def _due() -> Least:
    """The day by which the Ministry or the Association is to answer, whichever comes first."""
    ministry = _cases(MINISTRYS_TURN).filter(due_on__isnull=False).order_by("due_on").values("due_on")[:1]
    submitted = TruncDate("submitted_at") + timedelta(days=settings.ASSOCIATION_CHECK_DAYS)
    association = Case(
        When(status=PartnershipStatus.SUBMITTED, then=TruncDate(submitted)),
        default=None,
        output_field=models.DateField(),
    )
    return Least(Subquery(ministry, output_field=models.DateField()), association)
