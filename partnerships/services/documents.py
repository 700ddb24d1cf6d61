"""Uploaded files: checked by content, hashed, stored under their hash."""

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from common.acting import acting
from common.errors import FieldProblem, RuleViolated
from common.stored_files import atomic_with_files, store
from common.transition_executor import lock
from partnerships.choices import DocumentKind
from partnerships.languages import language_names
from partnerships.models import Activity, Agreement, Document, Partnership
from partnerships.policies import can_attach
from partnerships.rules import choice_problems
from partnerships.services.file_checks import detect_type
from partnerships.services.file_contents import Content
from partnerships.services.file_types import safe_name

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class CheckedFile:
    """A file that comes with a step, as far as it was looked at before anything was locked."""

    upload: UploadedFile
    content: Content
    problems: list[FieldProblem] = field(default_factory=list)


def checked_file(upload: UploadedFile) -> CheckedFile:
    """Look whether a file can be used."""
    return CheckedFile(upload, *detect_type(upload))


def attach_document(
    partnership_id: int,
    *,
    actor: "User",
    upload: UploadedFile,
    kind: str,
    language: str = "",
    agreement_id: int | None = None,
    activity_id: int | None = None,
) -> Document:
    """Store a file with a partnership.

    Raises ``RuleViolated`` beside ``file`` when it cannot be used, beside ``activity`` when an agreement is
    named, too: a file belongs to one of them at most.
    """
    with atomic_with_files(), acting(actor, "attach_document"):
        partnership = lock(Partnership, partnership_id, expected_version=None)
        agreement = _agreement_of(partnership, agreement_id)
        can_attach(actor, partnership, agreement).require()
        problems = choice_problems("kind", [kind], DocumentKind.values)
        activity = _activity_of(partnership, activity_id)
        problems += _language_problems(language)
        if agreement and activity:
            detail = _("Choose an agreement or an activity: a file belongs to only one of them.")
            problems.append(FieldProblem("activity", "only_one", detail))
        content, file_problems = detect_type(upload)
        if problems + file_problems:
            raise RuleViolated(problems + file_problems)
        language = language or ("uk" if kind == DocumentKind.DRAFT_UK else "")
        belongs = {"partnership": partnership, "agreement": agreement, "activity": activity}
        return _store(upload, content, uploaded_by=actor, kind=kind, language=language, **belongs)


def attach_to_activity(activity: Activity, file: CheckedFile, *, actor: "User") -> Document:
    """Store a file that was checked with its activity; within the transaction that writes the activity."""
    kind = DocumentKind.PHOTO if file.content.type.startswith("image/") else DocumentKind.OTHER
    belongs = {"partnership": activity.partnership, "activity": activity}
    return _store(file.upload, file.content, uploaded_by=actor, kind=kind, **belongs)


def attach_to_agreement(agreement: Agreement, file: CheckedFile, kind: str, *, actor: "User") -> Document:
    """Store the paper of a step of the agreement's case; within that step, which says who may take it.

    Also after the Association has ended the partnership: what is cleared, registered or terminated has a
    legal force of its own.
    """
    belongs = {"partnership": agreement.partnership, "agreement": agreement}
    return _store(file.upload, file.content, uploaded_by=actor, kind=kind, **belongs)


def _store(upload: UploadedFile, content: Content, **fields: Any) -> Document:
    document = Document(**fields, **stored_as(upload, content))
    store(document.file, upload)
    document.save()
    return document


def stored_as(upload: UploadedFile, content: Content) -> dict[str, Any]:
    """What is kept of every stored file beside its bytes."""
    return {
        "original_name": safe_name(upload.name or "", content.type),
        "sha256": hash_of(upload),
        "size": upload.size or 0,
        "detected_type": content.type,
        "inside": list(content.inside),
    }


def same_file(document: Document) -> Document | None:
    """The file of the same partnership that was attached before with the very same content."""
    others = Document.objects.filter(partnership=document.partnership_id, sha256=document.sha256)
    return others.filter(pk__lt=document.pk).order_by("pk").first()


def same_file_warning(document: Document) -> str:
    """Say that a file was attached before, empty when it was not."""
    other = same_file(document)
    if other is None:
        return ""
    detail = _("The same file is attached already: %(name)s (%(kind)s). Check that you chose the right one.")
    return detail % {"name": other.original_name, "kind": other.get_kind_display()}


def warning_about_last(partnership_id: int, actor: "User") -> str:
    """Say that the file which a person has just attached, by whatever step, was attached before."""
    last = Document.objects.filter(partnership=partnership_id, uploaded_by=actor).order_by("pk").last()
    return same_file_warning(last) if last else ""


def _language_problems(language: str) -> list[FieldProblem]:
    if not language or language in language_names("en"):
        return []
    detail = _("This language is not known. Enter its two-letter code, for example uk or pl.")
    return [FieldProblem("language", "unknown", detail)]


def hash_of(upload: UploadedFile) -> str:
    """SHA-256 of the content."""
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


def _activity_of(partnership: Partnership, activity_id: int | None) -> Activity | None:
    if activity_id is None:
        return None
    activity: Activity | None = partnership.activities.filter(pk=activity_id).first()
    if activity is None:
        detail = _("This activity belongs to another partnership.")
        raise RuleViolated([FieldProblem("activity", "unknown", detail)])
    return activity
