"""Status words in colour."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString


def badge(text: Any, tone: str = "neutral") -> SafeString:
    """A word in a coloured box: neutral, info, success, warning or danger; the word itself says it all."""
    return format_html('<span class="desk-badge desk-badge--{}">{}</span>', tone, text)


def status_badge(record: Any, tones: Mapping[Any, str]) -> SafeString:
    """The status of a record, in the colour of its kind."""
    return badge(record.get_status_display(), tones.get(record.status, "neutral"))


def lines(values: Any) -> SafeString:
    """Several values in one cell, one under the other."""
    items = [format_html('<span class="desk-line">{}</span>', value) for value in values]
    return SafeString('<span class="desk-lines">' + "".join(items) + "</span>")
