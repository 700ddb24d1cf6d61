"""PDF: opened in a process of its own, which has limits of time and memory."""

from pathlib import Path

from partnerships.services import file_problems as problems
from partnerships.services import limited_process

# The end mark stands within the last bytes (PDF 1.7, annex H); signing programs leave a little after it.
_TAIL = 2048
_PROBE = str(Path(__file__).with_name("pdf_probe.py"))


def check_pdf(content: bytes) -> None:
    """Raise ``UnusableFile`` for a PDF that is cut short, broken, empty of pages or encrypted."""
    if b"%%EOF" not in content[-_TAIL:]:
        raise problems.broken("PDF")
    status = limited_process.status_of(_PROBE, content)
    if status == limited_process.ENCRYPTED:
        raise problems.encrypted()
    if status != limited_process.WHOLE:
        raise problems.broken("PDF")
