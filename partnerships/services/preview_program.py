"""A program of its own: draws a page of a PDF, or a picture, smaller, as JPEG from its input to its output.

What somebody has uploaded is drawn where it can do no harm: in a process with limits of time and memory that
needs nothing of the registry. Arguments: the number of the page, from 0, and the width in pixels; with a width
of 0 the pages are counted only.
"""

import io
import resource
import sys

WHOLE, BROKEN, NO_PAGE = 0, 3, 6
SECONDS = 10
MEMORY = 2 * 1024 * 1024 * 1024
MOST_PIXELS = 40_000_000
PDF = b"%PDF-"


def main() -> int:
    """Draw; write the number of pages on a line of its own, then the picture."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    number, width = int(sys.argv[1]), int(sys.argv[2])
    content = sys.stdin.buffer.read()
    try:
        is_pdf = content.startswith(PDF)
        pages, picture = _pdf_page(content, number, width) if is_pdf else _picture(content, width)
    except IndexError:
        return NO_PAGE
    except (Exception, MemoryError):  # anything may come of a file made to break its reader
        return BROKEN
    sys.stdout.buffer.write(b"%d\n" % pages + picture)
    return WHOLE


def _pdf_page(content: bytes, number: int, width: int) -> tuple[int, bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    if number >= len(document):
        raise IndexError
    if not width:
        return len(document), b""
    page = document[number]
    scale = width / page.get_width()
    if width * page.get_height() * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (page.get_width() * page.get_height())) ** 0.5
    return len(document), _jpeg(page.render(scale=scale).to_pil())


def _picture(content: bytes, width: int) -> tuple[int, bytes]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if not width:
        return 1, b""
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    picture.thumbnail((width, 4 * width))
    return 1, _jpeg(picture.convert("RGB"))


def _jpeg(picture: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)  # type: ignore[attr-defined]  # of Pillow, imported where needed
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
