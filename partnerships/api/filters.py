"""Filters and orders of the list of partnerships.

Conditions on parties of one side hold for one and the same party, those on agreements for one and the
same agreement: ``country=DE&level=county`` finds German counties.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from common.api.kinds import BOOLEAN, COUNTRY, DATE, IDENTIFIER, KATOTTG, MOMENT, TEXT, Kind, code, one_of
from common.api.listing import Filter, Listing
from common.api.parameters import Asked, Parameter
from communities.choices import MunicipalityLevel
from partnerships.choices import CooperationKind, DocumentType, Origin, PartnershipStatus, Side, Sphere
from partnerships.managers import PartnershipQuerySet
from partnerships.models import Agreement, Party
from partnerships.public_search import text_condition
from partnerships.validity import ANNOTATIONS, expires_before, in_force_on

UKRAINIAN, FOREIGN, AGREEMENT = "ukrainian", "foreign", "agreement"
# Statuses of the Ministry's cases: that app comes after this one.
CASE_STATUSES = (
    "filed", "in_review", "returned", "refused", "cleared", "registration_filed", "registration_returned",
    "registration_refused", "registered", "withdrawn", "terminated",
)  # fmt: skip


def _several(name: str, kind: Kind, description: str, lookup: str, on: str = "") -> Filter:
    return Filter(
        Parameter(name, kind, description, many=True), lambda values: Q(**{f"{lookup}__in": values}), on
    )


def _overlapping(name: str, kind: Kind, description: str, column: str) -> Filter:
    return Filter(
        Parameter(name, kind, description, many=True),
        lambda values: Q(**{f"{column}__overlap": values}),
        AGREEMENT,
    )


def _in_force(wanted: bool) -> Q:
    condition = in_force_on(timezone.localdate())
    return condition if wanted else ~condition


PARTY_FILTERS = (
    _several("community", KATOTTG, "KATOTTG code of a Ukrainian party.", "community__katottg", UKRAINIAN),
    Filter(
        Parameter("oblast", KATOTTG, "KATOTTG code of the oblast of a Ukrainian party.", many=True),
        lambda codes: Q(community__oblast__katottg__in=codes) | Q(community__katottg__in=codes),
        UKRAINIAN,
    ),
    _several(
        "country",
        COUNTRY,
        "Country of a foreign party (ISO 3166-1 alpha-2).",
        "municipality__country",
        FOREIGN,
    ),
)
AGREEMENT_FILTERS = (
    Filter(
        Parameter("signed_after", DATE, "Signed on this day or later."),
        lambda day: Q(signed_on__gte=day),
        AGREEMENT,
    ),
    Filter(
        Parameter("signed_before", DATE, "Signed on this day or earlier."),
        lambda day: Q(signed_on__lte=day),
        AGREEMENT,
    ),
    Filter(
        Parameter(
            "in_force", BOOLEAN, "Whether an agreement is signed, not terminated and not expired today."
        ),
        _in_force,
        AGREEMENT,
    ),
)

FILTERS = (
    _several("status", code(PartnershipStatus), "Status with the Association.", "status"),
    _several("origin", code(Origin), "How the record came here.", "origin"),
    Filter(
        Parameter("updated_after", MOMENT, "Changed after this time."),
        lambda moment: Q(updated_at__gt=moment),
    ),
    *PARTY_FILTERS,
    _several("municipality", IDENTIFIER, "Id of a foreign party.", "municipality", FOREIGN),
    _several("level", code(MunicipalityLevel), "What a foreign party is.", "municipality__level", FOREIGN),
    _several(
        "registration_status",
        one_of(*CASE_STATUSES),
        "Status of a case of an agreement with the Ministry.",
        "cases__status",
        AGREEMENT,
    ),
    _overlapping("sphere", code(Sphere), "Sphere of cooperation.", "spheres"),
    _overlapping("kind", code(CooperationKind), "Kind of cooperation.", "kinds"),
    _several("document_type", code(DocumentType), "Type of agreement.", "document_type", AGREEMENT),
    *AGREEMENT_FILTERS,
    Filter(
        Parameter("expires_before", DATE, "The term of an agreement ends before this day."),
        expires_before,
        AGREEMENT,
    ),
)

SEARCH = Parameter(
    "search", TEXT, "Words of a party's name or of a title, all must occur; or a code or a number."
)
PARTNERSHIP_LISTING = Listing(
    FILTERS,
    orderings={"id": "id", "code": "code", "updated_at": "updated_at"},
    default="-id",
    more=[SEARCH],
)


def narrowed(
    partnerships: PartnershipQuerySet, asked: Asked, agreements: QuerySet[Agreement]
) -> PartnershipQuerySet:
    """Keep what meets the filters; ``agreements`` are those whose content the person may know."""
    related: dict[str, QuerySet] = {
        UKRAINIAN: Party.objects.filter(side=Side.UKRAINIAN),
        FOREIGN: Party.objects.filter(side=Side.FOREIGN),
        AGREEMENT: agreements.annotate(**ANNOTATIONS),
    }
    if SEARCH.name in asked:
        partnerships = partnerships.filter(text_condition(asked[SEARCH.name], agreements))
    for on, condition in PARTNERSHIP_LISTING.conditions(asked).items():
        met = Exists(related[on].filter(condition, partnership=OuterRef("pk"))) if on else condition
        partnerships = partnerships.filter(met)
    return partnerships


def narrowed_agreements(agreements: QuerySet[Agreement], asked: Asked) -> QuerySet[Agreement]:
    """Keep the agreements that meet the conditions on agreements themselves."""
    condition = PARTNERSHIP_LISTING.conditions(asked).get(AGREEMENT, Q())
    return agreements.filter(pk__in=agreements.annotate(**ANNOTATIONS).filter(condition).values("pk"))
