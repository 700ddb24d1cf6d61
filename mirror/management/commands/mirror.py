"""``manage.py mirror URL``: keep a copy of another registry's public part, and prove that it is equal."""

from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from mirror.copying import KEYS, Difference, compare, follow, walk_chain
from mirror.models import MirroredRegistry
from mirror.reading import CannotReadError

SHOWN = 10
WAIT = 30  # seconds


class Command(BaseCommand):
    help = (
        "Follow the public changes of another registry; --verify compares the copy with its whole lists and walks "
        "the chain of its legal acts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="address of the other registry, such as https://registry.example/")
        parser.add_argument(
            "--verify", action="store_true", help="compare; ends with 1 when something differs"
        )
        parser.add_argument("--watch", action="store_true", help="go on following until it is stopped")
        parser.add_argument(
            "--anew",
            action="store_true",
            help="forget the copy and begin again; the hashes of legal acts are kept",
        )

    def handle(self, *, url: str, verify: bool, watch: bool, anew: bool, **options: Any) -> None:
        registry = self._registry(url, anew=anew)
        try:
            with tqdm(desc="changes", unit="", disable=options["verbosity"] < 1) as bar:
                done = follow(registry, progress=bar.update)
                while watch:
                    done += follow(registry, wait=WAIT, progress=bar.update)
            self.stdout.write(f"{done} changes taken over, up to {registry.cursor}.")
            if verify:
                self._verify(registry, quiet=options["verbosity"] < 1)
        except CannotReadError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            self.stdout.write(f"Stopped at {registry.cursor}.")

    def _registry(self, url: str, *, anew: bool) -> MirroredRegistry:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise CommandError("Give the address of the other registry, such as https://registry.example/")
        base = url.rstrip("/")
        address = f"{base}/" if base.endswith("/api/v1") else f"{base}/api/v1/"
        registry = MirroredRegistry.objects.get_or_create(url=address)[0]
        if anew:  # the hashes of legal acts stay: they are what the register is measured by
            registry.documents.all().delete()
            registry.cursor = "0"
            registry.save(update_fields=["cursor"])
        return registry

    def _verify(self, registry: MirroredRegistry, *, quiet: bool) -> None:
        differences = []
        for resource in KEYS:
            with tqdm(desc=resource, unit="", disable=quiet) as bar:
                found = compare(registry, resource, progress=bar.update)
            self.stdout.write(self._words(found))
            differences += [] if found.is_equal else [resource]
        chain = walk_chain(registry)
        if chain.problems:
            told = "; ".join(chain.problems[:SHOWN])
            raise CommandError(f"The chain of legal acts does not hold: {told}. Ask the registry why.")
        self.stdout.write(f"legal acts: {chain.count}, the chain holds, last hash {chain.last_hash}")
        if differences:
            raise CommandError(
                "The copy differs. Somebody may have written meanwhile: follow and verify once more; "
                "if it stays so, begin again with --anew."
            )

    @staticmethod
    def _words(found: Difference) -> str:
        if found.is_equal:
            return f"{found.resource}: {found.checked} records, equal, SHA-256 {found.digest}"
        told = [
            f"{len(keys)} {what} ({', '.join(keys[:SHOWN])})"
            for what, keys in (
                ("missing", found.missing),
                ("different", found.different),
                ("too many", found.surplus),
            )
            if keys
        ]
        return f"{found.resource}: {found.checked} records, {'; '.join(told)}"
