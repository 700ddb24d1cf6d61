"""A program of its own: reads a PDF from its input as far as the first page and tells by its exit status.

A PDF can be made so that its reader runs for hours or eats all memory. This process has limits of both and
dies alone; it needs nothing of the registry, so that it starts in a moment. Argument: where ``%PDF-`` stands.
It writes what the file holds beside its pages, as codes of ``partnerships.choices.Inside``, one a line.
"""

import io
import logging
import re
import resource
import sys
import zlib
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

WHOLE, BROKEN, ENCRYPTED = 0, 3, 4
SECONDS = 8
MEMORY = 1024 * 1024 * 1024
_DEEPEST_TREE = 50
# Names that stand only in an action, a name tree or an attached file; as in partnerships.choices.Inside.
_TELLING = {
    b"/JavaScript": "program",
    b"/Launch": "launch",
    b"/EmbeddedFile": "embedded_files",
    b"/EmbeddedFiles": "embedded_files",
    b"/RichMedia": "embedded_files",
}
_NAME = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)(?![\w.-])")
_ESCAPED_NAME = re.compile(rb"/[\w.-]*#[0-9A-Fa-f]{2}[\w.#-]*")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_OBJECTS = re.compile(rb"(\d{1,10})\s+(\d{1,5})\s+obj\s*<<[^>]{0,400}/ObjStm")


def main() -> int:
    """Read the input and tell what it is; offsets are counted from the file's or from the header's first byte."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    content, start = sys.stdin.buffer.read(), int(sys.argv[1])
    status, inside = _read(content[start:])
    if status == BROKEN and start:
        status, inside = _read(content)
    sys.stdout.write("".join(f"{code}\n" for code in sorted(inside)))
    return status


def _read(content: bytes) -> tuple[int, set[str]]:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):  # "" opens what is only protected from changes
            return ENCRYPTED, set()
        if not _has_page(reader):
            return BROKEN, set()
        return WHOLE, {code for part in _object_texts(reader, content) for code in _told_by(part)}
    except (Exception, RecursionError, MemoryError):  # anything may come of a file made to break its reader
        return BROKEN, set()


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


def _object_texts(reader: PdfReader, content: bytes) -> Iterator[bytes]:
    """The file itself, and the objects that are packed into streams: read once each, however many there are."""
    yield content
    packed = {(number, 0) for number, _index in reader.xref_objStm.values()}
    packed |= {(int(found[1]), int(found[2])) for found in _PACKED_OBJECTS.finditer(content)}
    for number, generation in packed:
        try:
            stream = IndirectObject(number, generation, reader).get_object()
            if isinstance(stream, StreamObject):
                yield stream.get_data()
        except (PyPdfError, ValueError, TypeError, zlib.error):
            continue  # of an earlier version of the file, or damaged: a reader skips it, too


def _told_by(text: bytes) -> Iterator[str]:
    for found in _NAME.finditer(text):
        yield _TELLING[found.group()]
    for found in _ESCAPED_NAME.finditer(text):
        name = _ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), found.group())
        if name in _TELLING:
            yield _TELLING[name]


if __name__ == "__main__":
    sys.exit(main())
