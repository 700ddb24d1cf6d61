"""``manage.py notices_daily``: what the queue's worker does every day, by hand or by cron."""

from typing import Any

from django.core.management.base import BaseCommand

from notices.services.daily import forget_old_notices, remind, start_digests


class Command(BaseCommand):
    help = (
        "Tell of deadlines that come near, put today's daily letters into the queue, forget old read notices."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        told, letters = remind(), start_digests(at_any_hour=True)
        gone = forget_old_notices()
        if verbosity:
            self.stdout.write(
                f"notices: {told} reminders written, {letters} daily letters in the queue, {gone} old ones removed"
            )
