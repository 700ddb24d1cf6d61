"""The list "my partnerships" of an official."""

from typing import TYPE_CHECKING

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from partnerships.choices import PartnershipStatus
from partnerships.managers import PartnershipQuerySet
from partnerships.models import Agreement, Partnership
from partnerships.records.audience import own_codes, own_source
from partnerships.records.found import found_by
from registration.choices import CLOSED_STATUSES, CaseStatus
from registration.models import RegistrationCase
from registration.services.clearance import FILING_STATUSES

if TYPE_CHECKING:
    from accounts.models import User

OFFICIALS_TURN = (CaseStatus.RETURNED, CaseStatus.CLEARED, CaseStatus.REGISTRATION_RETURNED)
OWN_TURN_STATUSES = (PartnershipStatus.DRAFT, PartnershipStatus.RETURNED)


def my_partnerships(user: "User", *, words: str = "", status: str = "") -> PartnershipQuerySet:
    """Own partnerships, those that wait for the official first; then the last changed."""
    codes = own_codes(user)
    found = Partnership.objects.filter(desk_record__communities__overlap=codes or [""])
    if status:
        found = found.filter(status=status)
    if words:
        named = found_by(words, sources=[own_source(codes)])
        found = found.filter(named | Q(code__icontains=words.strip()))
    urgency = Case(
        When(waits_for_official(), then=Value(0)),
        When(status__in=FILING_STATUSES, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return found.order_by(urgency, "-updated_at", "-id")


def waits_for_official() -> Q:
    """Partnerships whose next step is the community's, as ``registration.expectations`` says."""
    cases = RegistrationCase.objects.filter(agreement__partnership=OuterRef("pk"))
    going_on = RegistrationCase.objects.filter(agreement=OuterRef("pk")).exclude(status__in=CLOSED_STATUSES)
    not_filed = Agreement.objects.filter(~Exists(going_on), partnership=OuterRef("pk")).filter(
        register_entry__isnull=True
    )
    return (
        Q(status__in=OWN_TURN_STATUSES)
        | Q(Exists(cases.filter(status__in=OFFICIALS_TURN)))
        | (Q(status=PartnershipStatus.APPROVED) & Q(Exists(not_filed)))
    )
