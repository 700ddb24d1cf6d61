"""``manage.py check_records``: compare every row of the read model, and the counts, with the truth."""

import sys
from collections.abc import Iterable
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
        "Compare every row of the read model, and the counts of the public ones, with the truth; with --repair "
        "write what differs anew. Ends with 1 when something differs and was not repaired. Run it with --repair "
        "every night: terms end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the rows that differ anew")
        parser.add_argument("--missing", action="store_true", help="look only at partnerships without a row")

    def handle(self, *, repair: bool, missing: bool, verbosity: int, **options: Any) -> None:
        rows = Partnership.objects.order_by("pk")
        if missing:
            rows = rows.filter(Q(record=None) | Q(desk_record=None))
        ids = list(rows.values_list("pk", flat=True))
        quiet = not verbosity or not sys.stderr.isatty()
        different = self._compare(ids, repair=repair, quiet=quiet)
        if repair and ids:
            with transaction.atomic():
                recount(VocabularyScope.RECORD, VECTORS)
        wrong: list[WrongCount] = []
        if not missing:
            wrong = rebuild_counts() if repair else wrong_counts()
        if (different or wrong) and not repair:
            raise CommandError(_problems(len(ids), different, wrong))
        if verbosity and ids:
            done = f"{len(different)} repaired: {_codes(different)}" if different else "all as they should be"
            self.stdout.write(f"{len(ids)} records compared, {done}")
        if verbosity and wrong:
            self.stdout.write(f"{len(wrong)} counts repaired: {_shown(map(str, wrong))}")

    def _compare(self, ids: list[int], *, repair: bool, quiet: bool) -> list[int]:
        """Return the partnerships whose rows differed."""
        different: list[int] = []
        with tqdm(total=len(ids), desc="records", unit="record", disable=quiet) as bar:
            for start in range(0, len(ids), BATCH):
                batch = ids[start : start + BATCH]
                found = different_records(batch)
                if repair and found:
                    repair_records(found)
                different += found
                bar.update(len(batch))
        return different


def _problems(compared: int, different: list[int], wrong: list[WrongCount]) -> str:
    told = [f"{len(different)} of {compared} records differ: {_codes(different)}."] if different else []
    if wrong:
        told.append(f"{len(wrong)} counts differ: {_shown(map(str, wrong))}.")
    return " ".join([*told, "Repair with --repair."])


def _codes(partnership_ids: list[int]) -> str:
    rows = Partnership.objects.filter(pk__in=partnership_ids[: SHOWN + 1]).order_by("pk")
    return _shown(rows.values_list("code", flat=True))


def _shown(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:SHOWN] + ["…"] * (len(every) > SHOWN))
