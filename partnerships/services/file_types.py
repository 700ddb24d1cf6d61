"""What a file is, by its content alone. Signatures are not enough: every archive begins like a DOCX."""

import io
import zipfile

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"

# What the desks can open: content type as detected -> what people call it.
ACCEPTED_TYPES = {PDF: "PDF", DOCX: "DOCX", ODT: "ODT", JPEG: "JPEG", PNG: "PNG"}

# The first is added to a name that ends otherwise.
_ENDINGS = {PDF: (".pdf",), DOCX: (".docx",), ODT: (".odt",), JPEG: (".jpg", ".jpeg"), PNG: (".png",)}
LONGEST_NAME = 255

_SIGNATURES = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR": PNG, b"\xff\xd8\xff": JPEG}
_ARCHIVE = b"PK\x03\x04"
# No honest text document comes near; an archive that unpacks to more is made to fill somebody's disk.
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
MOST_PARTS = 5000
_MACROS = "word/vbaproject.bin"


def detect(content: bytes) -> str:
    """Return the content type when it is one of ``ACCEPTED_TYPES``, else an empty text."""
    for signature, detected in _SIGNATURES.items():
        if content.startswith(signature):
            return detected
    return _detect_archive(content) if content.startswith(_ARCHIVE) else ""


def safe_name(name: str, detected: str) -> str:
    """Return a name for whoever saves the file: it ends as the content says, and shows as it is stored.

    Signs that are not printed could turn the end of a name round on the screen («fdp.exe» for «exe.pdf»).
    """
    shown = "".join(sign for sign in name if sign.isprintable()).strip(" .") or "document"
    stem, dot, ending = shown.rpartition(".")
    if f".{ending.lower()}" in _ENDINGS[detected] and stem:
        shown, ending = stem, dot + ending
    else:
        ending = _ENDINGS[detected][0]
    return shown[: LONGEST_NAME - len(ending)] + ending


def _detect_archive(content: bytes) -> str:
    """Tell a DOCX or ODT from any other archive; nothing is unpacked but the name of the type."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _type_of(archive) if _is_sound(archive.infolist()) else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return ""


def _is_sound(parts: list[zipfile.ZipInfo]) -> bool:
    if not 0 < len(parts) <= MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        return False
    # Something before the first part is another file in front of the archive; bit 0 means encrypted.
    return min(part.header_offset for part in parts) == 0 and not any(part.flag_bits & 1 for part in parts)


def _type_of(archive: zipfile.ZipFile) -> str:
    names = {name.lower() for name in archive.namelist()}
    if {"[content_types].xml", "word/document.xml"} <= names:
        return "" if _MACROS in names else DOCX
    first = archive.infolist()[0]
    if first.filename == "mimetype" and first.file_size == len(ODT) and "content.xml" in names:
        return ODT if archive.read(first) == ODT.encode() else ""
    return ""
