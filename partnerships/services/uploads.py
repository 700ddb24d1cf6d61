"""Files that come in parts: announced, resumed where the line broke, attached when they are whole."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import Conflict, FieldProblem, NotVisible, RuleViolated
from common.stored_files import atomic_with_files, room_for_files, store
from partnerships.choices import DocumentKind
from partnerships.models import Partnership, Upload
from partnerships.policies import can_attach
from partnerships.rules import choice_problems
from partnerships.services.documents import attach_document, hash_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from accounts.models import User

KEPT = dt.timedelta(days=1)
MOST_OPEN = 20  # of one person: nobody fills the disk with what never ends
SHA256 = re.compile(r"[0-9a-f]{64}")


class WrongOffset(Conflict):
    """The part does not begin where the last one ended; ``received`` says where that is."""

    code = "wrong_offset"

    def __init__(self, received: int) -> None:
        super().__init__(
            _("Continue from byte %(received)s: this many bytes have been received.") % {"received": received}
        )
        self.received = received


@dataclass(frozen=True)
class Announced:
    """What a file will be."""

    name: str
    size: int
    sha256: str
    kind: str
    language: str = ""
    agreement_id: int | None = None
    activity_id: int | None = None


def announce_upload(partnership_id: int, *, actor: "User", data: Announced) -> Upload:
    """Begin an upload. Raises ``NotVisible``, ``NotAllowed``, ``Conflict`` or ``RuleViolated``."""
    partnership = Partnership.objects.visible_to(actor).filter(pk=partnership_id).first()
    if partnership is None:
        raise NotVisible
    agreement = partnership.agreements.filter(pk=data.agreement_id or 0).first()
    can_attach(actor, partnership, agreement).require()
    if problems := _problems(data):
        raise RuleViolated(problems)
    if _still_kept().filter(owner=actor, document=None).count() >= MOST_OPEN:
        raise Conflict(
            _("You have %(most)s unfinished uploads. Finish one of them first.") % {"most": MOST_OPEN}
        )
    upload = Upload(
        partnership=partnership,
        owner=actor,
        name=data.name,
        size=data.size,
        sha256=data.sha256,
        kind=data.kind,
        language=data.language,
        agreement_id=data.agreement_id,
        activity_id=data.activity_id,
    )
    with atomic_with_files():
        store(upload.file, ContentFile(b""))
        upload.save()
    return upload


def _problems(data: Announced) -> list[FieldProblem]:
    problems = choice_problems("kind", [data.kind], DocumentKind.values)
    if not SHA256.fullmatch(data.sha256):
        detail = _("Send the SHA-256 of the file as 64 lower-case hexadecimal digits.")
        problems.append(FieldProblem("sha256", "invalid", detail))
    if not 0 < data.size <= settings.DOCUMENT_MAX_BYTES:
        most = filesizeformat(settings.DOCUMENT_MAX_BYTES)
        detail = _("The file must be between 1 byte and %(most)s.") % {"most": most}
        problems.append(FieldProblem("size", "too_large" if data.size else "empty", detail))
    return problems


def _still_kept() -> "QuerySet[Upload]":
    return Upload.objects.filter(created_at__gt=timezone.now() - KEPT)


def upload_of(upload_id: "UUID", actor: "User") -> Upload:
    """One's own upload that has not been forgotten; raises ``NotVisible``."""
    found = _still_kept().filter(pk=upload_id, owner=actor).first()
    if found is None:
        raise NotVisible
    return found


def receive(upload_id: "UUID", *, actor: "User", offset: int, parts: Iterable[bytes]) -> Upload:
    """Take bytes from an offset on; when all have come, the file is checked and attached.

    What came before a line broke is kept. A file that is not what was announced has to be sent anew from the
    beginning. Raises ``NotVisible``, ``WrongOffset``, and what ``attach_document`` raises: one that cannot be
    used is forgotten at once, since the same bytes would be refused again.
    """
    upload = upload_of(upload_id, actor)
    for part in parts:
        _append(upload.pk, offset, part)
        offset += len(part)
    try:
        with atomic_with_files():
            upload = Upload.objects.select_for_update().get(pk=upload.pk)
            if upload.document_id is None and upload.received == upload.size:
                return _finish(upload, actor)
    except RuleViolated:
        _forget(upload)
        raise
    return upload


def _append(upload_id: "UUID", offset: int, part: bytes) -> None:
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        if upload.document_id or offset != upload.received:
            raise WrongOffset(upload.received)
        if offset + len(part) > upload.size:
            detail = _("More bytes were received than announced.")
            raise RuleViolated([FieldProblem("file", "too_large", detail)])
        with room_for_files(), upload.file.storage.open(str(upload.file), "r+b") as file:
            file.seek(offset)  # what an attempt without a commit has left is written over
            file.write(part)
        upload.received = offset + len(part)
        upload.save(update_fields=["received"])


def _finish(upload: Upload, actor: "User") -> Upload:
    with upload.file.open("rb") as file:
        whole = SimpleUploadedFile(upload.name, file.read(upload.size))
    if hash_of(whole) != upload.sha256:
        Upload.objects.filter(pk=upload.pk).update(received=0)
        upload.received = 0
        return upload
    upload.document = attach_document(
        upload.partnership_id,
        actor=actor,
        upload=whole,
        kind=upload.kind,
        language=upload.language,
        agreement_id=upload.agreement_id,
        activity_id=upload.activity_id,
    )
    upload.save(update_fields=["document"])
    # Not before the commit: a failure must leave the bytes, so that the client can go on.
    transaction.on_commit(partial(upload.file.storage.delete, str(upload.file)))
    return upload


def forget_old_uploads() -> int:
    """Remove what was announced more than a day ago, with its bytes; returns how many."""
    old = list(Upload.objects.filter(created_at__lt=timezone.now() - KEPT))
    for upload in old:
        _forget(upload)
    return len(old)


def _forget(upload: Upload) -> None:
    upload.file.storage.delete(str(upload.file))
    upload.delete()
