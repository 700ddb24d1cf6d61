"""``manage.py check_records``: compare every row of the read model, and the counts, with the truth."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q
from tqdm import tqdm

from communities.vocabulary import VocabularyScope, recount
from partnerships.models import Partnership
from partnerships.records.check import different_records, repair_records
from partnerships.records.sums import WrongCount, rebuild_counts, wrong_counts

BATCH = 500
VECTORS = "SELECT words FROM partnerships_record WHERE is_public"
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Compare every row of the read model, and the counts of all public ones, with the truth; with --repair "
        "write what differs anew. Ends with 1 when something differs and was not repaired. Run it with --repair every night: terms end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the rows that differ anew")
        parser.add_argument("--missing", action="store_true", help="look only at partnerships without a row")

    def handle(self, *, repair: bool, missing: bool, verbosity: int, **options: Any) -> None:
        rows = Partnership.objects.order_by("pk")
        if missing:
            rows = rows.filter(Q(record=None) | Q(desk_record=None))
        ids = list(rows.values_list("pk", flat=True))
        different: list[int] = []
        quiet = not verbosity or not sys.stderr.isatty()
        with tqdm(total=len(ids), desc="records", unit="record", disable=quiet) as bar:
            for start in range(0, len(ids), BATCH):
                batch = ids[start : start + BATCH]
                found = different_records(batch)
                if repair and found:
                    repair_records(found)
                different += found
                bar.update(len(batch))
        if repair and ids:
            with transaction.atomic():
                recount(VocabularyScope.RECORD, VECTORS)
        wrong = [] if missing else wrong_counts()
        if repair and not missing:
            rebuild_counts()
        self._report(len(ids), different, repaired=repair, verbosity=verbosity)
        self._report_counts(wrong, repaired=repair, verbosity=verbosity)

    def _report(self, compared: int, different: list[int], *, repaired: bool, verbosity: int) -> None:
        codes = Partnership.objects.filter(pk__in=different[:SHOWN]).order_by("pk")
        named = ", ".join(codes.values_list("code", flat=True))
        named += ", …" if len(different) > SHOWN else ""
        if different and not repaired:
            raise CommandError(
                f"{len(different)} of {compared} records differ: {named}. Repair with --repair."
            )
        if verbosity and compared:
            done = f"{len(different)} repaired: {named}" if different else "all as they should be"
            self.stdout.write(f"{compared} records compared, {done}")

    def _report_counts(self, wrong: list[WrongCount], *, repaired: bool, verbosity: int) -> None:
        named = ", ".join(map(str, wrong[:SHOWN])) + (", …" if len(wrong) > SHOWN else "")
        if wrong and not repaired:
            raise CommandError(f"{len(wrong)} counts differ: {named}. Repair with --repair.")
        if verbosity and wrong:
            self.stdout.write(f"{len(wrong)} counts repaired: {named}")
