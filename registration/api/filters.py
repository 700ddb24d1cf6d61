"""Filters and orders of cases and of the register."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from common.api.kinds import BOOLEAN, COUNTRY, DATE, IDENTIFIER, KATOTTG, TEXT, code
from common.api.listing import Filter, Listing
from common.api.parameters import Asked, Parameter
from common.paper_numbers import plain_number
from partnerships.api.filters import AGREEMENT, AGREEMENT_FILTERS, FOREIGN, PARTY_FILTERS, UKRAINIAN
from partnerships.choices import Side
from partnerships.models import Agreement, Party
from partnerships.records.found import publicly_found_by
from partnerships.validity import with_force
from registration.choices import CaseStatus, EntryOrigin
from registration.numbers import number_key
from registration.selectors import cases_once_numbered

FAR_AHEAD = Value(date(9999, 12, 31))


def _overdue(wanted: bool) -> Q:
    condition = Q(due_on__isnull=False, due_on__lt=timezone.localdate())
    return condition if wanted else ~condition


def _number(numbers: list[str]) -> Q:
    keys = [number_key(number) for number in numbers]
    return Q(entry__number_key__in=keys) | Q(pk__in=cases_once_numbered(keys)) | Q(number__in=numbers)


def _entry_number(numbers: list[str]) -> Q:
    keys = [number_key(number) for number in numbers]
    return Q(number_key__in=keys) | Q(case__in=cases_once_numbered(keys))


CASE_LISTING = Listing(
    [
        Filter(
            Parameter("status", code(CaseStatus), "Status with the Ministry.", many=True),
            lambda codes: Q(status__in=codes),
        ),
        Filter(
            Parameter("agreement", IDENTIFIER, "Id of the agreement.", many=True),
            lambda keys: Q(agreement__in=keys),
        ),
        Filter(
            Parameter("community", KATOTTG, "KATOTTG code of a Ukrainian party.", many=True),
            lambda codes: Q(community__katottg__in=codes),
            UKRAINIAN,
        ),
        Filter(
            Parameter("country", COUNTRY, "Country of a foreign party (ISO 3166-1 alpha-2).", many=True),
            lambda codes: Q(municipality__country__in=codes),
            FOREIGN,
        ),
        Filter(Parameter("overdue", BOOLEAN, "Whether the review period has run out."), _overdue),
        Filter(
            Parameter("due_before", DATE, "The review must end before this day."),
            lambda day: Q(due_on__lt=day),
        ),
        Filter(
            Parameter("assigned_to", IDENTIFIER, "Id of the clerk who has the case.", many=True),
            lambda keys: Q(assigned_to__in=keys),
        ),
        Filter(
            Parameter("order_number", TEXT, "Number of the order that cleared the draft.", many=True),
            lambda numbers: Q(order__number_key__in=[plain_number(number) for number in numbers]),
        ),
        Filter(
            Parameter(
                "number", TEXT, "Registration number, with any punctuation, or case number.", many=True
            ),
            _number,
        ),
    ],
    orderings={
        "id": "id",
        "filed_on": "filed_on",
        "due_on": Coalesce(F("due_on"), FAR_AHEAD),
        "updated_at": "updated_at",
    },
    default="-id",
)

REGISTER_LISTING = Listing(
    [
        Filter(
            Parameter(
                "search",
                TEXT,
                "Search text: party names in any spelling, words of a title, a number or a code.",
            ),
            lambda text: publicly_found_by(text, path="agreement__partnership"),
        ),
        Filter(
            Parameter("number", TEXT, "Registration number, with any punctuation.", many=True),
            _entry_number,
        ),
        Filter(
            Parameter("origin", code(EntryOrigin), "How the agreement came into the register.", many=True),
            lambda codes: Q(origin__in=codes),
        ),
        *PARTY_FILTERS,
        *AGREEMENT_FILTERS,
    ],
    orderings={"registered_on": "registered_on", "sequence": "act_id", "number": "number"},
    default="-registered_on",
)

LEGAL_ACT_LISTING = Listing(
    [
        Filter(
            Parameter("after", IDENTIFIER, "Only the acts behind this place in the chain."),
            lambda place: Q(sequence__gt=place),
        ),
    ],
    orderings={"sequence": "sequence"},
    default="sequence",
)


def narrowed(rows: Any, listing: Listing, asked: Asked) -> Any:
    """Keep the cases or entries that meet the filters; both have an ``agreement``."""
    partnership = OuterRef("agreement__partnership")
    related: dict[str, QuerySet] = {
        UKRAINIAN: Party.objects.filter(side=Side.UKRAINIAN, partnership=partnership),
        FOREIGN: Party.objects.filter(side=Side.FOREIGN, partnership=partnership),
        AGREEMENT: with_force(Agreement.objects.all(), timezone.localdate()).filter(pk=OuterRef("agreement")),
    }
    for on, condition in listing.conditions(asked).items():
        rows = rows.filter(Exists(related[on].filter(condition)) if on else condition)
    return rows
