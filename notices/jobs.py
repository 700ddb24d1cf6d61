"""The jobs of the queue: how many wait, which have failed for good, and trying them again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from accounts.models import Invitation
from notices.models import Notice

FAILED = "failed"
MOST_SHOWN = 200


@dataclass(frozen=True)
class FailedJob:
    """A job that was tried as often as it may be."""

    pk: int
    task: str
    about: str
    attempts: int
    at: datetime | None


def job_counts() -> dict[str, int]:
    """How many jobs there are by status: todo, doing, succeeded, failed."""
    rows = ProcrastinateJob.objects.order_by().values_list("status").annotate(found=Count("pk"))
    return {str(status): found for status, found in rows}


def failed_jobs() -> list[FailedJob]:
    """Those that failed for good, the newest first; of a letter also to whom it was to go."""
    jobs = list(ProcrastinateJob.objects.filter(status=FAILED).order_by("-pk")[:MOST_SHOWN])
    moments = dict(
        ProcrastinateEvent.objects.filter(job__in=[job.pk for job in jobs])
        .order_by()
        .values_list("job")
        .annotate(at=Max("at"))
    )
    invitations = Invitation.objects.select_related("community__oblast").in_bulk(
        [job.args["invitation_id"] for job in jobs if "invitation_id" in job.args]
    )
    notices = Notice.objects.select_related("recipient").in_bulk(
        [job.args["notice_id"] for job in jobs if "notice_id" in job.args]
    )
    return [
        FailedJob(
            job.pk, job.task_name, _about(job.args, notices, invitations), job.attempts, moments.get(job.pk)
        )
        for job in jobs
    ]


def _about(args: dict[str, Any], notices: dict[int, Notice], invitations: dict[int, Invitation]) -> str:
    if invitation := invitations.get(args.get("invitation_id", 0)):
        return f"{invitation.community} → {invitation.email}"
    if email := args.get("email"):
        return f"→ {email}"
    notice = notices.get(args.get("notice_id", 0))
    return f"{notice.get_kind_display()} → {notice.recipient}" if notice else ""


def retry_failed(pk: int | None = None) -> int:
    """Put one failed job, or all of them, into the queue again; returns how many."""
    jobs = ProcrastinateJob.objects.filter(status=FAILED).order_by("pk")
    if pk is not None:
        jobs = jobs.filter(pk=pk)
    ids = list(jobs.values_list("pk", flat=True))
    for job_id in ids:
        app.job_manager.retry_job_by_id(job_id, retry_at=timezone.now())
    return len(ids)
