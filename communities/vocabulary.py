"""The vocabulary of each kind of records: learning its words, and correcting what is asked by them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, router, transaction

from common.reading import Rows, read_rows
from common.search.latin import asked_latin_forms, cyrillic_forms
from common.search.lemmas import lemmas
from common.search.spelling import SHORTEST, all_deletes, best, deletes, distance, tolerance
from communities.models.vocabulary import SearchWord, VocabularyScope

__all__ = [
    "VocabularyScope",
    "begun",
    "corrections",
    "forget",
    "frequency",
    "graded_corrections",
    "learn",
    "recount",
]

LONGEST_WORD = 40
MOST_CORRECTED = 6  # words of one query
MOST_CANDIDATES = 30  # for one word
_BATCH = 2000
_WORDS = "communities_searchword WHERE scope"
_MOST_FORMS = 3  # dictionary forms of a word that are corrected
_VECTORS = {
    VocabularyScope.COMMUNITY: "SELECT search_vector FROM communities_community",
    VocabularyScope.MUNICIPALITY: "SELECT search_vector FROM communities_foreignmunicipality",
    VocabularyScope.PLACE: "SELECT search_vector FROM communities_place",
}

Sharing = Mapping[str, dict[str, int]]


def learn(scope: str, words: Iterable[str]) -> int:
    """Add the words that are new; return how many. Safe when several learn the same words at once.

    Sorted, so that two transactions never wait for each other.
    """
    wanted = sorted({word for word in words if _is_learnable(word)})
    added = 0
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        known = set(SearchWord.objects.filter(scope=scope, word__in=part).values_list("word", flat=True))
        rows = [
            SearchWord(scope=scope, word=word, deletes=deletes(word)) for word in part if word not in known
        ]
        SearchWord.objects.bulk_create(rows, ignore_conflicts=True)
        added += len(rows)
    return added


def _is_learnable(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST_WORD and word.isalpha()


def forget(scope: str) -> None:
    """Drop all words of a scope, before its records are loaded anew."""
    SearchWord.objects.filter(scope=scope)._raw_delete(router.db_for_write(SearchWord))


@transaction.atomic  # the counts live in a table of this transaction
def recount(scope: str, vectors: str | None = None) -> None:
    """Count in how many records each learnt word occurs, and forget the words that occur in none.

    ``vectors`` is a statement that yields the search vectors of the scope; needed where this app does not
    know them. Reads every vector: for loaders and nightly work, not for a request.
    """
    statement = vectors or _VECTORS[VocabularyScope(scope)]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE word_count ON COMMIT DROP AS SELECT word, ndoc FROM ts_stat(%s)",
            [statement],
        )
        cursor.execute(
            "UPDATE communities_searchword AS known SET frequency = word_count.ndoc FROM word_count "
            "WHERE known.scope = %s AND known.word = word_count.word AND known.frequency <> word_count.ndoc",
            [scope],
        )
        cursor.execute(
            "DELETE FROM communities_searchword AS known WHERE known.scope = %s "
            "AND NOT EXISTS (SELECT 1 FROM word_count WHERE word_count.word = known.word)",
            [scope],
        )
        cursor.execute("DROP TABLE word_count")


def frequency(scope: str, word: str) -> int:
    """In how many records of the scope a folded word occurs, as last counted; 0 when it is unknown."""
    found = SearchWord.objects.filter(scope=scope, word=word).values_list("frequency", flat=True)
    return found[0] if found else 0


def frequencies(scope: str, words: Sequence[str]) -> dict[str, int]:
    """The same for several words in one query; unknown words are absent."""
    found = SearchWord.objects.filter(scope=scope, word__in=words).order_by()
    return dict(found.values_list("word", "frequency"))


def frequent_words(scope: str, least: int) -> list[tuple[str, int]]:
    """Words that occur in so many records, with their frequencies as last counted."""
    sql = f"SELECT word, frequency FROM {_WORDS} = %s AND frequency >= %s"
    return [(word, count) for word, count in _rows(sql, [scope, least])]


def corrections(scope: str, words: Sequence[str], *, known_too: bool = False) -> dict[str, list[str]]:
    """Return for each misspelled (folded) word the words it is likely to mean, best first.

    A word that begins a known word is not misspelled, unless ``known_too``. Also a word in the other script
    is corrected through its transliteration.
    """
    graded = graded_corrections(scope, words, known_too=known_too)
    return graded[-1] if graded else {}


def graded_corrections(
    scope: str, words: Sequence[str], *, known_too: bool = False
) -> list[dict[str, list[str]]]:
    """The likeliest corrections, then wider ones: as it was typed and with its first letter; in any spelling."""
    asked = list(dict.fromkeys(word for word in words if _is_learnable(word)))[:MOST_CORRECTED]
    if not known_too:
        known = _known(scope, asked)
        asked = [word for word in asked if word not in known]
    if not asked:
        return []
    variants = {word: _variants(word) for word in asked}
    wanted = all_deletes(form for forms in variants.values() for form in forms)
    sharing = _sharing(scope, wanted)
    alike = {word: _choose(word, forms[:1], sharing) for word, forms in variants.items()}
    alike = {word: [other for other in found if other[0] == word[0]] for word, found in alike.items()}
    widest = {word: _choose(word, forms, sharing) for word, forms in variants.items()}
    grades = [{word: found for word, found in grade.items() if found} for grade in (alike, widest)]
    return [grade for place, grade in enumerate(grades) if grade and grade not in grades[:place]]


def begun(scope: str, word: str, most: int) -> int:
    """How many known words begin so, as far as ``most``."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {_WORDS} = %s AND word >= %s AND word < %s LIMIT {int(most)}) AS few"
    return int(_rows(sql, [scope, word, f"{word}\U0010ffff"], prepare=True)[0][0])


