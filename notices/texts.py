"""The words of a notice, made from its facts in the language of the moment."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.errors import Text
from notices.choices import NoticeKind
from notices.models import Notice
from partnerships.choices import PartnershipReason, Side
from partnerships.templatetags.partnership_tags import names
from registration.choices import CaseReason

REASONS: dict[str, Text] = dict(CaseReason.choices)
REASONS_OF_ASSOCIATION: dict[str, Text] = dict(PartnershipReason.choices)

WHAT: dict[str, Text] = {
    NoticeKind.RETURNED: _("The Association has returned the record for revision"),
    NoticeKind.APPROVED: _("The Association has checked the record"),
    NoticeKind.REJECTED: _("The Association has rejected the record"),
    NoticeKind.CLEARED: _("The Ministry has cleared the draft"),
    NoticeKind.CLEARANCE_ANNULLED: _("The Ministry has annulled the clearance of the draft"),
    NoticeKind.DRAFT_RETURNED: _("The Ministry has returned the draft for revision"),
    NoticeKind.REFUSED: _("The Ministry has refused clearance of the draft"),
    NoticeKind.REGISTERED: _("The Ministry has registered the agreement"),
    NoticeKind.REGISTRATION_RETURNED: _("The Ministry has returned the registration filing for revision"),
    NoticeKind.REGISTRATION_REFUSED: _("The Ministry has refused to register the agreement"),
    NoticeKind.DUE_SOON: _("The review period of the draft ends soon"),
    NoticeKind.EXPIRING: _("The term of the agreement ends soon"),
    NoticeKind.RESPONSIBLE: _("You are now responsible for the record"),
    NoticeKind.COMMENT: _("A new comment"),
}
# What the officials of a community do next; said to them only.
NEXT: dict[str, Text] = {
    NoticeKind.RETURNED: _("Correct the record and submit it again."),
    NoticeKind.APPROVED: _("Next, file the draft agreement with the Ministry if you have not done so."),
    NoticeKind.CLEARED: _("Sign the agreement, then record the date and place of signing."),
    NoticeKind.CLEARANCE_ANNULLED: _("Do not sign the agreement. Wait for a new decision of the Ministry."),
    NoticeKind.DRAFT_RETURNED: _("Correct the draft and file it again."),
    NoticeKind.REGISTRATION_RETURNED: _("Correct the details of the signing and file them again."),
    NoticeKind.EXPIRING: _("Decide in good time whether to extend the agreement."),
}


@dataclass(frozen=True)
class Words:
    """What happened, with whom, the details line by line, and what is next."""

    what: str
    parties: str
    code: str
    details: list[str]
    text: str
    next: str


def words_of(notice: Notice) -> Words:
    """Put one notice into words; reads only what ``selectors.for_reading`` fetches."""
    parties = list(notice.partnership.parties.all())
    sides = [[party for party in parties if party.side == side] for side in (Side.UKRAINIAN, Side.FOREIGN)]
    return Words(
        what=str(WHAT[notice.kind]),
        parties=" – ".join(names(side) for side in sides),
        code=notice.partnership.code,
        details=details_of(notice),
        text=str(notice.facts.get("text", "")),
        next=str(NEXT.get(notice.kind, "")) if notice.role == Role.OFFICIAL else "",
    )


def details_of(notice: Notice) -> list[str]:
    """The facts, one line each; a line appears only when its facts are there."""
    facts = notice.facts
    lines = [
        (_now("Agreement: %(title)s"), {"title": _title(facts)}),
        (_now("Case: %(number)s"), {"number": facts.get("case")}),
        (
            _now("Ministry order No. %(number)s of %(date)s"),
            {"number": facts.get("order"), "date": _day(facts.get("order_date"))},
        ),
        (
            _now("Registration number: %(number)s, %(date)s"),
            {"number": facts.get("number"), "date": _day(facts.get("registered_on"))},
        ),
        (_now("Last day: %(date)s"), {"date": _day(facts.get("until"))}),
        (_now("Reasons: %(reasons)s"), {"reasons": _reasons(notice)}),
        (_now("Written by: %(role)s"), {"role": _role(facts.get("role"))}),
    ]
    return [line % values for line, values in lines if all(values.values())]


def _title(facts: dict[str, Any]) -> str:
    english = facts.get("title_en", "") if get_language() == "en" else ""
    return english or facts.get("title_uk", "")


def _day(text: str | None) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT") if text else ""


def _reasons(notice: Notice) -> str:
    ours = notice.kind in {NoticeKind.RETURNED, NoticeKind.REJECTED}
    labels = REASONS_OF_ASSOCIATION if ours else REASONS
    return "; ".join(str(labels.get(code, code)) for code in notice.facts.get("reasons", []))


def _role(code: str | None) -> str:
    return str(Role(code).label) if code in Role.values else ""
