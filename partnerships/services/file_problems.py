"""Why a file cannot be used, each time with what to do."""

from django.utils.translation import gettext as _

# Codes of what is refused also inside a signed container.
DANGEROUS = frozenset({"has_macros", "forbidden_content", "unpacks_to_too_much"})


class UnusableFile(Exception):
    """The file cannot be taken; ``code`` for programs, ``detail`` for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


def broken(type_name: str) -> UnusableFile:
    """The content begins like a known type and is damaged further on."""
    detail = _(
        "The file is damaged or incomplete: it cannot be opened as %(type)s. Open it on your "
        "computer, save it again and choose it again."
    )
    return UnusableFile("broken", detail % {"type": type_name})


def encrypted() -> UnusableFile:
    """A password would be needed by everybody who reads it."""
    detail = _("The file is protected with a password. Save it without a password and choose it again.")
    return UnusableFile("encrypted", detail)


def unsupported(type_names: str) -> UnusableFile:
    """The content is of no accepted type."""
    detail = _(
        "This file cannot be used: it is not one of these types: %(types)s. Save it as PDF and "
        "choose it again."
    )
    return UnusableFile("unsupported_type", detail % {"types": type_names})


def unpacks_to_too_much() -> UnusableFile:
    """No honest document comes near; such archives are made to fill somebody's disk."""
    detail = _(
        "The file expands to far more data than a document needs, so it was not opened. Save "
        "it as PDF and choose it again."
    )
    return UnusableFile("unpacks_to_too_much", detail)


def outside_of_its_folder() -> UnusableFile:
    """An archive whose parts would be unpacked somewhere else on the reader's disk."""
    detail = _(
        "The parts of the file have names that lead out of it, so it is not opened. Save it as PDF and "
        "choose it again."
    )
    return UnusableFile("forbidden_content", detail)


def several_at_once() -> UnusableFile:
    """A file that one program opens as this type and another program as something else."""
    detail = _(
        "The file can be opened as two types, which no scanner or text program makes. Save it as PDF and "
        "choose it again."
    )
    return UnusableFile("unsupported_type", detail)


def too_many_pixels(most: int) -> UnusableFile:
    """The picture is larger than any scan."""
    detail = _(
        "The picture is too large: it must have at most %(most)s million pixels. Scan it at "
        "300 dpi, or save it as PDF, and choose it again."
    )
    return UnusableFile("too_many_pixels", detail % {"most": most // 1_000_000})


def with_macros() -> UnusableFile:
    """A text that carries a program."""
    detail = _(
        "The document contains macros. Save it as DOCX without macros, or as PDF, and choose it again."
    )
    return UnusableFile("has_macros", detail)


def with_entities() -> UnusableFile:
    """XML that declares a document type: no program for texts writes that, and it can be a bomb."""
    detail = _(
        "The file contains code that word processors do not produce, so it was not opened. "
        "Save it as PDF and choose it again."
    )
    return UnusableFile("forbidden_content", detail)


def without_signature() -> UnusableFile:
    """A container for signatures in which none is found."""
    detail = _(
        "The container has no signature or no signed file. Sign the document again and choose "
        "the container that the signing program creates."
    )
    return UnusableFile("no_signature", detail)
