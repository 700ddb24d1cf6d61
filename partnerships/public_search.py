"""What the public can find: filters and search over public partnerships.

A plain AND between words until the search engine over ``Record`` takes its place.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from common.text import fold
from partnerships.managers import PUBLIC_STATUSES, PartnershipQuerySet
from partnerships.models import Agreement, Partnership, Party
from partnerships.selectors import public_agreement_condition

MOST_WORDS = 12


@dataclass(frozen=True)
class PublicFilter:
    """What a reader asked for; empty values do not filter."""

    query: str = ""
    status: str = ""
    country: str = ""
    oblast: str = ""  # KATOTTG code of the oblast
    sort: str = ""


def find_public(wanted: PublicFilter) -> PartnershipQuerySet:
    """Return public partnerships that meet all conditions, in a stable order."""
    found = Partnership.objects.public()
    if wanted.country:
        found = found.filter(_has_party(Q(municipality__country=wanted.country)))
    if wanted.oblast:
        in_oblast = Q(community__oblast__katottg=wanted.oblast) | Q(community__katottg=wanted.oblast)
        found = found.filter(_has_party(in_oblast))
    if wanted.status:
        found = found.filter(_status_condition(wanted.status))
    if wanted.query:
        found = found.filter(text_condition(wanted.query))
    return _ordered(found, wanted.sort)


def _ordered(found: PartnershipQuerySet, sort: str) -> PartnershipQuerySet:
    if sort == "community":
        first = Party.objects.filter(partnership=OuterRef("pk"), side="ukrainian").order_by("position", "id")
        return found.annotate(first_name=Subquery(first.values("community__name_sort")[:1])).order_by(
            "first_name", "id"
        )
    return found.order_by("-id")


def text_condition(text: str, agreements: QuerySet[Agreement] | None = None) -> Q:
    """Match every word of a text, or the whole text as a code or a registration number.

    A word is the beginning of a word in a name of a party (in any language), or part of a title of one of
    ``agreements`` (the public ones unless told): a hidden title must not show by being found.
    """
    known = _public_agreements() if agreements is None else agreements
    folded = fold(text)
    words = folded.split()[:MOST_WORDS]
    number = Q(code__iexact=text.strip()) | _has_agreement(
        Q(register_entry__number_key=folded.replace(" ", "")[:50])
    )
    if not words:
        return number
    every_word = Q()
    for word in words:
        every_word &= _word_condition(word, known)
    return number | every_word


def _word_condition(word: str, agreements: QuerySet[Agreement]) -> Q:
    party = (
        Q(community__search_text__contains=f" {word}")
        | Q(municipality__search_text__contains=f" {word}")
        | Q(body_name_uk__icontains=word)
        | Q(body_name_original__icontains=word)
    )
    titled = Q(title_uk__icontains=word) | Q(title_en__icontains=word)
    return _has_party(party) | _has_agreement(titled, agreements)


def _status_condition(status: str) -> Q:
    """Conditions for the three facts, each by itself."""
    cleared = Q(cases__order__isnull=False) & ~Q(cases__status="withdrawn")
    conditions = {
        "checked": Q(status__in=PUBLIC_STATUSES),
        "cleared": _has_agreement(cleared),
        "registered": _has_agreement(Q(register_entry__isnull=False)),
        "not_registered": ~_has_agreement(Q(register_entry__isnull=False)),
        "ended": Q(status="ended"),
    }
    return conditions[status]


def _has_party(condition: Q) -> Q:
    return Q(Exists(Party.objects.filter(condition, partnership=OuterRef("pk"))))


def _public_agreements() -> QuerySet[Agreement]:
    return Agreement.objects.filter(public_agreement_condition())


def _has_agreement(condition: Q, agreements: QuerySet[Agreement] | None = None) -> Q:
    known = _public_agreements() if agreements is None else agreements
    return Q(Exists(known.filter(condition, partnership=OuterRef("pk"))))
