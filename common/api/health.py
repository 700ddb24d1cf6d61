"""Whether the process lives and whether it can work; asked by load balancers, without sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process runs; asks nothing of the database."""
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, no migration waits and the queue has its tables.

    Else 503 with what fails. Whether a worker runs is not asked: letters wait for it, pages do not.
    """
    checks = {"database": "ok", "migrations": "ok", "queue": "ok"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            checks["migrations"] = "unapplied"
        if not queue_tables_exist():
            checks["queue"] = "missing"
    except DatabaseError:
        checks = {"database": "unavailable", "migrations": "unknown", "queue": "unknown"}
    ready = all(value == "ok" for value in checks.values())
    return JsonResponse(
        {"status": "ok" if ready else "unavailable", "checks": checks},
        status=200 if ready else 503,
        headers={"Cache-Control": "no-store"},
    )


def queue_tables_exist() -> bool:
    """Whether jobs can be written; without them nothing that sends letters can be saved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")
        row = cursor.fetchone()
    return bool(row and row[0])
