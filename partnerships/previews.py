"""Previews of documents: pages of PDF and pictures as JPEG, drawn in a process of its own."""

from pathlib import Path

from common.stored_files import open_whole
from partnerships.models import Document
from partnerships.services.file_types import JPEG, PDF, PNG
from partnerships.services.limited_process import output_of

DRAWN = frozenset({PDF, JPEG, PNG})
WIDTH = 1000  # pixels: a page of A4 can be read on any screen
MOST_PAGES = 1000
_PROGRAM = str(Path(__file__).parent / "services" / "preview_program.py")
_DONE = 0


def can_be_drawn(document: Document) -> bool:
    """Whether there is a preview of this type of file."""
    return document.detected_type in DRAWN


def page_count(document: Document) -> int:
    """How many pages can be drawn; 0 when none can."""
    output = _run(document, page=1, width=0)
    return min(int(output.partition(b"\n")[0]), MOST_PAGES) if output else 0


def drawn_page(document: Document, page: int) -> bytes | None:
    """A page, counted from 1, as JPEG; None for one that is not there or cannot be drawn."""
    output = _run(document, page=page, width=WIDTH)
    return output.partition(b"\n")[2] if output else None


def _run(document: Document, *, page: int, width: int) -> bytes:
    if not can_be_drawn(document) or not 1 <= page <= MOST_PAGES:
        return b""
    with open_whole(document) as file:
        status, output = output_of(_PROGRAM, file.read(), str(page - 1), str(width))
    return output if status == _DONE else b""
