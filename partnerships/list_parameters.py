"""What the address of the public list may say: the filters of the API under the same names, and more for people."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.api.kinds import TEXT, one_of, pattern
from common.api.parameters import Asked, Parameter, ParameterSet
from partnerships.api.filters import PARTNERSHIP_LISTING
from partnerships.choices import PartnershipStatus
from partnerships.managers import PUBLIC_STATUSES

# Words for the three facts; they once stood among the statuses, and such addresses go on working.
FACTS = ("checked", "cleared", "registered", "not_registered")
SORTS = ("newest", "community")
NOT_FOR_PEOPLE = frozenset({"ordering", "page_size", "cursor", "count", "search", "status"})
YEAR = Parameter(
    "year",
    pattern(r"(?:19|20)[0-9]{2}", _("a year such as 2024")),
    "Year in which an agreement was signed.",
    many=True,
)
PARAMETERS = ParameterSet(
    [
        Parameter("q", TEXT, "What to search for."),
        Parameter("status", one_of(*PartnershipStatus.values, *FACTS), "Status or fact.", many=True),
        Parameter("fact", one_of(*FACTS), "What is known of an agreement.", many=True),
        Parameter("sort", one_of(*SORTS), "Order of the list."),
        YEAR,
        *(
            parameter
            for name, parameter in PARTNERSHIP_LISTING.parameters.items()
            if name not in NOT_FOR_PEOPLE | {YEAR.name}
        ),
    ]
)


@dataclass(frozen=True)
class ListRequest:
    """What was asked for: ``filters`` as ``where_of`` takes them, ``chosen`` as it stands in the address."""

    chosen: dict[str, list[str]]
    filters: Asked
    text: str = ""
    sort: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether the list was narrowed at all."""
        return bool(self.text or self.filters)


def read_request(query: QueryDict) -> ListRequest:
    """Read the address; raises ``RuleViolated`` for malformed values.

    Unknown names are left alone: links from letters and social networks carry their own. Empty values come
    from form fields that were not filled in.
    """
    given = QueryDict(mutable=True)
    for name in query:
        if values := [
            value for value in query.getlist(name) if value.strip() and name in PARAMETERS.parameters
        ]:
            given.setlist(name, values)
    asked = PARAMETERS.read(given)
    statuses = asked.pop("status", [])
    facts = [*asked.pop("fact", []), *(value for value in statuses if value in FACTS)]
    statuses = [value for value in statuses if value not in FACTS]
    chosen = {name: _texts(value) for name, value in asked.items() if name not in {"q", "sort"}}
    chosen |= {name: _texts(values) for name, values in (("status", statuses), ("fact", facts)) if values}
    text, sort = asked.pop("q", ""), asked.pop("sort", "")
    return ListRequest(chosen, {**asked, **_conditions(statuses, facts)}, text, sort)


def _conditions(statuses: list[str], facts: list[str]) -> Asked:
    """Statuses and facts as filters of the records; every fact must hold."""
    found: Asked = {}
    if "checked" in facts:
        statuses = [value for value in statuses or PUBLIC_STATUSES if value in PUBLIC_STATUSES]
    if statuses or "checked" in facts:
        found["status"] = statuses
    if "cleared" in facts:
        found["cleared"] = True
    if "registered" in facts or "not_registered" in facts:
        found["registered"] = "registered" in facts
    return found


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(_text(one) for one in values))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
