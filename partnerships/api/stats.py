"""Counts with their labels in both languages."""

from collections.abc import Iterable
from typing import Any

from common.api.labels import in_language, labels_of
from common.errors import Text
from communities.models import Community, Country
from partnerships.choices import COUNTED_STATUSES, CooperationKind, DocumentType, Sphere
from partnerships.models import Agreement

Row = dict[str, Any]
Labels = dict[str, tuple[str, str]]
IN_THEIR_ORDER = frozenset({"year"})


def labelled(name: str, counts: dict[str, int]) -> list[Row]:
    """Rows of one property, the most frequent first, years in their order.

    A partnership may count under several keys: it may have parties in two countries.
    """
    labels = labels_for(name, counts)
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = sorted(counts.items()) if name in IN_THEIR_ORDER else by_count
    return [_row(key, count, labels) for key, count in rows]


def _row(key: str, count: int, labels: Labels) -> Row:
    label_uk, label_en = labels.get(key, (key, key))
    return {"key": key, "label_uk": label_uk, "label_en": label_en, "count": count}


def labels_for(name: str, keys: Any) -> Labels:
    """Return what the values of a property are called, in Ukrainian and English."""
    if name == "country":
        rows = Country.objects.filter(pk__in=list(keys)).values_list("pk", "name_uk", "name_en")
        return {code: (uk, en) for code, uk, en in rows}
    if name == "oblast":
        units = Community.objects.filter(katottg__in=list(keys))
        return {
            code: (uk, en) for code, uk, en in units.values_list("katottg", "full_name_uk", "full_name_en")
        }
    if name == "registration_status":
        return _in_both_languages(_case_statuses())
    if name == "status":
        return _in_both_languages(COUNTED_STATUSES)
    choices = VOCABULARIES.get(name)
    return _labels(choices) if choices else {}


VOCABULARIES: dict[str, Any] = {
    "sphere": Sphere,
    "kind": CooperationKind,
    "document_type": DocumentType,
}


def _labels(choices: Any) -> Labels:
    english = labels_of(choices, "en")
    return {code: (label, english[code]) for code, label in labels_of(choices, "uk").items()}


def _in_both_languages(choices: Iterable[tuple[str, Text]]) -> Labels:
    return {code: (in_language("uk", label), in_language("en", label)) for code, label in choices}


def _case_statuses() -> list[tuple[str, Text]]:
    """Statuses with the Ministry; that app comes after this one and is known by its relation only."""
    case: Any = Agreement._meta.get_field("cases").related_model
    return list(case._meta.get_field("status").choices)
