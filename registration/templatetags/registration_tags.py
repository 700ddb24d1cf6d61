"""What templates show of cases and of the register."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template

from partnerships.models import Agreement
from partnerships.status_words import UNKNOWN
from registration.choices import CaseStatus
from registration.models import OutsideClaim
from registration.selectors import StatusFacts, facts_of
from registration.status_words import CASE_WORDS

register = template.Library()


@register.inclusion_tag("components/status_badge.html")
def case_badge(status: str, *, explain: bool = False) -> dict[str, Any]:
    """Badge of a case's status with the Ministry; ``explain`` adds the words beside it."""
    word = CASE_WORDS.get(status, UNKNOWN)
    label = CaseStatus(status).label if status in CaseStatus.values else status
    return {"word": word, "label": label, "explain": explain}


@register.simple_tag
def facts(agreement: Agreement, on: date | None = None) -> StatusFacts:
    """Return the three facts of an agreement (``{% facts agreement as known %}``)."""
    return facts_of(agreement, on)


@register.inclusion_tag("components/facts.html")
def agreement_facts(agreement: Agreement, on: date | None = None) -> dict[str, Any]:
    """Show the three separate facts of an agreement: checked, cleared, registered."""
    return {"facts": facts_of(agreement, on)}


@register.simple_tag
def claim_query(claim: OutsideClaim) -> str:
    """The query with which a filing begins with the parties of a claim."""
    if claim.municipality_id:
        partner = {"partner": f"municipality:{claim.municipality_id}"}
    elif claim.geonames_id:
        partner = {"partner": f"place:{claim.geonames_id}"}
    else:
        partner = {"partner": "new", "name": claim.partner_name, "country": claim.country_id or ""}
    community = claim.community.katottg if claim.community else ""
    return urlencode({"community": f"community:{community}", **partner})
