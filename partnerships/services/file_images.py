"""JPEG and PNG: decoded once, one at a time in a process, so that memory stays bounded."""

import io
import threading

from PIL import Image

from partnerships.services import file_problems as problems
from partnerships.services.file_types import ACCEPTED_TYPES, JPEG

# A page of A3 scanned with 600 dots per inch has 70 million.
MOST_PIXELS = 80_000_000
_one_at_a_time = threading.Lock()


def check_image(content: bytes, detected: str) -> None:
    """Raise ``UnusableFile`` unless the whole picture can be decoded."""
    name = ACCEPTED_TYPES[detected]
    try:
        with _one_at_a_time, Image.open(io.BytesIO(content), formats=[name]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise problems.too_many_pixels(MOST_PIXELS)
            if detected == JPEG:
                # Decode at one eighth of the size in each direction: the whole file is read, little is kept in memory.
                image.draft("L", (image.width // 8 or 1, image.height // 8 or 1))
            image.load()
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        raise problems.broken(name) from error
