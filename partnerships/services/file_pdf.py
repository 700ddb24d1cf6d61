"""PDF: opened in a process of its own, which has limits of time and memory."""

import re
from pathlib import Path

from partnerships.services import file_problems as problems
from partnerships.services import limited_process
from partnerships.services.file_contents import Content
from partnerships.services.file_types import PDF, pdf_start

# The end mark stands within the last bytes (PDF 1.7, annex H); signing programs leave a little after it,
# and some storages fill the last block up with zeros.
_TAIL = 2048
_FILLING = b"\0\r\n\t \x1a"
_PROBE = str(Path(__file__).with_name("pdf_probe.py"))
# Beginnings of other files and of scripts: with one of them in front a PDF is something else, too.
_OTHER_FILES = re.compile(
    rb"MZ|\x7fELF|PK|#!|Rar!|7z\xbc\xaf|GIF8|\x89PNG|\xff\xd8\xff|RIFF|\xca\xfe\xba\xbe|BM|\{\\rtf|\xd0\xcf\x11\xe0"
)


def check_pdf(content: bytes) -> Content:
    """Look into a PDF; raises ``UnusableFile`` when it is cut short, broken, empty of pages or encrypted.

    What stands before ``%PDF-`` is passed over as by all readers, unless a browser could take it for a page.
    """
    start = pdf_start(content)
    if _is_something_else(content[:start]):
        raise problems.several_at_once()
    if b"%%EOF" not in content.rstrip(_FILLING)[-_TAIL:]:
        raise problems.broken("PDF")
    status, output = limited_process.output_of(_PROBE, content, str(start))
    if status == limited_process.ENCRYPTED:
        raise problems.encrypted()
    if status != limited_process.WHOLE:
        raise problems.broken("PDF")
    return Content.of(PDF, output.decode().split())


def _is_something_else(before: bytes) -> bool:
    """Markup in any encoding holds this sign; UTF-16 and UTF-32 only put zeros beside it."""
    return b"<" in before or bool(_OTHER_FILES.match(before.lstrip(b"\xef\xbb\xbf \t\r\n\0")))
