"""How the Association's statuses are shown to people: colour, shape and a plain explanation."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.errors import Text
from partnerships.choices import PartnershipStatus


@dataclass(frozen=True)
class StatusWord:
    """Look and meaning of one status; ``tone`` and ``icon`` are names of site.css and of the icons."""

    tone: str
    icon: str
    explanation: Text


UNKNOWN = StatusWord("neutral", "empty", "")

PARTNERSHIP_WORDS: dict[str, StatusWord] = {
    PartnershipStatus.DRAFT: StatusWord(
        "neutral", "pencil", _("The community is still preparing it. No one else can see it.")
    ),
    PartnershipStatus.SUBMITTED: StatusWord(
        "info", "clock", _("The community has submitted it and the Association is checking it.")
    ),
    PartnershipStatus.RETURNED: StatusWord(
        "warn", "return", _("The Association has asked the community to correct it and submit it again.")
    ),
    PartnershipStatus.APPROVED: StatusWord(
        "good",
        "check",
        _(
            "The Association has checked that the record is complete and true. This has no "
            "legal force: only the Ministry clears and registers agreements."
        ),
    ),
    PartnershipStatus.TRANSFERRED: StatusWord(
        "neutral",
        "empty",
        _("The record comes from the previous register. The Association has not checked it."),
    ),
    PartnershipStatus.REJECTED: StatusWord(
        "bad", "cross", _("The Association found that this does not belong in the registry.")
    ),
    PartnershipStatus.WITHDRAWN: StatusWord("neutral", "stop", _("The community has withdrawn it.")),
    PartnershipStatus.ENDED: StatusWord(
        "neutral", "stop", _("The partners no longer cooperate. The record is kept as history.")
    ),
}
