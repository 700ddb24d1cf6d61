"""A program of its own: reads a PDF from its input as far as the first page and tells by its exit status.

A PDF can be made so that its reader runs for hours or eats all memory. This process has limits of both and
dies alone; it needs nothing of the registry, so that it starts in a moment.
"""

import io
import logging
import resource
import sys

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

WHOLE, BROKEN, ENCRYPTED = 0, 3, 4
SECONDS = 5
MEMORY = 1024 * 1024 * 1024
_DEEPEST_TREE = 50


def main() -> int:
    """Read the input and tell what it is."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    try:
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()), strict=False)
        if reader.is_encrypted:
            return ENCRYPTED
        return WHOLE if _has_page(reader) else BROKEN
    except (Exception, RecursionError, MemoryError):  # anything may come of a file made to break its reader
        return BROKEN


def _has_page(reader: PdfReader) -> bool:
    """Follow the first branch of the page tree down to a page."""
    node: object = reader.root_object["/Pages"].get_object()
    for _level in range(_DEEPEST_TREE):
        if not isinstance(node, DictionaryObject):
            return False
        if "/Kids" not in node:
            return node.get("/Type") == "/Page"
        kids = node["/Kids"].get_object()
        node = kids[0].get_object() if isinstance(kids, ArrayObject) and kids else None
    return False


if __name__ == "__main__":
    sys.exit(main())
