"""PDF: which letters its fonts have, and what is done about the others.

The fonts that come with typst have the letters of Europe, the Caucasus and the Near East, but no Chinese, Japanese,
Korean, Thai or Ethiopian ones: those would be empty boxes. Fonts of these scripts are not shipped, since they are
large (Noto for Chinese, Japanese and Korean: some 20 MB for each weight); a folder of further fonts is named by a
setting. What still cannot be shown is left out, and the file says so.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import typst
from django.conf import settings

# A letter that no font has: whatever looks like it is missing, too.
_NOBODY_HAS = "\U0010fffd"
_EVERY_FONT_HAS = re.compile(r"[\s -~\u00a0-\u017f\u0400-\u045f\u0490\u0491\u2010-\u2026№]")
_SAMPLE = b"""#let letters = json(bytes(sys.inputs.letters))
#set page(height: auto)
#set text(font: "Libertinus Serif")
#for letter in letters [#letter \\ ]
"""
_GLYPH = re.compile(rb'<use [^>]*href="#(\w+)"')
LEFT_OUT = "[…]"


def set_pdf(layout: bytes, words: Mapping[str, Any], *, name: str) -> bytes:
    """Set a page. The words go in as data, so that nothing typed by people is read as a command."""
    return bytes(_compile(layout, {name: json.dumps(words)}, "pdf"))


def without_unreadable(text: str) -> str:
    """Leave out what the fonts cannot show; a name that stands behind another one («Ханчжоу / 杭州») as a whole."""
    missing = unreadable(text)
    if not missing:
        return text
    letters = "[" + re.escape("".join(missing)) + "]"
    text = re.sub(rf" / [^,;()/]*{letters}[^,;()/]*?(?=\s*(?:[,;()/]|$))", "", text)
    return re.sub(rf"{letters}(?:[\s·・]*{letters})*", LEFT_OUT, text)


def unreadable(text: str) -> frozenset[str]:
    """The letters of a text that the fonts do not have."""
    unusual = frozenset(_EVERY_FONT_HAS.sub("", text))
    return _missing(unusual, settings.PAPER_FONTS) if unusual else frozenset()


@lru_cache(maxsize=256)
def _missing(letters: frozenset[str], fonts: str) -> frozenset[str]:
    return frozenset(letter for letter in letters if _glyphs(letter, fonts) == _glyphs(_NOBODY_HAS, fonts))


@lru_cache(maxsize=4096)
def _glyphs(letter: str, fonts: str) -> tuple[bytes, ...]:
    drawn = _compile(_SAMPLE, {"letters": json.dumps([letter])}, "svg")
    return tuple(_GLYPH.findall(drawn))


def _compile(layout: bytes, inputs: dict[str, str], kind: Any) -> Any:
    # Its own fonts and those of the setting; those of the machine would make other pages elsewhere.
    compile_: Any = typst.compile  # its stubs name overloads that fit no bytes
    return compile_(
        layout,
        ignore_system_fonts=True,
        font_paths=[settings.PAPER_FONTS] if settings.PAPER_FONTS else [],
        sys_inputs=inputs,
        format=kind,
    )
