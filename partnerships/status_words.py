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
        "neutral", "pencil", _("The community is still writing it. Nobody else sees it.")
    ),
    PartnershipStatus.SUBMITTED: StatusWord(
        "info", "clock", _("The community has sent it; the Association is checking it.")
    ),
    PartnershipStatus.RETURNED: StatusWord(
        "warn", "return", _("The Association asks the community to correct something and to submit it again.")
    ),
    PartnershipStatus.APPROVED: StatusWord(
        "good",
        "check",
        _(
            "The Association has checked that the record is complete and true. "
            "This is not an act under the law: only the Ministry clears and registers agreements."
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
    PartnershipStatus.WITHDRAWN: StatusWord("neutral", "stop", _("The community has taken it back.")),
    PartnershipStatus.ENDED: StatusWord(
        "neutral", "stop", _("The partners no longer cooperate. The record stays for the history.")
    ),
}
