"""PDF: opened in a process of its own, which has limits of time and memory."""

import subprocess
import sys

from partnerships.services import file_problems as problems
from partnerships.services import pdf_probe

# The end mark stands within the last bytes (PDF 1.7, annex H); signing programs leave a little after it.
_TAIL = 2048


def check_pdf(content: bytes) -> None:
    """Raise ``UnusableFile`` for a PDF that is cut short, broken, empty of pages or encrypted."""
    if b"%%EOF" not in content[-_TAIL:]:
        raise problems.broken("PDF")
    try:
        status = subprocess.run(
            [sys.executable, "-I", pdf_probe.__file__],
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=2 * pdf_probe.SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired as error:
        raise problems.broken("PDF") from error
    if status == pdf_probe.ENCRYPTED:
        raise problems.encrypted()
    if status != pdf_probe.WHOLE:
        raise problems.broken("PDF")
