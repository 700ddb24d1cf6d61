"""The read model of a whole database, built in several processes by the code that services use."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django
from django.db import connection
from tqdm import tqdm

TABLES = ("partnerships_record", "partnerships_deskrecord")
MOST_OF_A_TASK = 2000  # terms of the parties are made once for each task
PROCESSES = int(os.environ.get("BENCH_PROCESSES") or os.cpu_count() or 1)


def rebuild() -> None:
    """Write all records anew: without the indexes, which are made afterwards, and without triggers."""
    from partnerships.models import Partnership

    ids = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    print(f"Records of {len(ids):,} partnerships in {PROCESSES} processes", flush=True)
    indexes = drop_indexes()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)}")
        cursor.execute("DELETE FROM communities_searchword WHERE scope = 'record'")
    build(ids)
    print("Indexes, vocabulary, statistics", flush=True)
    make_indexes(indexes)
    finish()


def build(ids: Sequence[int]) -> None:
    """Build the records of these partnerships; each task is a slice of them."""
    step = max(100, min(MOST_OF_A_TASK, len(ids) // (PROCESSES * 4)))
    tasks = [ids[start : start + step] for start in range(0, len(ids), step)]
    connection.close()
    context = get_context("spawn")
    with (
        ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=begin) as pool,
        tqdm(total=len(ids), unit="record", disable=None) as bar,
    ):
        for count in pool.map(refresh, tasks):
            bar.update(count)


def begin() -> None:
    """Make a process ready: triggers off, no waiting for the disk."""
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")


def refresh(ids: Sequence[int]) -> int:
    """Write some records. Not in one transaction: processes that learn the same words would wait."""
    from partnerships.records.refresh import refresh_records

    return refresh_records(ids)


def drop_indexes(tables: Sequence[str] = TABLES) -> list[str]:
    """Drop all indexes that guard nothing; return the statements that make them."""
    query = (
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary AND NOT indisunique"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(tables)])
        found = cursor.fetchall()
        for name, _statement in found:
            cursor.execute(f"DROP INDEX {name}")
    return [statement for _name, statement in found]


def make_indexes(statements: Sequence[str]) -> None:
    """Make the indexes from whole tables, with much memory."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET synchronous_commit = off")
        for statement in tqdm(statements, unit="index", disable=None):
            cursor.execute(statement)


def finish() -> None:
    """Count what triggers would have counted: words, facets, the version of the records; gather statistics."""
    from django.db import transaction

    from communities.vocabulary import VocabularyScope, recount
    from partnerships.records.sums import rebuild_counts

    rebuild_counts()
    with transaction.atomic():
        recount(VocabularyScope.RECORD, "SELECT words FROM partnerships_record WHERE is_public")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO partnerships_recordversion (id, version) VALUES (1, 1) "
            "ON CONFLICT (id) DO UPDATE SET version = partnerships_recordversion.version + 1"
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
