"""Whether a file can be used: each type is opened as far as needed to know that it is whole."""

from collections.abc import Iterable

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from common.errors import FieldProblem
from common.uploads import require_kept
from partnerships.services import file_problems as problems
from partnerships.services.file_archives import check_archive, ends_as_archive, signed_files
from partnerships.services.file_contents import Content, require_harmless
from partnerships.services.file_images import check_image
from partnerships.services.file_pdf import check_pdf
from partnerships.services.file_signatures import check_signature
from partnerships.services.file_types import (
    ACCEPTED_TYPES,
    ARCHIVE,
    CONTAINERS,
    P7S,
    PDF,
    is_protected_office_file,
    pdf_start,
    signature_of,
)


def detect_type(upload: UploadedFile) -> tuple[Content, list[FieldProblem]]:
    """Tell the type from the content, never from the name; refuse what cannot be used, with what to do."""
    require_kept(upload)
    try:
        _check_size(upload.size or 0)
        upload.seek(0)
        content = upload.read()
        upload.seek(0)
        examined = examine(content)
        require_harmless(examined)
        return examined, []
    except problems.UnusableFile as error:
        return Content(""), [FieldProblem("file", error.code, error.detail)]


def examine(content: bytes) -> Content:
    """Tell the type and the contents of a whole and readable file; raises ``UnusableFile``."""
    if content.startswith(ARCHIVE):
        archive = check_archive(content)
        return _with_signed_files(archive, signed_files(content)) if archive.type in CONTAINERS else archive
    if is_protected_office_file(content):
        raise problems.encrypted()
    detected = signature_of(content)
    if not detected:
        raise problems.unsupported(", ".join(ACCEPTED_TYPES.values()))
    if detected == P7S:
        signed = check_signature(content)
        return _with_signed_files(Content(P7S), [signed] if signed else [])
    if ends_as_archive(content):
        raise problems.several_at_once()
    if detected == PDF:
        return check_pdf(content)
    if pdf_start(content) >= 0:
        raise problems.several_at_once()
    check_image(content, detected)
    return Content(detected)


def _with_signed_files(container: Content, files: Iterable[bytes]) -> Content:
    """Add what the signed files hold; they may be of any type, but a program in disguise is none the less one."""
    inside = set(container.inside)
    for file in files:
        try:
            inside.update(examine(file).inside)
        except problems.UnusableFile as error:
            if error.code in problems.DANGEROUS:
                raise
    return Content.of(container.type, inside)


def _check_size(size: int) -> None:
    if size == 0:
        raise problems.UnusableFile("empty", _("The file is empty. Choose another file."))
    if size > settings.DOCUMENT_MAX_BYTES:
        detail = _("The file is too large (%(size)s). It must be %(most)s or smaller.") % {
            "size": filesizeformat(size),
            "most": filesizeformat(settings.DOCUMENT_MAX_BYTES),
        }
        raise problems.UnusableFile("too_large", detail)
