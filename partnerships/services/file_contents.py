"""What a readable file holds beside its text: programs, commands, other files, what it loads from elsewhere.

Such files are refused, or kept and given out with a warning that says what is inside:
``DOCUMENT_ACTIVE_CONTENT`` chooses.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from partnerships.choices import Inside
from partnerships.services.file_problems import UnusableFile

REFUSE, WARN = "refuse", "warn"


@dataclass(frozen=True)
class Content:
    """The type of a whole file, and what it holds beside its text (codes of ``Inside``, sorted)."""

    type: str
    inside: tuple[str, ...] = ()

    @classmethod
    def of(cls, type_: str, inside: Iterable[str] = ()) -> "Content":
        """Sort what was found and leave out repetitions."""
        return cls(type_, tuple(sorted(set(inside))))


def require_harmless(content: Content) -> None:
    """Raise ``UnusableFile`` for a file with something inside that the setting does not let in."""
    if content.inside and settings.DOCUMENT_ACTIVE_CONTENT != WARN:
        detail = _(
            "The file holds more than a text: %(inside)s. Save it as PDF without them, for example by "
            "printing it to a file, and choose it again."
        )
        raise UnusableFile("active_content", detail % {"inside": labels_of(content.inside)})


def labels_of(inside: Collection[str]) -> str:
    """Name what is inside in words, with commas between."""
    return ", ".join(str(Inside(code).label) for code in inside)