def _sharing(scope: str, forms: Sequence[str]) -> Sharing:
    """Form → the words (with their frequency) that share it.

    Form by form: asked for many at once, the planner thinks that most words do and reads the whole vocabulary.
    """
    sql = (
        "SELECT form, word, frequency FROM unnest(%s::text[]) AS given(form), LATERAL "
        # The scope is no parameter, so that the planner sees which of the partial indexes serves.
        f"(SELECT word, frequency FROM {_WORDS} = '{VocabularyScope(scope).value}' "
        "AND deletes @> ARRAY[given.form]) AS sharing"
    )
    sharing: dict[str, dict[str, int]] = defaultdict(dict)
    for form, word, count in _rows(sql, [list(forms)], prepare=True):
        sharing[form][word] = count
    return sharing


def _known(scope: str, words: Sequence[str]) -> set[str]:
    """Those of the words of which a form or a dictionary form is in the vocabulary, or begins a word there."""
    pairs = [(word, form) for word in words for form in {word, *lemmas(word), *asked_latin_forms(word)[:1]}]
    if not pairs:
        return set()
    sql = (
        "SELECT asked FROM unnest(%s::text[], %s::text[]) AS given(asked, form) "
        f"WHERE EXISTS (SELECT 1 FROM {_WORDS} = %s AND word = form) "
        "UNION SELECT asked FROM unnest(%s::text[]) AS given(asked) "
        # A range of the unique index; LIKE would depend on the locale.
        f"WHERE EXISTS (SELECT 1 FROM {_WORDS} = %s AND word >= asked AND word < asked || %s)"
    )
    typed, forms = [word for word, _form in pairs], [form for _word, form in pairs]
    return {
        row[0] for row in _rows(sql, [typed, forms, scope, list(words), scope, "\U0010ffff"], prepare=True)
    }


def _rows(sql: str, params: Sequence[Any], *, prepare: bool = False) -> Rows:
    return read_rows(router.db_for_read(SearchWord), sql, params, prepare=prepare)


def _variants(word: str) -> tuple[str, ...]:
    """The word, its spellings in the other script, and what it may be a form of."""
    other = [*asked_latin_forms(word)[:3], *cyrillic_forms(word)]
    return tuple(dict.fromkeys([word, *other, *lemmas(word)[:_MOST_FORMS]]))


def _choose(word: str, variants: Sequence[str], sharing: Sharing) -> list[str]:
    """Nearest to the word as typed; then to its other spellings."""
    by_distance: dict[int, list[str]] = defaultdict(list)
    for place, variant in enumerate(variants):
        # Only what shares a form can be near.
        candidates = {
            other: count for form in deletes(variant) for other, count in sharing.get(form, {}).items()
        }
        for other in [
            *([variant] if place and variant in candidates else []),
            *best(variant, candidates, MOST_CANDIDATES),
        ]:
            by_distance[distance(variant, other, tolerance(variant))].append(other)
    if not by_distance:
        return []
    nearest = list(dict.fromkeys(by_distance[min(by_distance)]))
    return [other for other in nearest if other != word][:MOST_CANDIDATES]
