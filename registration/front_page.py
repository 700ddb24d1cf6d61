"""What the front page tells, read from the records: numbers and the newest entries."""

import json
from dataclasses import dataclass

from django.db.models import QuerySet

from communities.models import HROMADAS, Community
from communities.partners import has_partner
from partnerships.public_list import shown_partnerships
from partnerships.records.cache import cached
from partnerships.records.facets import CHECKED
from partnerships.records.sums import sum_of, sums
from partnerships.shown import ShownPartnership
from registration.models import RegisterEntry

RECENT_ENTRIES = 5


@dataclass(frozen=True)
class Recent:
    """An entry of the register with its partnership."""

    entry: RegisterEntry
    partnership: ShownPartnership


def numbers() -> dict[str, int]:
    """Count what is public, once for each version of the records; nothing is estimated."""
    hromadas = Community.objects.filter(HROMADAS)
    counted: dict[str, int] = json.loads(cached("numbers of the front page", lambda: _count(hromadas)))
    return {**counted, "hromadas": hromadas.count()}


def _count(hromadas: QuerySet[Community]) -> bytes:
    found = {
        "checked": sum_of(CHECKED, "true"),
        "registered": RegisterEntry.objects.count(),
        "countries": len(sums(["country"])["country"]),
        "with_partner": hromadas.filter(has_partner()).count(),
    }
    return json.dumps(found).encode()


def recently_registered() -> list[Recent]:
    """The newest entries, by the public documents of their partnerships."""
    entries = list(RegisterEntry.objects.select_related("agreement")[:RECENT_ENTRIES])
    shown = shown_partnerships([entry.agreement.partnership_id for entry in entries])
    found = [(entry, shown.get(entry.agreement.partnership_id)) for entry in entries]
    return [Recent(entry, partnership) for entry, partnership in found if partnership]
