"""Filters and orders of the list of partnerships.

The list itself is read from the records (``partnerships.records.where`` has the conditions). The filters that
cases and register entries share with it are conditions on parties and agreements here.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.api.kinds import (
    BOOLEAN,
    COUNTRY,
    DATE,
    IDENTIFIER,
    KATOTTG,
    MOMENT,
    TEXT,
    Kind,
    code,
    one_of,
    pattern,
)
from common.api.listing import Filter, Listing
from common.api.parameters import Parameter
from communities.choices import MunicipalityLevel
from partnerships.choices import CooperationKind, DocumentType, Origin, PartnershipStatus, Sphere
from partnerships.validity import ANSWERS, reasons_of

UKRAINIAN, FOREIGN, AGREEMENT = "ukrainian", "foreign", "agreement"
YEAR = pattern(r"(?:19|20)[0-9]{2}", _("a year such as 2024"))
# Statuses of the Ministry's cases: that app comes after this one.
CASE_STATUSES = (
    "filed", "in_review", "returned", "refused", "cleared", "registration_filed", "registration_returned",
    "registration_refused", "registered", "withdrawn", "terminated",
)  # fmt: skip


PARTY_FILTERS = (
    Filter(
        Parameter("community", KATOTTG, "KATOTTG code of a Ukrainian party.", many=True),
        lambda codes: Q(community__katottg__in=codes),
        UKRAINIAN,
    ),
    Filter(
        Parameter("oblast", KATOTTG, "KATOTTG code of the oblast of a Ukrainian party.", many=True),
        lambda codes: Q(community__oblast__katottg__in=codes) | Q(community__katottg__in=codes),
        UKRAINIAN,
    ),
    Filter(
        Parameter("country", COUNTRY, "Country of a foreign party (ISO 3166-1 alpha-2).", many=True),
        lambda codes: Q(municipality__country__in=codes),
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
            "in_force",
            one_of(*ANSWERS),
            "Whether an agreement is in force today; `unknown` where its dates do not say.",
        ),
        lambda answer: Q(force__in=reasons_of(answer)),
        AGREEMENT,
    ),
)


def _many(name: str, kind: Kind, description: str) -> Parameter:
    return Parameter(name, kind, description, many=True)


SEARCH = Parameter(
    "search",
    TEXT,
    (
        "Search text: party names in any spelling, form or alphabet, words of a title, a number or "
        "a code. All words must match. Best match first."
    ),
)
PARTNERSHIP_FILTERS = (
    _many("status", code(PartnershipStatus), "Status with the Association."),
    _many("origin", code(Origin), "How the record came here."),
    Parameter("updated_after", MOMENT, "Changed after this time."),
    *(item.parameter for item in PARTY_FILTERS),
    _many("municipality", IDENTIFIER, "Id of a foreign party."),
    _many("level", code(MunicipalityLevel), "Level of a foreign party."),
    _many(
        "registration_status",
        one_of(*CASE_STATUSES),
        "Status of a case of an agreement with the Ministry.",
    ),
    _many("sphere", code(Sphere), "Sphere of cooperation."),
    _many("kind", code(CooperationKind), "Kind of cooperation."),
    _many("document_type", code(DocumentType), "Type of agreement."),
    _many("year", YEAR, "Year in which an agreement was signed."),
    Parameter(
        "checked",
        BOOLEAN,
        "Whether the Association has checked the record: approved, or ended after that.",
    ),
    Parameter("cleared", BOOLEAN, "Whether the Ministry has cleared an agreement by its order."),
    Parameter("registered", BOOLEAN, "Whether an agreement is in the list of registered agreements."),
    *(item.parameter for item in AGREEMENT_FILTERS),
    Parameter("expires_before", DATE, "The term of an agreement ends before this day."),
)
PARTNERSHIP_LISTING = Listing(
    (),
    orderings={"id": "id", "code": "code", "updated_at": "updated_at"},
    default="-id",
    more=[*PARTNERSHIP_FILTERS, SEARCH],
)
