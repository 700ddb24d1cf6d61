"""``manage.py seed_demo``: demo accounts and records in every status."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation
from tqdm import tqdm

from common.errors import DomainError
from communities.models import Community, Place
from demo.mark import make_ours
from demo.people import make_accounts
from demo.stories import STORIES, TRANSFERRED, outside
from demo.stories.model import Story, Transferred
from demo.teller import Teller
from notices.services import without_letters
from partnerships.models import Agreement
from registration.outside_lists.loading import load_list
from registration.outside_lists.reading import ListRow

ENVIRONMENTS = {"development", "test"}


class Command(BaseCommand):
    help = "Make the demo accounts and records that are missing; for development only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do nothing when any demo record is there already"
        )

    def handle(self, *, once: bool, verbosity: int, **options: Any) -> None:
        if settings.ENVIRONMENT not in ENVIRONMENTS:
            raise CommandError("Demo accounts have a published password: never outside development.")
        if not make_ours():
            raise CommandError(
                "This database holds accounts or records that are no demo: demo accounts, whose password is "
                "published, are made only in a database that `make run` has made or that is still empty."
            )
        told = told_titles()
        if once and told:
            return
        require_reference_data()
        untold = [story for story in (*STORIES, *TRANSFERRED) if title_of(story) not in told]
        # The summaries and reasons are Ukrainian texts, and so are the names in the history.
        with translation.override("uk"), transaction.atomic(), without_letters():
            make_accounts()
            self._tell(untold, quiet=not verbosity or not sys.stderr.isatty())
            load_list(outside_rows(), name=outside.NAME, dated_on=outside.DATED_ON)
        if verbosity:
            self.stdout.write(f"demo: {len(untold)} records made, {len(told)} were there")

    def _tell(self, stories: list[Story | Transferred], *, quiet: bool) -> None:
        teller = Teller()
        for story in tqdm(stories, desc="demo records", unit="record", disable=quiet):
            try:
                if isinstance(story, Transferred):
                    teller.tell_transferred(story)
                else:
                    teller.tell(story)
            except DomainError as error:
                raise CommandError(
                    f"The demo record “{title_of(story)}” was refused: {error.detail}"
                ) from error


def outside_rows() -> list[ListRow]:
    """The demo's outside list, as if it had been read from a file."""
    cells = [dict(zip(outside.HEADER, row, strict=True)) for row in outside.ROWS]
    return [ListRow(number, row, row) for number, row in enumerate(cells, 2)]


def title_of(story: Story | Transferred) -> str:
    """What a story is recognised by: the title of its first agreement."""
    return story.paper.title_uk if isinstance(story, Transferred) else story.papers[0].title_uk


def told_titles() -> set[str]:
    """Titles of the demo records that are there, whatever became of them since."""
    titles = [title_of(story) for story in (*STORIES, *TRANSFERRED)]
    return set(Agreement.objects.filter(title_uk__in=titles).values_list("title_uk", flat=True))


def require_reference_data() -> None:
    """Raise ``CommandError`` unless every community and place of the stories is loaded."""
    ours = {party.katottg for story in STORIES for party in story.ours}
    ours |= {row.ours.katottg for row in TRANSFERRED}
    partners = [party for story in STORIES for party in story.theirs] + [row.theirs for row in TRANSFERRED]
    theirs = {party.geonames_id for party in partners if party.geonames_id}
    ours -= set(Community.objects.filter(katottg__in=ours).values_list("katottg", flat=True))
    theirs -= set(Place.objects.filter(pk__in=theirs).values_list("pk", flat=True))
    if ours or theirs:
        missing = ", ".join(sorted(map(str, [*ours, *theirs]))[:5])
        raise CommandError(f"Reference data is missing ({missing}): run manage.py load_reference_data first.")
