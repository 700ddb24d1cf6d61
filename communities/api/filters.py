"""Filters and orders of the lists of units, municipalities and places."""

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from common.api.kinds import BOOLEAN, COUNTRY, KATOTTG, TEXT, code
from common.api.listing import Filter, Listing
from common.api.parameters import Parameter
from communities.choices import CommunityKind, CommunityLevel, MunicipalityLevel
from communities.models import HROMADAS

SEARCH = Parameter(
    "search", TEXT, "Words of any name, in any spelling or alphabet. All must match. Best match first."
)
COUNTRY_FILTER = Filter(
    Parameter("country", COUNTRY, "Country (ISO 3166-1 alpha-2).", many=True),
    lambda codes: Q(country__in=codes),
)


def _of_levels(levels: list[str]) -> Q:
    others = Q(level__in=[level for level in levels if level != CommunityLevel.HROMADA])
    return others | HROMADAS if CommunityLevel.HROMADA in levels else others


def _with_partners(wanted: bool) -> Q:
    return Q(partnership_count__gt=0) if wanted else Q(partnership_count=0)


COMMUNITY_LISTING = Listing(
    [
        Filter(
            Parameter(
                "level",
                code(CommunityLevel),
                "Level of the unit; `hromada` means those that exist, without those of Crimea that could never be "
                "formed: all others are listed without this filter.",
                many=True,
            ),
            _of_levels,
        ),
        Filter(
            Parameter(
                "kind", code(CommunityKind), "Kind of settlement at the centre of the hromada.", many=True
            ),
            lambda kinds: Q(kind__in=kinds),
        ),
        Filter(
            Parameter(
                "oblast", KATOTTG, "KATOTTG code of the oblast (or city with special status).", many=True
            ),
            lambda codes: Q(oblast__katottg__in=codes) | Q(katottg__in=codes),
        ),
        Filter(
            Parameter("has_partners", BOOLEAN, "Whether the unit has a public partnership."), _with_partners
        ),
        Filter(
            Parameter("no_partners", BOOLEAN, "With `true` only units without a public partnership."),
            lambda wanted: _with_partners(not wanted),
        ),
    ],
    orderings={
        "name": "name_sort",
        "population": Coalesce(F("population"), Value(0)),
        "partnership_count": "partnership_count",
    },
    default="name",
    more=[SEARCH],
)

MUNICIPALITY_LISTING = Listing(
    [
        COUNTRY_FILTER,
        Filter(
            Parameter("level", code(MunicipalityLevel), "What the territory is.", many=True),
            lambda levels: Q(level__in=levels),
        ),
    ],
    orderings={"name": "name_sort", "country": "country_id", "partnership_count": "partnership_count"},
    default="name",
    more=[SEARCH],
)

PLACE_LISTING = Listing(
    [COUNTRY_FILTER],
    orderings={"population": "population", "name": "name"},
    default="-population",
    more=[SEARCH],
)
