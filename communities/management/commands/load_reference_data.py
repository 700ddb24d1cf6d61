"""``manage.py load_reference_data``: countries, communities and the gazetteer."""

import argparse
import datetime
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communities.loaders.communities import Outcome
from communities.loaders.errors import ReferenceDataError
from communities.loaders.progress import Progress
from communities.loaders.reference import (
    DATASETS,
    apply_workbook,
    refresh_communities,
    refresh_countries,
    refresh_municipalities,
    refresh_places,
)


class Command(BaseCommand):
    help = "Load countries, Ukrainian communities and the gazetteer; does nothing when they are up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only",
            type=_datasets,
            default=list(DATASETS),
            metavar="SETS",
            help=f"comma-separated: {','.join(DATASETS)}",
        )
        parser.add_argument(
            "--codifier", type=Path, metavar="PATH.xlsx", help="apply this newer edition of the codifier"
        )
        parser.add_argument(
            "--in-force-since",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="when that edition took effect: becomes the date on which missing units were abolished",
        )
        parser.add_argument(
            "--successors",
            type=Path,
            metavar="PATH.csv",
            help="columns abolished_katottg, successor_katottg: who took the place of abolished units",
        )

    def handle(self, **options: Any) -> None:
        self.verbosity = options["verbosity"]
        progress = Progress(self.verbosity)
        try:
            if options["codifier"]:
                self._apply_workbook(options, progress)
            else:
                self._refresh(options["only"], progress)
        except ReferenceDataError as error:
            raise CommandError(str(error)) from error

    def _apply_workbook(self, options: dict[str, Any], progress: Progress) -> None:
        outcome = apply_workbook(
            options["codifier"],
            in_force_since=options["in_force_since"],
            successors=options["successors"],
            progress=progress,
        )
        self._say(describe(outcome))

    def _refresh(self, datasets: Iterable[str], progress: Progress) -> None:
        for name in (name for name in DATASETS if name in datasets):
            start = time.monotonic()
            if name == "communities":
                outcome = refresh_communities(progress)
                result = describe(outcome) if outcome else None
            else:
                rows = self._rows_of(name, progress)
                result = f"{name}: {rows} rows" if rows is not None else None
            self._say(f"{result} ({time.monotonic() - start:.1f} s)" if result else f"{name}: up to date")

    def _rows_of(self, name: str, progress: Progress) -> int | None:
        if name == "countries":
            return refresh_countries()
        return refresh_places(progress) if name == "places" else refresh_municipalities()

    def _say(self, text: str) -> None:
        if self.verbosity:
            self.stdout.write(text)


def describe(outcome: Outcome) -> str:
    """One line for the operator."""
    return (
        f"communities: {outcome.total} units, {len(outcome.created)} new, {len(outcome.changed)} changed, "
        f"{len(outcome.renamed)} of them renamed, {len(outcome.abolished)} abolished"
    )


def _datasets(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in DATASETS]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"choose from {', '.join(DATASETS)}")
    return names
