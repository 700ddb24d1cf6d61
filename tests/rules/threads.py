"""Two people at the same moment: real threads, real connections, one barrier."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all works at the same moment; return what each returned or raised, in order."""
    barrier = threading.Barrier(len(works), timeout=20)

    def run(work: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            barrier.wait()
            return work()
        except Exception as error:  # the outcome is what the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def split(outcomes: list[object]) -> tuple[list[object], list[Exception]]:
    """Return what succeeded and what was refused."""
    failed = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)], failed
