"""DOCX, ODT and ASiC: archives that are read through once, without ever unpacking them to memory or disk."""

import io
import zipfile
import zlib
from pathlib import Path

from partnerships.services import file_problems as problems
from partnerships.services import limited_process
from partnerships.services.file_signatures import check_signature
from partnerships.services.file_types import ACCEPTED_TYPES, ASICE, ASICS, DOCX, ODT

# No honest text document comes near; an archive that unpacks to more is made to fill somebody's disk.
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
MOST_PARTS = 5000
MOST_XML_BYTES = 50 * 1024 * 1024  # a text of thousands of pages
MOST_SIGNATURE_BYTES = 5 * 1024 * 1024
CHUNK = 256 * 1024
_XML_PROBE = str(Path(__file__).with_name("xml_probe.py"))
_MACROS = "word/vbaproject.bin"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_UNREADABLE = (
    zipfile.BadZipFile,
    NotImplementedError,  # of zipfile: a feature of the format that it does not read
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    zlib.error,
)
# The parts without which there is no document of the type.
_XML_PARTS = {DOCX: ("[content_types].xml", "word/document.xml"), ODT: ("content.xml",)}


def check_archive(content: bytes) -> str:
    """Return the type of an archive whose every part can be read; raises ``UnusableFile``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _checked(archive)
    except _UNREADABLE as error:
        raise problems.broken("DOCX, ODT, ASiC") from error


def _checked(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise problems.encrypted()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise problems.unpacks_to_too_much()
    detected = _type_of(archive, parts)
    names = [part.filename.lower() for part in parts]
    # Of two parts of one name, one is read here and the other by somebody else's program.
    if any(part.compress_type not in _METHODS for part in parts) or len(set(names)) < len(names):
        raise problems.broken(ACCEPTED_TYPES[detected])
    for part in parts:
        _read_through(archive, part, is_xml=part.filename.lower() in _XML_PARTS.get(detected, ()))
    if detected in {ASICE, ASICS}:
        _check_container(archive, parts)
    return detected


def _type_of(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    # Something before the first part is another file in front of the archive.
    if not parts or min(part.header_offset for part in parts) != 0:
        raise _unknown()
    names = {part.filename.lower() for part in parts}
    if set(_XML_PARTS[DOCX]) <= names:
        if _MACROS in names:
            raise problems.with_macros()
        return DOCX
    declared = _declared_type(archive, parts)
    if declared == ODT and "content.xml" not in names:
        raise problems.broken("ODT")
    if declared not in {ODT, ASICE, ASICS}:
        raise _unknown()
    return declared


def _declared_type(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    first = parts[0]
    if first.filename != "mimetype" or first.file_size > 100:
        return ""
    return archive.read(first).strip().decode("ascii", "replace")


def _unknown() -> problems.UnusableFile:
    return problems.unsupported(", ".join(ACCEPTED_TYPES.values()))


def _read_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, is_xml: bool) -> None:
    """Read a part to its end, so that its checksum is compared; XML has to be whole and without a DTD."""
    if is_xml:
        _check_xml(archive, part)
        return
    with archive.open(part) as stream:
        while stream.read(CHUNK):
            pass


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > MOST_XML_BYTES:
        raise problems.unpacks_to_too_much()
    status = limited_process.status_of(_XML_PROBE, archive.read(part))
    if status == limited_process.FORBIDDEN:
        raise problems.with_entities()
    if status != limited_process.WHOLE:
        raise problems.broken("DOCX, ODT, ASiC")


def _check_container(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """An ASiC holds a signed file and, in META-INF, its signature: CAdES (.p7s) or XAdES (.xml)."""
    inside = [part for part in parts if part.filename.upper().startswith("META-INF/")]
    signed = [
        part for part in parts if part not in inside and part.filename != "mimetype" and not part.is_dir()
    ]
    signatures = [part for part in inside if "signature" in part.filename.lower() and not part.is_dir()]
    if not signed or not signatures:
        raise problems.without_signature()
    for part in signatures:
        if part.file_size > MOST_SIGNATURE_BYTES:
            raise problems.unpacks_to_too_much()
        if part.filename.lower().endswith(".xml"):
            _read_through(archive, part, is_xml=True)
        elif part.filename.lower().endswith(".p7s"):
            check_signature(archive.read(part))
