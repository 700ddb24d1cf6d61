"""Reading what somebody may have made to break its reader: in a process with limits of time and memory."""

import subprocess
import sys

WHOLE, BROKEN, ENCRYPTED, FORBIDDEN = 0, 3, 4, 5
SECONDS = 5
MEMORY = 1024 * 1024 * 1024


def output_of(program: str, content: bytes, *arguments: str) -> tuple[int, bytes]:
    """Give the content to a program: its exit status, and what it wrote; one that dies or hangs says "broken"."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", program, *arguments],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=4 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return BROKEN, b""
    return (done.returncode, done.stdout) if done.returncode >= 0 else (BROKEN, b"")
