"""How a person wants notices."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.errors import FieldProblem, RuleViolated
from notices.choices import Delivery, NoticeKind
from notices.models import NoticeSettings

if TYPE_CHECKING:
    from accounts.models import User


def settings_of(user: "User") -> NoticeSettings:
    """The person's settings, or those that count until some are saved."""
    return NoticeSettings.objects.filter(user=user).first() or NoticeSettings(user=user)


def save_settings(*, actor: "User", delivery: str, kinds: Collection[str]) -> NoticeSettings:
    """Save one's own settings: when letters come, and of which events. They count for later events."""
    problems = []
    if delivery not in Delivery.values:
        problems.append(FieldProblem("delivery", "invalid_choice", _("Choose one of the options.")))
    if set(kinds) - set(NoticeKind.values):
        problems.append(FieldProblem("kinds", "invalid_choice", _("Choose from the events in the list.")))
    if problems:
        raise RuleViolated(problems)
    muted = [kind for kind in NoticeKind.values if kind not in kinds]
    row, _created = NoticeSettings.objects.update_or_create(
        user=actor, defaults={"delivery": delivery, "muted": muted}
    )
    return row
