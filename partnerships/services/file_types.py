"""What a file is, by its content alone: the types that are accepted, and names that say the same."""

import base64
import binascii
import re

from common.cleaning import clean_line

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
ASICE = "application/vnd.etsi.asic-e+zip"
ASICS = "application/vnd.etsi.asic-s+zip"
P7S = "application/pkcs7-signature"

# What the desks can open: content type as detected -> what people call it.
ACCEPTED_TYPES = {
    PDF: "PDF",
    DOCX: "DOCX",
    ODT: "ODT",
    JPEG: "JPEG",
    PNG: "PNG",
    P7S: "p7s",
    ASICE: "ASiC-E",
    ASICS: "ASiC-S",
}
# What a file chooser offers first; what is chosen is told from its content all the same.
ENDINGS = {
    PDF: (".pdf",),
    DOCX: (".docx",),
    ODT: (".odt",),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    P7S: (".p7s", ".p7m"),
    ASICE: (".asice", ".sce"),
    ASICS: (".asics", ".scs"),
}
LONGEST_NAME = 255

CONTAINERS = frozenset({ASICE, ASICS})
ARCHIVE = b"PK\x03\x04"
_PDF_MARK = b"%PDF-"
# Readers look for the mark within so many bytes (PDF 1.7, annex H): printers, gateways and editors put
# something before it.
_PDF_WITHIN = 1024
_SIGNATURES = {b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR": PNG, b"\xff\xd8\xff": JPEG}
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PEM = re.compile(rb"(\xef\xbb\xbf)?\s*-----BEGIN (PKCS7|PKCS #7 SIGNED DATA|CMS)-----")
# The type "signed data" (1.2.840.113549.1.7.2) comes right after the length of a CMS message: at once in
# DER, and within the first signs of its base64, where the length decides how the rest falls.
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_BASE64_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(MI[\w+/\s]{60})")


def signature_of(content: bytes) -> str:
    """Return the type that the first bytes promise, an empty text for archives and all else."""
    for signature, promised in _SIGNATURES.items():
        if content.startswith(signature):
            return promised
    if _begins_as_cms(content):  # before PDF: a signature may hold the signed PDF
        return P7S
    return PDF if pdf_start(content) >= 0 else ""


def is_protected_office_file(content: bytes) -> bool:
    """Whether this is what Word makes of a text that it saves with a password (MS-OFFCRYPTO)."""
    return content.startswith(_COMPOUND_FILE) and _ENCRYPTED_PACKAGE in content


def pdf_start(content: bytes) -> int:
    """Return where a PDF begins in its file, -1 where none does."""
    return content.find(_PDF_MARK, 0, _PDF_WITHIN + len(_PDF_MARK))


def safe_name(name: str, detected: str) -> str:
    """Return a name for whoever saves the file: it ends as the content says, and shows as it is stored.

    Signs that are not printed could turn the end of a name round on the screen («fdp.exe» for «exe.pdf»).
    """
    shown = "".join(sign for sign in clean_line(name) if sign.isprintable()).strip(" .") or "document"
    stem, dot, ending = shown.rpartition(".")
    if f".{ending.lower()}" in ENDINGS[detected] and stem:
        shown, ending = stem.rstrip(), dot + ending
    else:
        ending = ENDINGS[detected][0]
    return shown[: LONGEST_NAME - len(ending)] + ending


def _begins_as_cms(content: bytes) -> bool:
    if content.startswith(b"0") and _SIGNED_DATA in content[: 6 + len(_SIGNED_DATA)]:
        return True
    if _PEM.match(content):
        return True
    start = _BASE64_START.match(content)
    return start is not None and _SIGNED_DATA in _decoded(start[1])


def _decoded(text: bytes) -> bytes:
    letters = b"".join(text.split())[:60]
    try:
        return base64.b64decode(letters)
    except binascii.Error:
        return b""
