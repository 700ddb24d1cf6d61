"""Compare every stored file with the hash that was computed on arrival."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.stored_files import FileNotWhole, open_whole
from partnerships.models import Document
from registration.models import OrderFile


class Command(BaseCommand):
    """Ends with 1 when a file is missing or altered; such a file is given to nobody."""

    help = "Compares every stored file with its hash; lists what is missing or altered."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read every file once."""
        total, damaged = 0, 0
        for file in stored_files():
            total += 1
            try:
                open_whole(file).close()
            except FileNotWhole as error:
                damaged += 1
                self.stdout.write(f"{error.problem}: {type(file).__name__} {file.pk}, {file.file.name}")
        if damaged:
            raise CommandError(f"{damaged} of {total} files are missing or not what was uploaded.")
        self.stdout.write(f"All {total} files are what was uploaded.")


def stored_files() -> Iterator[Document | OrderFile]:
    """Every row that stands for a file."""
    yield from Document.objects.order_by("pk").iterator()
    yield from OrderFile.objects.order_by("pk").iterator()
