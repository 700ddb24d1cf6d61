"""``manage.py notices_failed``: letters that could not be sent, also after all tries."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django.models import ProcrastinateJob

from notices.jobs import retry_failed


class Command(BaseCommand):
    help = "List the jobs that failed for good; ends with 1 when there are any, unless they are tried again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true", help="put them into the queue again")

    def handle(self, *, retry: bool, **options: Any) -> None:
        failed = list(ProcrastinateJob.objects.filter(status="failed").order_by("pk"))
        for job in failed:
            self.stdout.write(f"{job.pk}: {job.task_name} {job.args}, tried {job.attempts} times")
        if retry:
            retry_failed()
        what = "put into the queue again" if retry else "failed"
        self.stdout.write(f"{len(failed)} jobs {what}")
        if failed and not retry:
            raise SystemExit(1)
