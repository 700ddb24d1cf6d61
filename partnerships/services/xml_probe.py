"""A program of its own: reads XML from its input and tells by its exit status whether it is whole.

Depth, names and attributes without end would eat the memory of the registry; this process dies alone.
"""

import resource
import sys
from xml.parsers import expat

# As in limited_process.py, which cannot be imported here: nothing of the registry is.
WHOLE, BROKEN, FORBIDDEN = 0, 3, 5
SECONDS = 5
MEMORY = 1024 * 1024 * 1024


class _ForbiddenError(Exception):
    pass


def main() -> int:
    """Read the input; a document type may declare a bomb, and no program for texts writes one."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(sys.stdin.buffer.read(), True)
    except _ForbiddenError:
        return FORBIDDEN
    except (expat.ExpatError, MemoryError, ValueError):
        return BROKEN
    return WHOLE


def _refuse(*_declaration: object) -> None:
    raise _ForbiddenError


if __name__ == "__main__":
    sys.exit(main())
