"""How the desks search: by code, registration number, any name in any language, AND between words."""

from django.db.models import Exists, OuterRef, Q

from common.text import fold
from partnerships.models import Agreement, Party


def search_condition(asked: str, *, path: str = "pk") -> Q:
    """Rows whose partnership (its id at ``path``) has every word, or the registration number as a whole."""
    code = "code" if path == "pk" else f"{path}__code"
    numbered = Agreement.objects.filter(
        partnership=OuterRef(path), register_entry__number_key=fold(asked).replace(" ", "")
    )
    every_word = Q()
    for word in asked.split():
        every_word &= _has_word(word, path, code)
    return every_word | Q(Exists(numbered))


def _has_word(word: str, path: str, code: str) -> Q:
    """A word of a name (folded, so that case, accents and apostrophes do not matter), a title or the code."""
    parties = Party.objects.filter(partnership=OuterRef(path))
    for part in fold(word).split():
        parties = parties.filter(
            Q(community__search_text__contains=part)
            | Q(municipality__search_text__contains=part)
            | Q(body_name_uk__icontains=part)
        )
    titled = Agreement.objects.filter(
        Q(title_uk__icontains=word) | Q(title_en__icontains=word), partnership=OuterRef(path)
    )
    return Q(Exists(parties)) | Q(Exists(titled)) | Q(**{f"{code}__icontains": word})
