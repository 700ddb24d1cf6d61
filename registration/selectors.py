"""Reads of cases and of the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from partnerships.choices import PartnershipStatus
from partnerships.models import Agreement, Partnership, Party
from partnerships.selectors import public_agreement_condition, with_everything
from registration.choices import AFTER_CLEARANCE, CLOSED_STATUSES
from registration.managers import CaseQuerySet
from registration.models import RegisterEntry, RegistrationCase
from registration.numbers import number_key

if TYPE_CHECKING:
    from accounts.models import User

PARTIES = Party.objects.select_related(
    "community", "community__oblast", "municipality", "municipality__country"
)


def cases_for(user: "User | AnonymousUser") -> CaseQuerySet:
    """The cases a person may see, ready to be shown in a constant number of queries."""
    return (
        RegistrationCase.objects.visible_to(user)
        .select_related("order", "entry", "agreement", "agreement__partnership", "assigned_to")
        .prefetch_related(
            "opinions", "agreement__signatories", Prefetch("agreement__partnership__parties", PARTIES)
        )
    )


def overdue(cases: CaseQuerySet) -> CaseQuerySet:
    """Those whose review period has run out."""
    return cases.filter(due_on__lt=timezone.localdate())


def register_entries() -> QuerySet[RegisterEntry]:
    """The public list of registered agreements, ready to be shown."""
    return RegisterEntry.objects.select_related("case__order", "agreement__partnership").prefetch_related(
        Prefetch("agreement__partnership__parties", PARTIES)
    )


@dataclass(frozen=True)
class StatusFacts:
    """Three separate facts about an agreement, and whether it is in force on a day."""

    agreement: Agreement
    partnership: Partnership
    checked: bool
    cleared: bool
    registered: bool
    in_force: bool
    case: RegistrationCase | None
    entry: RegisterEntry | None


def facts_of(agreement: Agreement, on: date | None = None) -> StatusFacts:
    """Say of an agreement whether it is checked, cleared, registered and in force.

    Registered means: entered on or before the day. An old, transferred entry is registered without
    having been cleared.
    """
    day = on or timezone.localdate()
    case = current_case(agreement)
    entry: RegisterEntry | None = getattr(agreement, "register_entry", None)
    return StatusFacts(
        agreement=agreement,
        partnership=agreement.partnership,
        checked=agreement.partnership.status in (PartnershipStatus.APPROVED, PartnershipStatus.ENDED),
        cleared=bool(case and case.order and case.order.date <= day and case.status in AFTER_CLEARANCE),
        registered=bool(entry and entry.registered_on <= day),
        in_force=agreement.in_force(day),
        case=case,
        entry=entry,
    )


def current_case(agreement: Agreement) -> RegistrationCase | None:
    """The open or registered case of an agreement, else the latest one."""
    cases = sorted(agreement.cases.all(), key=lambda case: (case.status not in CLOSED_STATUSES, case.pk))
    return cases[-1] if cases else None


def check_by_number(number: str) -> list[Agreement]:
    """Agreements whose registration number is this one, however its signs are typed.

    Also found by the code of a public partnership.
    """
    if key := number_key(number):
        found = public_agreements(Agreement.objects.filter(register_entry__number_key=key))
        return found or public_agreements(Agreement.objects.filter(partnership__code__iexact=number.strip()))
    return []


def check_by_parties(community_ids: Sequence[int], municipality_ids: Sequence[int]) -> list[Agreement]:
    """Public agreements in which one of the communities and one of the municipalities are parties."""
    partnerships = Partnership.objects.filter(parties__community__in=community_ids).filter(
        parties__municipality__in=municipality_ids
    )
    return public_agreements(Agreement.objects.filter(partnership__in=partnerships))


def public_agreements(agreements: QuerySet[Agreement], most: int | None = None) -> list[Agreement]:
    """Those of the agreements that everybody may see, ready to be shown; ``most`` cuts the list."""
    visible = with_everything(Partnership.objects.public())
    rows = (
        agreements.filter(public_agreement_condition(), partnership__in=Partnership.objects.public())
        .select_related("register_entry")
        .prefetch_related(Prefetch("partnership", visible), "cases__order")
        .order_by("partnership_id", "id")
    )
    return list(rows[:most])
