"""Attaching the order itself to its record."""

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from common.acting import acting
from common.errors import NotVisible, RuleViolated
from common.stored_files import atomic_with_files, store
from partnerships.services.documents import CheckedFile, checked_file, stored_as
from registration.models import MinistryOrder, OrderFile
from registration.policies import can_work_as_ministry

if TYPE_CHECKING:
    from accounts.models import User


def attach_order_file(order_id: int, *, actor: "User", upload: UploadedFile) -> OrderFile:
    """Store a file of an order. Raises ``NotVisible``, ``NotAllowed``, ``RuleViolated`` beside ``file``."""
    with atomic_with_files(), acting(actor, "attach_order"):
        can_work_as_ministry(actor).require()
        order = MinistryOrder.objects.filter(pk=order_id).first()
        if order is None:
            raise NotVisible
        file = checked_file(upload)
        if file.problems:
            raise RuleViolated(file.problems)
        return attach_to_order(order, file, actor=actor)


def attach_to_order(order: MinistryOrder, file: CheckedFile, *, actor: "User") -> OrderFile:
    """Store a file that was checked; within the transaction that clears by the order."""
    kept = OrderFile(order=order, uploaded_by=actor, **stored_as(file.upload, file.content))
    store(kept.file, file.upload)
    kept.save()
    return kept


def same_order_file_warning(order: MinistryOrder) -> str:
    """Say that the last file of an order was attached before, to this or to another order; else empty."""
    last = order.files.order_by("pk").last()
    if last is None:
        return ""
    others = OrderFile.objects.filter(sha256=last.sha256, pk__lt=last.pk).select_related("order")
    other = others.order_by("pk").first()
    if other is None:
        return ""
    detail = _("The same file is attached already: %(name)s (%(order)s). Check that you chose the right one.")
    return detail % {"name": other.original_name, "order": other.order}
