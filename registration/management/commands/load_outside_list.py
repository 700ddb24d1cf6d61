"""``manage.py load_outside_list FILE --name … --date …``: what others claim, to be compared with what is filed."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from registration.models import ClaimState
from registration.outside_lists.loading import load_list
from registration.outside_lists.reading import COLUMNS, UnreadableListError, read_list


class Command(BaseCommand):
    """Every row is kept as it stands; loading the same list again changes only what has changed."""

    help = "Load a list of partnerships that others keep (CSV in UTF-8). Columns: " + "; ".join(
        f"{what}: {' / '.join(names)}" for what, names in COLUMNS.items()
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which file, and what list it is."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", required=True, help="name of the list")
        parser.add_argument("--date", required=True, type=date.fromisoformat, help="its day, as 2026-05-15")
        parser.add_argument("--source", default="", help="its address")
        parser.add_argument("--licence", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, with a progress bar, and report."""
        try:
            rows = list(read_list(options["file"]))
        except (UnreadableListError, OSError) as error:
            raise CommandError(str(error)) from None
        told = load_list(
            tqdm(rows, unit="row", disable=None),
            name=options["name"],
            dated_on=options["date"],
            source=options["source"],
            licence=options["licence"],
        )
        self.stdout.write(
            f"{len(rows)} rows of “{options['name']}”; partner known in {told['partner known']}:"
        )
        for state in ClaimState:
            self.stdout.write(f"  {told[state]:>6}  {state.value}")
