"""DOCX, ODT and ASiC: archives that are read through once, without ever unpacking them to memory or disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from partnerships.services import file_packages, limited_process
from partnerships.services import file_problems as problems
from partnerships.services.file_contents import Content
from partnerships.services.file_signatures import check_signature
from partnerships.services.file_types import ACCEPTED_TYPES, CONTAINERS, DOCX

MOST_PARTS = 5000
MOST_XML_BYTES = 50 * 1024 * 1024  # a text of thousands of pages
MOST_SIGNATURE_BYTES = 5 * 1024 * 1024
CHUNK = 256 * 1024
_XML_PROBE = str(Path(__file__).with_name("xml_probe.py"))
_END_OF_ARCHIVE = b"PK\5\6"
_SHORTEST_END = 22
_LONGEST_END = _SHORTEST_END + 0xFFFF
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
# Marks of fields in a text (WordprocessingML), some of which load what another program offers.
_FIELD_MARKS = (b"instrText", b"fldSimple")


def check_archive(content: bytes) -> Content:
    """Tell the type and the contents of an archive whose every part can be read; raises ``UnusableFile``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _checked(archive)
    except _UNREADABLE as error:
        raise problems.broken("DOCX, ODT, ASiC") from error


def ends_as_archive(content: bytes) -> bool:
    """Whether programs that read an archive from its end would find one behind another file."""
    end = content.rfind(_END_OF_ARCHIVE, -_LONGEST_END)
    if end < 0 or len(content) < end + _SHORTEST_END:
        return False
    comment = int.from_bytes(content[end + 20 : end + 22], "little")
    return end + _SHORTEST_END + comment == len(content)


def _checked(archive: zipfile.ZipFile) -> Content:
    listed = archive.infolist()
    _check_index(listed)
    parts = {part.filename.lower(): part for part in listed}
    type_ = file_packages.type_of(archive, parts)
    if not type_:
        raise _unknown()
    # Of two parts of one name, one is read here and the other by somebody else's program.
    if any(part.compress_type not in _METHODS for part in listed) or len(parts) < len(listed):
        raise problems.broken(ACCEPTED_TYPES[type_])
    texts = file_packages.text_parts(archive, parts, type_)
    inside = set(file_packages.inside(archive, parts, type_))
    for name, part in parts.items():
        inside |= _read_through(archive, part, is_text=name in texts, is_word=type_ == DOCX)
    if type_ in CONTAINERS:
        _check_container(archive, listed)
    return Content.of(type_, inside)


def _check_index(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise problems.encrypted()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > settings.DOCUMENT_MAX_UNPACKED_BYTES:
        raise problems.unpacks_to_too_much()
    # Something before the first part is another file in front of the archive.
    if not parts or min(part.header_offset for part in parts) != 0:
        raise _unknown()
    if not all(file_packages.has_safe_name(part) for part in parts):
        raise problems.outside_of_its_folder()


def _unknown() -> problems.UnusableFile:
    return problems.unsupported(", ".join(ACCEPTED_TYPES.values()))


def _read_through(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, is_text: bool, is_word: bool
) -> set[str]:
    """Read a part to its end, so that its checksum is compared; returns what it loads from elsewhere.

    A text has to be whole XML without a DTD.
    """
    if is_text:
        return _read_xml(archive, part)
    is_xml, has_field, tail = part.filename.lower().endswith(".xml"), False, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            has_field = has_field or any(mark in tail + chunk for mark in _FIELD_MARKS)
            tail = chunk[-20:]
    return _read_xml(archive, part) if is_word and is_xml and has_field else set()


def _read_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> set[str]:
    if part.file_size > MOST_XML_BYTES:
        raise problems.unpacks_to_too_much()
    status, output = limited_process.output_of(_XML_PROBE, archive.read(part))
    if status == limited_process.FORBIDDEN:
        raise problems.with_entities()
    if status != limited_process.WHOLE:
        raise problems.broken("DOCX, ODT, ASiC")
    return set(output.decode().split())


def signed_files(content: bytes) -> Iterator[bytes]:
    """The files that a container signs, one after the other; of a container that was checked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in _signed(archive.infolist()):
            yield archive.read(part)


def _signed(parts: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [
        part
        for part in parts
        if not part.filename.upper().startswith("META-INF/")
        and part.filename != "mimetype"
        and not part.is_dir()
    ]


def _check_container(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """An ASiC holds a signed file and, in META-INF, its signature: CAdES (.p7s) or XAdES (.xml)."""
    inside = [part for part in parts if part.filename.upper().startswith("META-INF/")]
    signatures = [part for part in inside if "signature" in part.filename.lower() and not part.is_dir()]
    if not _signed(parts) or not signatures:
        raise problems.without_signature()
    for part in signatures:
        if part.file_size > MOST_SIGNATURE_BYTES:
            raise problems.unpacks_to_too_much()
        if part.filename.lower().endswith(".xml"):
            _read_xml(archive, part)
        elif part.filename.lower().endswith(".p7s"):
            check_signature(archive.read(part))
