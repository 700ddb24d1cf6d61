"""How the Ministry's statuses are shown to people: colour, shape and a plain explanation."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from common.errors import Text
from partnerships.choices import PartnershipStatus
from partnerships.models import Partnership
from partnerships.status_words import PARTNERSHIP_WORDS, StatusWord
from registration.choices import CaseStatus

CASE_WORDS: dict[str, StatusWord] = {
    CaseStatus.FILED: StatusWord(
        "info", "clock", _("The community has filed the draft. The Ministry has not started its review.")
    ),
    CaseStatus.IN_REVIEW: StatusWord(
        "info",
        "clock",
        _(
            "The Ministry is reviewing the draft. The Ministry of Justice and the Ministry of "
            "Foreign Affairs give their opinions."
        ),
    ),
    CaseStatus.RETURNED: StatusWord(
        "warn", "return", _("The Ministry has asked the community to correct the draft and file it again.")
    ),
    CaseStatus.REFUSED: StatusWord(
        "bad", "cross", _("The Ministry has refused to clear the draft. The parties must not sign it.")
    ),
    CaseStatus.CLEARED: StatusWord(
        "good", "stamp", _("The Ministry has cleared the draft by order. The parties may sign it.")
    ),
    CaseStatus.REGISTRATION_FILED: StatusWord(
        "info", "clock", _("The agreement is signed and waits for its registration number.")
    ),
    CaseStatus.REGISTRATION_RETURNED: StatusWord(
        "warn",
        "return",
        _("The Ministry has asked the community to correct the details of the signed agreement."),
    ),
    CaseStatus.REGISTRATION_REFUSED: StatusWord(
        "bad", "cross", _("The Ministry has refused to register the signed agreement.")
    ),
    CaseStatus.REGISTERED: StatusWord(
        "good", "stamp", _("The agreement is in the list of registered agreements and has a number.")
    ),
    CaseStatus.WITHDRAWN: StatusWord("neutral", "stop", _("The community has withdrawn the filing.")),
    CaseStatus.TERMINATED: StatusWord(
        "neutral", "stop", _("The agreement has been terminated. Its number stays in the list.")
    ),
}


def words_on(partnerships: Iterable[Partnership]) -> list[tuple[Text, StatusWord]]:
    """The statuses of some partnerships and of their cases, each once, in the order of the life cycles."""
    rows = list(partnerships)
    ours = {row.status for row in rows}
    theirs = {case.status for row in rows for one in row.agreements.all() for case in one.cases.all()}
    return [
        *((PartnershipStatus(code).label, word) for code, word in PARTNERSHIP_WORDS.items() if code in ours),
        *((CaseStatus(code).label, word) for code, word in CASE_WORDS.items() if code in theirs),
    ]
