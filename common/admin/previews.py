"""What a decision will tell the other side: asked of whoever sends notices, since imports go one way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from common.life_cycle import Reason, Transition


@dataclass(frozen=True)
class NoticePreview:
    """A letter as it will leave: its language, who gets it, its words."""

    language: str
    recipients: list[str]
    subject: str
    text: str


PreviewOf = Callable[[Any, Transition, Reason, dict[str, Any]], list[NoticePreview]]
_preview_of: list[PreviewOf] = []


def use_previews(preview_of: PreviewOf) -> None:
    """Let the app that sends notices say what a step will tell; called once, when it is ready."""
    _preview_of[:] = [preview_of]


def previews_of(
    record: Any, transition: Transition, reason: Reason, fields: dict[str, Any]
) -> list[NoticePreview]:
    """The letters of a step, one for each language of its recipients; none when nobody is told."""
    return _preview_of[0](record, transition, reason, fields) if _preview_of else []
