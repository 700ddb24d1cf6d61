"""What DOCX and ODT say of themselves: which part is the text, what is loaded from elsewhere, what is a program.

Open Packaging Conventions (ECMA-376, part 2) for DOCX; the manifest of OpenDocument (part 2) for ODT. Parts are
found as the programs that open the files find them: by what the package names, not by a usual file name.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote
from xml.parsers import expat

from partnerships.choices import Inside
from partnerships.services import file_problems as problems
from partnerships.services.file_types import ASICE, ASICS, DOCX, ODT

MOST_INDEX_BYTES = 2 * 1024 * 1024  # of a part that only lists other parts
MOST_OBJECT_BYTES = 25 * 1024 * 1024

Parts = Mapping[str, zipfile.ZipInfo]  # by name in small letters

CONTENT_TYPES = "[content_types].xml"
_PACKAGE_RELATIONS = "_rels/.rels"
_MAIN_RELATION = "/officedocument"  # of the transitional and of the strict format
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN_TYPE = f"{_WORD}document.main+xml"
_MACRO_TYPES = ("application/vnd.ms-word.document.macroenabled", "application/vnd.ms-office.vbaproject")
_USUAL_MAIN = "word/document.xml"
_MANIFEST = "meta-inf/manifest.xml"
_TEXT_OF_ODT = "content.xml"

# What a relationship to somewhere outside the package brings in, by the end of its type.
_EXTERNAL = {"attachedtemplate": Inside.TEMPLATE, "frame": Inside.FRAME}
_PACKAGER = "\x01Ole10Native".encode("utf-16-le")  # an OLE stream that holds a whole file of any kind
_ON_OWN_DISK = re.compile(r"(file:/*)?[a-z]:[\\/]|[^:\\/]+$", re.IGNORECASE)


def type_of(archive: zipfile.ZipFile, parts: Parts) -> str:
    """Return the type of document that an archive is, an empty text for any other archive."""
    declared = _declared_type(archive, parts)
    if declared in {ODT, ASICE, ASICS}:
        return declared
    if CONTENT_TYPES in parts:
        return DOCX if main_part(archive, parts) else ""
    if not declared:
        return _undeclared_container(parts)
    return ""


def main_part(archive: zipfile.ZipFile, parts: Parts) -> str:
    """Name of the part of a DOCX that holds the text; empty for a spreadsheet or any other package.

    Raises ``UnusableFile`` when the package declares macros.
    """
    types = _types_of_parts(archive, parts)
    if any(type_.startswith(_MACRO_TYPES) for type_ in types.values()):
        raise problems.with_macros()
    named = [name for name, type_ in types.items() if type_ == _MAIN_TYPE]
    for relation in _relations(archive, parts, _PACKAGE_RELATIONS):
        if relation.get("type", "").lower().endswith(_MAIN_RELATION):
            named.insert(0, _target(relation, ""))
    for name in [*named, _USUAL_MAIN]:
        if name in parts and types.get(name, _MAIN_TYPE) in {_MAIN_TYPE, "application/xml"}:
            return name
    return ""


def text_parts(archive: zipfile.ZipFile, parts: Parts, type_: str) -> list[str]:
    """Names of the parts that must be whole XML; raises ``UnusableFile`` when there is no text."""
    if type_ == DOCX:
        return [CONTENT_TYPES, main_part(archive, parts)]
    if type_ == ODT:
        if _is_encrypted(archive, parts):
            raise problems.encrypted()
        if _TEXT_OF_ODT not in parts:
            raise problems.broken("ODT")
        return [name for name in (_TEXT_OF_ODT, "styles.xml") if name in parts]
    return []


def inside(archive: zipfile.ZipFile, parts: Parts, type_: str) -> Iterator[str]:
    """Tell what a text holds beside its words; raises ``UnusableFile`` for macros."""
    if type_ == ODT:
        _refuse_macros(
            parts, lambda name: name.startswith(("basic/", "scripts/")) and "/script-l" not in name
        )
    if type_ != DOCX:
        return
    _refuse_macros(parts, lambda name: name.endswith("vbaproject.bin"))
    for name in parts:
        if name.endswith(".rels"):
            for relation in _relations(archive, parts, name):
                yield from _loaded_by(relation)
        elif name.startswith("word/activex/"):
            yield Inside.PROGRAM
        elif name.endswith(".bin") and _PACKAGER in _read(archive, parts[name], MOST_OBJECT_BYTES):
            yield Inside.EMBEDDED_FILES


def has_safe_name(part: zipfile.ZipInfo) -> bool:
    """Whether a part stays within the folder into which somebody unpacks the archive."""
    name = part.orig_filename
    if "\0" in name or "\\" in name or name.startswith("/") or re.match("[a-zA-Z]:", name):
        return False
    return ".." not in name.split("/")


def is_elsewhere(target: str) -> bool:
    """Whether opening this address asks another machine; a path on a disk of one's own does not."""
    return not _ON_OWN_DISK.match(unquote(target).strip())


