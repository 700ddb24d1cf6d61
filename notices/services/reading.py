"""What people do with their inbox."""

from typing import TYPE_CHECKING

from django.utils import timezone

from common.errors import NotVisible
from notices.models import Notice
from notices.selectors import still_open_for

if TYPE_CHECKING:
    from accounts.models import User


def mark_read(notice_id: int, *, actor: "User") -> Notice:
    """Mark one of one's own notices as read; raises ``NotVisible`` for any other."""
    notice = still_open_for(actor).select_related("partnership").filter(pk=notice_id).first()
    if notice is None:
        raise NotVisible
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, actor: "User", until: int) -> int:
    """Mark one's notices up to the newest one that was on the page; returns how many."""
    unread = still_open_for(actor).filter(read_at=None, pk__lte=until)
    return Notice.objects.filter(pk__in=unread.values("pk")).update(read_at=timezone.now())
