"""Compile locale/*/LC_MESSAGES/*.po without a gettext program."""

import os
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the translations whose sources are newer; needs no gettext program."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compiled = compile_outdated()
        if compiled and options["verbosity"]:
            self.stdout.write(f"Compiled {', '.join(compiled)}.")


def compile_outdated() -> list[str]:
    """Compile every .po newer than its .mo; return the languages that were compiled."""
    sources = (
        po for folder in settings.LOCALE_PATHS for po in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
    )
    return [po.parent.parent.name for po in sources if _compile(po)]


def _compile(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
        return False
    # A running server must never read half a file.
    handle, temporary = tempfile.mkstemp(dir=po.parent, suffix=".tmp")
    os.close(handle)
    polib.pofile(str(po)).save_as_mofile(temporary)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(mo)
    return True
