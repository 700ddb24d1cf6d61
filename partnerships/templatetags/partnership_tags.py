"""What templates show of partnerships."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from communities.models import Community
from communities.namesakes import known_name, told_apart_by
from partnerships.choices import CooperationKind, DocumentKind, PartnershipStatus, Side, Sphere
from partnerships.languages import language_name
from partnerships.models import Activity, Agreement, Document, Partnership, Party
from partnerships.previews import can_be_drawn
from partnerships.services.file_contents import labels_of
from partnerships.status_words import PARTNERSHIP_WORDS, UNKNOWN

register = template.Library()


@register.inclusion_tag("components/status_badge.html")
def status_badge(status: str, *, explain: bool = False) -> dict[str, Any]:
    """Badge of a partnership's status with the Association; ``explain`` adds the words beside it."""
    word = PARTNERSHIP_WORDS.get(status, UNKNOWN)
    label = PartnershipStatus(status).label if status in PartnershipStatus.values else status
    return {"word": word, "label": label, "explain": explain}


@register.filter
def side(partnership: Partnership, name: str) -> list[Party]:
    """Return the (prefetched) parties of one side, in their order."""
    return [party for party in partnership.parties.all() if party.side == Side(name)]


@register.filter
def names(parties: list[Party]) -> str:
    """Return the names of parties, short, in the language of the page; a draft may still lack a side."""
    return ", ".join(party_name(party) for party in parties) or _("not named yet")


@register.filter
def party_name(party: Party) -> str:
    """Return the short name of a party in the language of the page, told apart from its namesakes."""
    if party.municipality:
        return party.municipality.display_name
    return known_name(party.community) if party.community else ""


@register.filter(name="told_apart_by")
def what_tells_apart(unit: Community) -> str:
    """Return what stands beside the full name of a unit: its oblast, and its code where that is not enough."""
    return told_apart_by(unit)


@register.filter
def countries(parties: list[Party]) -> str:
    """Return the countries of foreign parties, each once."""
    found = dict.fromkeys(party.municipality.country.name for party in parties if party.municipality)
    return ", ".join(found)


@register.filter
def oblasts(parties: list[Party]) -> str:
    """Return the oblasts of Ukrainian parties, each once."""
    units = [party.community for party in parties if party.community]
    return ", ".join(dict.fromkeys(unit.oblast.full_name for unit in units if unit.oblast))


@register.filter
def party_body(party: Party) -> str:
    """Return the body that signs: its own name if given, else its kind."""
    return party.body_name_uk or (party.get_body_kind_display() if party.body_kind else "")


@register.filter
def kind_labels(agreement: Agreement) -> list[str]:
    """Return the kinds of cooperation in words."""
    return [str(CooperationKind(kind).label) for kind in agreement.kinds]


@register.filter
def sphere_labels(record: Agreement | Activity) -> list[str]:
    """Return the spheres of cooperation in words."""
    return [str(Sphere(sphere).label) for sphere in record.spheres]


@register.filter
def is_drawn(document: Document) -> bool:
    """Whether the pages of a file can be looked at without saving it."""
    return can_be_drawn(document)


@register.filter
def inside_file(inside: list[str]) -> str:
    """Name what a file holds beside its text."""
    return labels_of(inside)


@register.filter
def document_kind(document: Document) -> str:
    """Return what a file is, with the language of its text where one is known."""
    language = language_name(document.language) if document.language else ""
    if not language or document.kind == DocumentKind.DRAFT_UK:
        return str(document.get_kind_display())
    return f"{document.get_kind_display()} ({language})"


@register.inclusion_tag("components/status_legend.html")
def status_legend(rows: Iterable[Any]) -> dict[str, Any]:
    """Explain the statuses of these rows, each once: a title is read by no finger and by few screen readers."""
    codes = {row.status for row in rows}
    known = [(code, word) for code, word in PARTNERSHIP_WORDS.items() if code in codes]
    return {"words": [(PartnershipStatus(code).label, word) for code, word in known]}
