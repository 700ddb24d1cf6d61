"""manage.py verify_register: whether the register is still what was registered."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from registration.models import LegalAct
from registration.register_chain import chain_problems


class Command(BaseCommand):
    help = "Walk the hash chain of the register; exit 1 and name every place where it does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        for problem in chain_problems():
            problems += 1
            self.stderr.write(f"{problem.number}: {problem.detail}")
        count = LegalAct.objects.count()
        if problems:
            self.stderr.write(f"{problems} problems in {count} legal acts.")
            sys.exit(1)
        last = LegalAct.objects.order_by("-sequence").first()
        self.stdout.write(
            f"The register holds: {count} legal acts." + (f" Last hash: {last.act_hash}" if last else "")
        )
