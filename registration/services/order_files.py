"""Attaching the order itself to its record."""

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from common.acting import acting
from common.errors import FieldProblem, NotVisible, RuleViolated
from partnerships.services.documents import hash_of
from partnerships.services.file_checks import detect_type
from partnerships.services.file_types import safe_name
from registration.models import MinistryOrder, OrderFile
from registration.policies import can_work_as_ministry

if TYPE_CHECKING:
    from accounts.models import User


def attach_order_file(order_id: int, *, actor: "User", upload: UploadedFile) -> OrderFile:
    """Store a file of an order. Raises ``NotVisible``, ``NotAllowed``, ``RuleViolated`` beside ``file``."""
    with transaction.atomic(), acting(actor, "attach_order"):
        can_work_as_ministry(actor).require()
        order = MinistryOrder.objects.filter(pk=order_id).first()
        if order is None:
            raise NotVisible
        content, problems = detect_type(upload)
        if problems:
            raise RuleViolated(problems)
        return OrderFile.objects.create(
            order=order,
            file=upload,
            original_name=safe_name(upload.name or "", content.type),
            sha256=hash_of(upload),
            size=upload.size or 0,
            detected_type=content.type,
            inside=list(content.inside),
            uploaded_by=actor,
        )


def problems_of_file(upload: UploadedFile | None) -> list[FieldProblem]:
    """Why a file cannot be attached; asked before the drafts are cleared by the order."""
    return detect_type(upload)[1] if upload else []
