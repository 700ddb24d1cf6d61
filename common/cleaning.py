"""The one cleaning of every text that people type, programs send and lists hold.

Texts are copied from PDF files, web pages and word processors, and bring along what nobody sees: soft hyphens,
direction marks, control characters, accents apart from their letters. They hide records from the search and
break the papers that are made of them. ``common.doors`` leads every form and every body of the API through here.
"""

import re
import unicodedata

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
# How PDF viewers copy the hyphen at the end of a line, with or without the line break behind it.
_COPIED_HYPHEN = re.compile("([\x02\ufffe\xad])([^\\S\n]*\n?[^\\S\n]*)(?=[^\\W_])")
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_JOINERS, _DIRECTION_MARKS, _SELECTORS = (
    "\u200c\u200d",
    "\u200e\u200f\u061c",
    "\ufe00-\ufe0f\U000e0100-\U000e01ef",
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters but tab and line breaks
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    f"{_JOINERS}{_DIRECTION_MARKS}{_SELECTORS}{_NONCHARACTERS}\ud800-\udfff]"
)  # fmt: skip
_RIGHT_TO_LEFT = "\u0591-\u060f\u0610-\u0618\u0620-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
# Arabic, and the scripts of India and of the countries east of it, in which a joiner changes a letter's form.
_JOINED = re.compile(f"[{_RIGHT_TO_LEFT}\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u17dd\u1820-\u18aa]")
_DIRECTED = re.compile(f"[{_RIGHT_TO_LEFT}]")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\U00020000-\U0003fffd]")
_BLANK_SIGN = "\u2800"  # Braille without a dot


def clean_line(text: str) -> str:
    """Clean a text of one line: what separates words, line breaks too, becomes one space."""
    return " ".join(_without_invisible(text).split())


def clean_lines(text: str) -> str:
    """Clean a text that may have several lines; they and tabs stay."""
    return _without_invisible(text).strip()


def drop_invisible(text: str) -> str:
    """Drop what nobody sees, also what some scripts need: for comparing only."""
    return _INVISIBLE.sub("", _join_copied(text))


def _without_invisible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    # Twice in NFC: an accent apart from its letter may stand before a sign, or come together with it afterwards.
    text = unicodedata.normalize("NFC", _LINE_BREAK.sub("\n", text)).replace(_BLANK_SIGN, " ")
    seen = _INVISIBLE.sub(lambda sign: sign[0] if _says_something(sign) else "", _join_copied(text))
    return unicodedata.normalize("NFC", seen)


def _join_copied(text: str) -> str:
    """Put words together that were cut at the end of a line of a PDF file."""
    return _COPIED_HYPHEN.sub(_joint, text)


def _joint(found: re.Match[str]) -> str:
    """Nothing inside a word; a hyphen between «Івано» and «Франківськ», or two numbers, which had one there."""
    sign, gap = found[1], found[2]
    before, after = found.string[max(found.start() - 1, 0) : found.start()], found.string[found.end()]
    had_hyphen = (before.islower() and after.isupper()) or (before.isdigit() and after.isdigit())
    if had_hyphen and (sign != "\xad" or "\n" in gap):
        return "-"
    return "" if before.isalpha() and after.isalpha() and not had_hyphen else gap


def _says_something(sign: re.Match[str]) -> bool:
    """Whether the reader would miss this sign where it stands."""
    before, after = (
        sign.string[max(sign.start() - 1, 0) : sign.start()],
        sign.string[sign.end() : sign.end() + 1],
    )
    if sign[0] in _JOINERS:
        return bool(_JOINED.match(before) and _JOINED.match(after))
    if sign[0] in _DIRECTION_MARKS:
        return bool(_DIRECTED.match(before) and _DIRECTED.match(after))
    if "\ufe00" <= sign[0] <= "\ufe0f" or "\U000e0100" <= sign[0] <= "\U000e01ef":
        return bool(before) and (
            unicodedata.category(before) in {"So", "Sm"} or bool(_IDEOGRAPH.match(before))
        )
    return False
