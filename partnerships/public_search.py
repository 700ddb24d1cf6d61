"""What texts find, as a condition on partnerships.

A plain AND between words until the search engine over ``Record`` takes its place.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.text import fold
from partnerships.models import Agreement, Party
from partnerships.selectors import public_agreement_condition

MOST_WORDS = 12


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


def _has_party(condition: Q) -> Q:
    return Q(Exists(Party.objects.filter(condition, partnership=OuterRef("pk"))))


def _public_agreements() -> QuerySet[Agreement]:
    return Agreement.objects.filter(public_agreement_condition())


def _has_agreement(condition: Q, agreements: QuerySet[Agreement] | None = None) -> Q:
    known = _public_agreements() if agreements is None else agreements
    return Q(Exists(known.filter(condition, partnership=OuterRef("pk"))))
