"""Filling a database of the bench; run by ``bench.databases`` as ``python -m bench.data STEP``."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tqdm import tqdm

    from bench.rows import Generator

SEED = 2026
CHUNK = 5000


def main() -> None:
    """Carry out one step on the database of DATABASE_URL."""
    django.setup()
    step, *arguments = sys.argv[1:]
    started = time.monotonic()
    steps: dict[str, Callable[..., None]] = {
        "reference": reference,
        "partnerships": partnerships,
        "records": records,
        "enlarge": enlarge,
    }
    steps[step](*arguments)
    print(f"  {step}: {time.monotonic() - started:.0f} s", flush=True)


def reference() -> None:
    """Make the tables; load countries, communities and the gazetteer."""
    from django.core.management import call_command

    print("Tables and reference data", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference_data", verbosity=0)


def partnerships(size: str) -> None:
    """Invent partnerships and all that belongs to them."""
    from tqdm import tqdm

    from bench.population import make_population
    from bench.rows import Generator

    wanted = int(size)
    print(f"Inventing {wanted:,} partnerships", flush=True)
    population = make_population(SEED, municipalities=max(60, min(5000, wanted // 4)))
    load(Generator(wanted, population, SEED), bar=tqdm(total=wanted, unit="partnership", disable=None))


def load(generator: "Generator", bar: "tqdm | None" = None) -> None:
    """Write everything by COPY, with the triggers off; then the history and the counters that they keep."""
    from django.db import connection, transaction

    from bench.copying import set_sequences
    from bench.history import set_counters, write_history

    tables = generator.all_tables()
    with transaction.atomic():
        connection.ensure_connection()
        raw = connection.connection
        raw.execute("SET LOCAL session_replication_role = replica")  # triggers and foreign keys sleep
        raw.execute("SET LOCAL synchronous_commit = off")
        for number in generator.partnerships():
            if number % CHUNK == 0 or number == generator.size:
                for table in tables:
                    table.flush(raw)
                if bar is not None:
                    bar.update(number - bar.n)
        write_history(raw)
        set_sequences(raw, tables)
        set_counters(generator)


def enlarge(factor: str) -> None:
    """Copy the rows of a smaller database several times over."""
    from bench.enlarge import enlarge as copy_rows

    copy_rows(int(factor))


def records() -> None:
    """Make the read model from what is there, in all processes; then gather statistics."""
    from django.core.management import call_command

    from bench.records import rebuild

    call_command("compile_translations", verbosity=0)  # the documents hold labels in Ukrainian
    rebuild()


if __name__ == "__main__":
    main()
