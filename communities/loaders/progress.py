"""Progress bars that stay silent when nobody watches."""

import sys
from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")


class Progress:
    """Wraps loops in a bar on a terminal; quiet with ``-v 0`` or when output goes to a file."""

    def __init__(self, verbosity: int = 0) -> None:
        self.enabled = verbosity > 0 and sys.stderr.isatty()

    def track(self, items: Iterable[Item], what: str, total: int | None = None) -> Iterable[Item]:
        """Iterate, showing how far it is."""
        return tqdm(items, desc=what, total=total, disable=not self.enabled, unit_scale=True)
