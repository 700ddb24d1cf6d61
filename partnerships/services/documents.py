"""Uploaded files: checked by content, hashed, stored under their hash."""

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from common.acting import acting
from common.errors import FieldProblem, RuleViolated
from common.transition_executor import lock
from partnerships.choices import DocumentKind
from partnerships.models import Agreement, Document, Partnership
from partnerships.policies import can_add
from partnerships.rules import choice_problems
from partnerships.services.file_types import ACCEPTED_TYPES, detect, safe_name

if TYPE_CHECKING:
    from accounts.models import User


def attach_document(
    partnership_id: int,
    *,
    actor: "User",
    upload: UploadedFile,
    kind: str,
    language: str = "",
    agreement_id: int | None = None,
) -> Document:
    """Store a file with a partnership. Raises ``RuleViolated`` beside ``file`` when it cannot be used."""
    with transaction.atomic(), acting(actor, "attach_document"):
        partnership = lock(Partnership, partnership_id, expected_version=None)
        can_add(actor, partnership).require()
        agreement = _agreement_of(partnership, agreement_id)
        problems = choice_problems("kind", [kind], DocumentKind.values)
        detected_type, file_problems = detect_type(upload)
        if problems + file_problems:
            raise RuleViolated(problems + file_problems)
        return Document.objects.create(
            partnership=partnership,
            agreement=agreement,
            kind=kind,
            language=language,
            original_name=safe_name(upload.name or "", detected_type),
            sha256=_hash(upload),
            size=upload.size or 0,
            detected_type=detected_type,
            file=upload,
            uploaded_by=actor,
        )


def detect_type(upload: UploadedFile) -> tuple[str, list[FieldProblem]]:
    """Tell the type from the content, never from the name; refuse what is empty, too large or unknown."""
    size = upload.size or 0
    if size == 0:
        return "", [FieldProblem("file", "empty", _("The file is empty. Choose it again."))]
    if size > settings.DOCUMENT_MAX_BYTES:
        detail = _("The file is too large: %(size)s. At most %(most)s are accepted.") % {
            "size": filesizeformat(size),
            "most": filesizeformat(settings.DOCUMENT_MAX_BYTES),
        }
        return "", [FieldProblem("file", "too_large", detail)]
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if detected := detect(content):
        return detected, []
    detail = _(
        "This file cannot be used: its content is none of %(types)s. Save it as PDF and choose it again."
    ) % {"types": ", ".join(ACCEPTED_TYPES.values())}
    return "", [FieldProblem("file", "unsupported_type", detail)]


def _hash(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _agreement_of(partnership: Partnership, agreement_id: int | None) -> Agreement | None:
    if agreement_id is None:
        return None
    agreement = partnership.agreements.filter(pk=agreement_id).first()
    if agreement is None:
        detail = _("This agreement belongs to another partnership.")
        raise RuleViolated([FieldProblem("agreement", "unknown", detail)])
    return agreement
