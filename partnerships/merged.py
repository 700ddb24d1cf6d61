"""Where an old address leads: the record into which another one was merged."""

from typing import Any

from partnerships.models import Partnership

LONGEST_CHAIN = 20  # one merged into one that was merged later, and so on


def kept_instead(user: Any, **which: Any) -> Partnership | None:
    """The record that stands for one that is gone, if this person may see it. ``which``: ``pk`` or ``code``."""
    found = Partnership.objects.filter(merged_into__isnull=False, **which).first()
    for _step in range(LONGEST_CHAIN):
        if found is None or found.merged_into_id is None:
            break
        found = found.merged_into
    if found is None:
        return None
    visible: Partnership | None = Partnership.objects.visible_to(user).filter(pk=found.pk).first()
    return visible
