"""Counts of public partnerships and their agreements, by one property at a time."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear

from common.api.labels import labels_of
from communities.models import Community, Country
from partnerships.choices import CooperationKind, DocumentType, PartnershipStatus, Side, Sphere
from partnerships.models import Agreement, Partnership, Party

Row = dict[str, Any]


def rows_by(name: str, partnerships: QuerySet[Partnership], agreements: QuerySet[Agreement]) -> list[Row]:
    """Count by one property, the most frequent first, years in their order.

    A partnership may count under several keys: it may have parties in two countries.
    """
    counts, labels = COUNTERS[name](partnerships, agreements)
    if name == "year":
        return [_row(year, counts[year], labels) for year in sorted(counts)]
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return [_row(key, count, labels) for key, count in ordered]


def totals(partnerships: QuerySet[Partnership], agreements: QuerySet[Agreement]) -> dict[str, int]:
    """How many partnerships, agreements, Ukrainian units, foreign territories and countries in all."""
    parties = Party.objects.filter(partnership__in=partnerships)
    different = parties.aggregate(
        communities=Count("community", distinct=True),
        municipalities=Count("municipality", distinct=True),
        countries=Count("municipality__country", distinct=True),
    )
    return {"partnerships": partnerships.count(), "agreements": agreements.count(), **different}


def _row(key: Any, count: int, labels: dict[str, tuple[str, str]]) -> Row:
    label_uk, label_en = labels.get(str(key), (str(key), str(key)))
    return {"key": str(key), "label_uk": label_uk, "label_en": label_en, "count": count}


Counted = tuple[dict[Any, int], dict[str, tuple[str, str]]]


def _by_country(partnerships: QuerySet[Partnership], agreements: QuerySet[Agreement]) -> Counted:
    parties = Party.objects.filter(partnership__in=partnerships, side=Side.FOREIGN)
    counts = _grouped(parties, "municipality__country", "partnership")
    names = Country.objects.filter(pk__in=counts).values_list("pk", "name_uk", "name_en")
    return counts, {code: (uk, en) for code, uk, en in names}


def _by_oblast(partnerships: QuerySet[Partnership], agreements: QuerySet[Agreement]) -> Counted:
    """Units without an oblast (oblasts themselves, Kyiv and Sevastopol) count under their own code."""
    parties = Party.objects.filter(partnership__in=partnerships, side=Side.UKRAINIAN)
    pairs = parties.values_list("partnership", "community__katottg", "community__oblast__katottg")
    counts = Counter(code for _key, code in {(key, oblast or own) for key, own, oblast in pairs})
    names = Community.objects.filter(katottg__in=counts).values_list(
        "katottg", "full_name_uk", "full_name_en"
    )
    return dict(counts), {code: (uk, en) for code, uk, en in names}


def _by_year(partnerships: QuerySet[Partnership], agreements: QuerySet[Agreement]) -> Counted:
    signed = agreements.filter(signed_on__isnull=False).annotate(year=ExtractYear("signed_on"))
    return _grouped(signed, "year", "pk"), {}


def _by_status(partnerships: QuerySet[Partnership], agreements: QuerySet[Agreement]) -> Counted:
    return _grouped(partnerships, "status", "pk"), _labels(PartnershipStatus)


def _by_document_type(partnerships: QuerySet[Partnership], agreements: QuerySet[Agreement]) -> Counted:
    return _grouped(agreements, "document_type", "pk"), _labels(DocumentType)


def _by_sphere(partnerships: QuerySet[Partnership], agreements: QuerySet[Agreement]) -> Counted:
    return _each(agreements.values_list("spheres", flat=True)), _labels(Sphere)


def _by_kind(partnerships: QuerySet[Partnership], agreements: QuerySet[Agreement]) -> Counted:
    return _each(agreements.values_list("kinds", flat=True)), _labels(CooperationKind)


def _grouped(rows: QuerySet, key: str, counted: str) -> dict[Any, int]:
    found = rows.order_by().values_list(key).annotate(found=Count(counted, distinct=True))
    return dict(found)


def _each(lists: Iterable[list[str]]) -> dict[Any, int]:
    return dict(Counter(code for codes in lists for code in codes))


def _labels(choices: Any) -> dict[str, tuple[str, str]]:
    english = labels_of(choices, "en")
    return {code: (label, english[code]) for code, label in labels_of(choices, "uk").items()}


COUNTERS: dict[str, Callable[[QuerySet[Partnership], QuerySet[Agreement]], Counted]] = {
    "country": _by_country,
    "oblast": _by_oblast,
    "year": _by_year,
    "sphere": _by_sphere,
    "status": _by_status,
    "kind": _by_kind,
    "document_type": _by_document_type,
}
