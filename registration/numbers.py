"""Registration numbers as people type them."""

from common.text import fold


def number_key(number: str) -> str:
    """Fold a number: «№ 2026–0017», "2026/0017" and "2026-0017" are the same to the reader."""
    return fold(number).replace(" ", "")[:50]
