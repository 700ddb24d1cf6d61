"""A program of its own: reads XML from its input and tells by its exit status whether it is whole.

Depth, names and attributes without end would eat the memory of the registry; this process dies alone. It writes
what a text loads from elsewhere by itself, as codes of ``partnerships.choices.Inside``, one a line: linked objects
and frames of OpenDocument, and fields of WordprocessingML that ask another program or read another file.
"""

import re
import resource
import sys
from xml.parsers import expat

# As in limited_process.py, which cannot be imported here: nothing of the registry is.
WHOLE, BROKEN, FORBIDDEN = 0, 3, 5
SECONDS = 5
MEMORY = 1024 * 1024 * 1024

_LINKED, _FRAME = "linked_object", "external_frame"  # as in partnerships.choices.Inside
_LOADS = {
    "object": _LINKED,
    "object-ole": _LINKED,
    "image": _LINKED,
    "plugin": _LINKED,
    "applet": _LINKED,
    "section-source": _LINKED,
    "floating-frame": _FRAME,
}
_ELSEWHERE = re.compile(r"\s*(?!file:///[^/\\])([a-z][a-z0-9+.-]+:|//|\\\\)", re.IGNORECASE)
_FIELDS_THAT_LOAD = re.compile(r"^[\s\\]*(DDE|DDEAUTO|LINK|INCLUDETEXT|IMPORT|INCLUDE)\b", re.IGNORECASE)
_LONGEST_FIELD = 200  # of which only the first word counts


class _ForbiddenError(Exception):
    pass


class _Reader:
    """Gathers what a text loads while it is read."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.is_instruction = False
        self.field = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Look at one element: a link of OpenDocument or a field of WordprocessingML."""
        local = name.rpartition(":")[2]
        if (code := _LOADS.get(local)) and _ELSEWHERE.match(attributes.get("xlink:href", "")):
            self.found.add(code)
        elif local == "dde-source":
            self.found.add(_LINKED)
        elif local == "fldSimple":
            self.judge(next((value for key, value in attributes.items() if key.endswith("instr")), ""))
        elif local == "fldChar":
            # A field may be spread over several runs: it ends where the next mark stands.
            self.judge(self.field)
            self.field = ""
        self.is_instruction = local == "instrText"

    def text(self, data: str) -> None:
        """Gather the words of a field."""
        if self.is_instruction and len(self.field) < _LONGEST_FIELD:
            self.field += data

    def judge(self, field: str) -> None:
        """Note a field that loads something."""
        if _FIELDS_THAT_LOAD.match(field):
            self.found.add(_LINKED)


def main() -> int:
    """Read the input; a document type may declare a bomb, and no program for texts writes one."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    parser, reader = expat.ParserCreate(), _Reader()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.CharacterDataHandler = reader.start, reader.text
    try:
        parser.Parse(sys.stdin.buffer.read(), True)
    except _ForbiddenError:
        return FORBIDDEN
    except (expat.ExpatError, MemoryError, ValueError):
        return BROKEN
    reader.judge(reader.field)
    sys.stdout.write("".join(f"{code}\n" for code in sorted(reader.found)))
    return WHOLE


def _refuse(*_declaration: object) -> None:
    raise _ForbiddenError


if __name__ == "__main__":
    sys.exit(main())
