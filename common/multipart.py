"""Names of uploaded files in other encodings than UTF-8.

Django drops the header of a part that is no UTF-8, and then the file with it ("no file was sent"). Programs on
Windows send names in cp1251, mail gateways as encoded words (RFC 2047). ``install`` puts a reader of these
headers before Django's, for pages, admin and API alike.
"""

import email.header
from typing import Any

from django.http import multipartparser

# Django's 1,024 bytes are too few for a long Ukrainian name written as %D0%A3… twice (RFC 5987).
MOST_HEADER_BYTES = 8 * 1024
_END_OF_HEADERS = b"\r\n\r\n"
_ENCODED_WORD = b"=?"
# In which encoding a name may be that is no UTF-8, most likely first; the last one takes any byte.
_ENCODINGS = ("cp1251", "latin-1")


# Of Django's module, of which the stubs know a part.
_django: Any = multipartparser


class PartsWithReadableHeaders(_django.Parser):
    """Reads the parts of a form; names that are not in UTF-8 are first put into it."""

    def __iter__(self) -> Any:
        for part in _django.InterBoundaryIter(self._stream, self._separator):
            _make_readable(part)
            yield _django.parse_boundary_stream(part, MOST_HEADER_BYTES)


def install() -> None:
    """Let Django read all forms with files in this way."""
    _django.Parser = PartsWithReadableHeaders


def in_utf8(header: bytes) -> bytes:
    """Return a header of a part in UTF-8, with encoded words in plain letters."""
    text = _decoded(header)
    if _ENCODED_WORD in header:
        text = "".join(_plain_words(piece) for piece in _quoted_pieces(text))
    return text.encode()


def _make_readable(part: Any) -> None:
    """Look at the headers of a part, which are put back as UTF-8 if they are not."""
    start = part.read(MOST_HEADER_BYTES)
    header, end, body = start.partition(_END_OF_HEADERS)
    part.unget(in_utf8(header) + end + body if end else start)


def _decoded(header: bytes) -> str:
    for encoding in ("utf-8", *_ENCODINGS):
        try:
            return header.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 takes any byte")


def _quoted_pieces(text: str) -> list[str]:
    """Split at quotation marks and keep them."""
    pieces: list[str] = []
    for piece in text.split('"'):
        pieces += [piece, '"']
    return pieces[:-1]


def _plain_words(text: str) -> str:
    if not (text.startswith("=?") and text.endswith("?=")):
        return text
    try:
        plain = str(email.header.make_header(email.header.decode_header(text)))
    except (ValueError, LookupError):
        return text
    return plain.replace('"', "'").replace("\r", " ").replace("\n", " ")
