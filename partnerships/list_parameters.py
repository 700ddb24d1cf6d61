"""What the address of the public list may say: the filters of the API under the same names, and more for people."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from common.api.kinds import TEXT, one_of
from common.api.parameters import Asked, Parameter, ParameterSet
from partnerships.api.filters import PARTNERSHIP_LISTING
from partnerships.choices import PartnershipStatus

# Words for the three facts; they once stood among the statuses, and such addresses go on working.
FACTS = ("checked", "not_checked", "cleared", "registered", "not_registered")
SORTS = ("newest", "community")
NOT_FOR_PEOPLE = frozenset(
    {"ordering", "page_size", "cursor", "count", "search", "status", "checked", "cleared", "registered"}
)
PARAMETERS = ParameterSet(
    [
        Parameter("q", TEXT, "What to search for."),
        Parameter("status", one_of(*PartnershipStatus.values, *FACTS), "Status or fact.", many=True),
        Parameter("fact", one_of(*FACTS), "What is known of an agreement.", many=True),
        Parameter("sort", one_of(*SORTS), "Order of the list."),
        *(
            parameter
            for name, parameter in PARTNERSHIP_LISTING.parameters.items()
            if name not in NOT_FOR_PEOPLE
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
    if statuses:
        found["status"] = statuses
    if "checked" in facts or "not_checked" in facts:
        found["checked"] = "checked" in facts
    if "cleared" in facts:
        found["cleared"] = True
    if "registered" in facts or "not_registered" in facts:
        found["registered"] = "registered" in facts
    return found


def export_query(asked: ListRequest, **more: str) -> str:
    """The same filters and search as a query of the API's exports; ``more`` are parameters of the file itself."""
    pairs = [(name, value) for name, values in asked.filters.items() for value in _texts(values)]
    query = urlencode([*pairs, *([("search", asked.text)] if asked.text else []), *more.items()])
    return f"?{query}" if query else ""


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(_text(one) for one in values))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
