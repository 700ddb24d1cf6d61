"""Whether the process lives and whether it can work; asked by load balancers, without sign-in."""

from django.conf import settings
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
    """Answer 200 when the database answers, no migration waits and the queue has its tables, else 503.

    A worker that is silent makes it "degraded": letters wait for it, pages do not. With the setting
    ``READY_NEEDS_WORKER`` that is a 503, too.
    """
    checks, age = {"database": "ok", "migrations": "ok", "queue": "ok", "worker": "unknown"}, None
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            checks["migrations"] = "unapplied"
        if queue_tables_exist():
            age = heartbeat_age()
            checks["worker"] = worker_state(age)
        else:
            checks["queue"] = "missing"
    except DatabaseError:
        checks = dict.fromkeys(checks, "unknown") | {"database": "unavailable"}
    needed = [checks[name] for name in ("database", "migrations", "queue")]
    if settings.READY_NEEDS_WORKER:
        needed.append(checks["worker"])
    ready = all(value == "ok" for value in needed)
    status = "unavailable" if not ready else "ok" if checks["worker"] == "ok" else "degraded"
    return JsonResponse(
        {"status": status, "checks": checks, "worker_heartbeat_seconds": age},
        status=200 if ready else 503,
        headers={"Cache-Control": "no-store"},
    )


def worker_state(age: float | None) -> str:
    """Say whether a worker of the queue is at work, by the age of the newest heartbeat."""
    if age is None:
        return "missing"
    return "ok" if age <= settings.WORKER_SILENT_SECONDS else "silent"


def heartbeat_age() -> float | None:
    """Seconds since a worker has last shown itself; None when none is known. One that ends in order is forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        row = cursor.fetchone()
    return round(float(row[0]), 1) if row and row[0] is not None else None


def queue_tables_exist() -> bool:
    """Whether jobs can be written; without them nothing that sends letters can be saved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")
        row = cursor.fetchone()
    return bool(row and row[0])
