"""Whether a file can be used: each type is opened as far as needed to know that it is whole."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from common.errors import FieldProblem
from partnerships.services import file_problems as problems
from partnerships.services.file_archives import check_archive
from partnerships.services.file_images import check_image
from partnerships.services.file_pdf import check_pdf
from partnerships.services.file_signatures import check_signature
from partnerships.services.file_types import ACCEPTED_TYPES, ARCHIVE, P7S, PDF, signature_of


def detect_type(upload: UploadedFile) -> tuple[str, list[FieldProblem]]:
    """Tell the type from the content, never from the name; refuse what cannot be used, with what to do."""
    try:
        _check_size(upload.size or 0)
        upload.seek(0)
        content = upload.read()
        upload.seek(0)
        return examine(content), []
    except problems.UnusableFile as error:
        return "", [FieldProblem("file", error.code, error.detail)]


def examine(content: bytes) -> str:
    """Return the type of a whole and readable file; raises ``UnusableFile``."""
    if content.startswith(ARCHIVE):
        return check_archive(content)
    detected = signature_of(content)
    if not detected:
        raise problems.unsupported(", ".join(ACCEPTED_TYPES.values()))
    if detected == PDF:
        check_pdf(content)
    elif detected == P7S:
        check_signature(content)
    else:
        check_image(content, detected)
    return detected


def _check_size(size: int) -> None:
    if size == 0:
        raise problems.UnusableFile("empty", _("The file is empty. Choose it again."))
    if size > settings.DOCUMENT_MAX_BYTES:
        detail = _("The file is too large: %(size)s. At most %(most)s are accepted.") % {
            "size": filesizeformat(size),
            "most": filesizeformat(settings.DOCUMENT_MAX_BYTES),
        }
        raise problems.UnusableFile("too_large", detail)
