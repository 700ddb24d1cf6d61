"""Names of several words of which one is written so that no vocabulary knows what it was: «Пісмо-іч».

Words of two letters are in no vocabulary: everything is similar to them. So the other words are looked up, and
the whole names are compared.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from common.reading import read_rows
from common.search.query import Query
from common.search.spelling import distance, tolerance
from common.search.tsquery import all_of, any_of, exactly
from common.text import fold
from communities.search.candidates import MATCHES, Candidates
from communities.search.narrowing import condition_of
from communities.search.ranks import SIMILAR

MOST_LOOKED_AT = 300
_MOST_WORDS = 6


def nearly_named(rows: QuerySet[Any], query: Query, names: Sequence[str]) -> Candidates:
    """Rows with a name that differs from the text by a letter or two, all in one word; the nearest first."""
    words = query.typed
    if not 1 < len(words) <= _MOST_WORDS or any(word.numbers for word in words):
        return {}
    others = [all_of(exactly(word) for word in words if word is not wrong) for wrong in words]
    meta, narrow = rows.model._meta, condition_of(rows)
    sql = (
        f"SELECT {meta.pk.column}, {', '.join(names)} FROM {meta.db_table} {narrow.also(MATCHES)} "
        f"LIMIT {MOST_LOOKED_AT}"
    )
    found = read_rows(rows.db, sql, [*narrow.params, any_of(*others)])
    far = {key: min(distance(fold(name), query.text) for name in spelled) for key, *spelled in found}
    near = sorted((key for key in far if far[key] <= tolerance(query.text)), key=far.__getitem__)
    return dict.fromkeys(near, SIMILAR)