def _refuse_macros(parts: Parts, is_macro: Callable[[str], bool]) -> None:
    if any(is_macro(name) and not part.is_dir() for name, part in parts.items()):
        raise problems.with_macros()


def _loaded_by(relation: Mapping[str, str]) -> Iterator[str]:
    """A hyperlink is followed by whoever clicks it; all else is loaded when the text is opened."""
    kind = relation.get("type", "").lower().rpartition("/")[2]
    if relation.get("targetmode", "").lower() != "external" or kind == "hyperlink":
        return
    # Word leaves the path of its own template and of pasted pictures: nobody is asked for them.
    if kind in {"attachedtemplate", "image"} and not is_elsewhere(relation.get("target", "")):
        return
    yield _EXTERNAL.get(kind, Inside.LINKED)


def _declared_type(archive: zipfile.ZipFile, parts: Parts) -> str:
    """What ``mimetype`` says, wherever it stands, or else the manifest; packed again, a text is still a text."""
    if "mimetype" in parts:
        return _read(archive, parts["mimetype"], 200).strip(b"\xef\xbb\xbf \r\n\t").decode("ascii", "replace")
    for element, attributes in _elements(archive, parts, _MANIFEST):
        if element == "file-entry" and attributes.get("full-path") == "/":
            return attributes.get("media-type", "")
    return ""


def _undeclared_container(parts: Parts) -> str:
    """An ASiC without ``mimetype``, which ETSI EN 319 162-1 allows: told by its signature files."""
    signatures = [name for name in parts if re.fullmatch(r"meta-inf/[^/]*signatures?[^/]*\.(p7s|xml)", name)]
    if not signatures or "meta-inf/manifest.mf" in parts:
        return ""
    signed = [name for name, part in parts.items() if "/" not in name and not part.is_dir()]
    is_simple = len(signed) == 1 and signatures in (["meta-inf/signature.p7s"], ["meta-inf/signatures.xml"])
    return ASICS if is_simple else ASICE


def _is_encrypted(archive: zipfile.ZipFile, parts: Parts) -> bool:
    return any(element == "encryption-data" for element, _attributes in _elements(archive, parts, _MANIFEST))


def _types_of_parts(archive: zipfile.ZipFile, parts: Parts) -> dict[str, str]:
    """Type by name of the part, as declared for the part or for its ending."""
    defaults, types = {}, {}
    for element, attributes in _elements(archive, parts, CONTENT_TYPES):
        type_ = attributes.get("contenttype", "").lower()
        if element == "default":
            defaults[attributes.get("extension", "").lower()] = type_
        elif element == "override":
            types[attributes.get("partname", "").lower().lstrip("/")] = type_
    for name in parts:
        if (ending := name.rpartition(".")[2]) in defaults:
            types.setdefault(name, defaults[ending])
    return types


def _relations(archive: zipfile.ZipFile, parts: Parts, name: str) -> Iterator[Mapping[str, str]]:
    return (
        attributes for element, attributes in _elements(archive, parts, name) if element == "relationship"
    )


def _target(relation: Mapping[str, str], folder: str) -> str:
    target = unquote(relation.get("target", ""))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()


def _elements(archive: zipfile.ZipFile, parts: Parts, name: str) -> list[tuple[str, dict[str, str]]]:
    """Elements of a small XML part with their attributes, names in small letters without their namespaces."""
    if name not in parts:
        return []
    found: list[tuple[str, dict[str, str]]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        found.append((_local(element), {_local(key): value for key, value in attributes.items()}))

    def refuse(*_declaration: object) -> None:
        raise problems.with_entities()

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, refuse
    try:
        parser.Parse(_read(archive, parts[name], MOST_INDEX_BYTES), True)
    except expat.ExpatError as error:
        raise problems.broken("DOCX, ODT, ASiC") from error
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    if part.file_size > most:
        raise problems.unpacks_to_too_much()
    return archive.read(part)
