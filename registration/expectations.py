"""What a partnership waits for: whom, since when, until when, and the one step that comes next.

Written for the community's officials; reads only what ``partnerships.selectors.with_everything`` fetches.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.errors import Text
from partnerships.choices import GOING_ON_STATUSES, PartnershipStatus
from partnerships.expiring import next_to_expire
from partnerships.models import Agreement, Partnership
from registration.amendments import open_amendment
from registration.choices import CaseStatus
from registration.models import RegistrationCase
from registration.selectors import current_case


class Who(StrEnum):
    """Whose turn it is."""

    YOU = "you"
    ASSOCIATION = "association"
    MINISTRY = "ministry"
    NOBODY = "nobody"


@dataclass(frozen=True)
class NextStep:
    """The step of an official as one button: name of its page, and what the address needs."""

    label: Text
    url_name: str
    url_args: tuple[str | int, ...]

    @property
    def url(self) -> str:
        """Address of its page in the language of this one."""
        return reverse(self.url_name, args=self.url_args)


@dataclass(frozen=True)
class Expectation:
    """Whose turn it is, since when, what is expected and until when."""

    who: Who
    text: Text
    since: date | None = None
    due_on: date | None = None
    step: NextStep | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether the day by which it was to be done is over."""
        return self.due_on is not None and self.due_on < timezone.localdate()


# What matters most comes first: what lies with the official, then with the desks.
ORDER = [Who.YOU, Who.MINISTRY, Who.ASSOCIATION, Who.NOBODY]


def expectation_of(partnership: Partnership) -> Expectation:
    """Say what a partnership waits for; what the official has to do comes before what others do."""
    found = [_of_agreement(partnership, agreement) for agreement in partnership.agreements.all()]
    found.append(_of_partnership(partnership))
    return min((item for item in found if item), key=lambda item: ORDER.index(item.who))


@dataclass(frozen=True)
class Ending:
    """A term that ends within six months, and the step that prolongs it where that can be done."""

    agreement: Agreement
    until: date
    step: NextStep | None = None

    @property
    def days_left(self) -> int:
        """Days until the last one."""
        return (self.until - timezone.localdate()).days


def ending_of(partnership: Partnership) -> Ending | None:
    """The term of a partnership that ends first within six months, if any does."""
    agreement = next_to_expire(partnership)
    if agreement is None or agreement.valid_until is None:
        return None
    may_prolong = hasattr(agreement, "register_entry") and not open_amendment(agreement)
    step = NextStep(_("Extend the agreement"), "desk_agreement_prolong", (agreement.pk,))
    return Ending(agreement, agreement.valid_until, step if may_prolong else None)


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _of_partnership(partnership: Partnership) -> Expectation:
    submit = NextStep(_("Submit to the Association"), "desk_step", (partnership.code, "submit"))
    correct = NextStep(_("Correct the record"), "desk_edit", (partnership.code,))
    match partnership.status:
        case PartnershipStatus.DRAFT:
            text = _("Complete the draft and submit it to the Association.")
            return Expectation(Who.YOU, text, _day(partnership.created_at), step=submit)
        case PartnershipStatus.RETURNED:
            text = _("The Association has remarks: correct the record and submit it again.")
            return Expectation(Who.YOU, text, _day(partnership.decided_at), step=correct)
        case PartnershipStatus.SUBMITTED:
            text = _("The Association is checking the record.")
            since = _day(partnership.submitted_at)
            due = since + timedelta(days=settings.ASSOCIATION_CHECK_DAYS) if since else None
            return Expectation(Who.ASSOCIATION, text, since, due)
        case PartnershipStatus.APPROVED | PartnershipStatus.TRANSFERRED:
            text = _(
                "You do not need to do anything now. Add activities whenever there is something to report."
            )
            return Expectation(Who.NOBODY, text)
    return Expectation(Who.NOBODY, _("The record is closed. You do not need to do anything."))


def _of_agreement(partnership: Partnership, agreement: Agreement) -> Expectation | None:
    case = current_case(agreement)
    if case and case.status in BY_CASE_STATUS:
        return BY_CASE_STATUS[CaseStatus(case.status)](case, agreement)
    # It may be filed earlier, but is expected only once the Association has checked the record.
    if partnership.status not in GOING_ON_STATUSES or hasattr(agreement, "register_entry"):
        return None
    step = NextStep(_("File the draft with the Ministry"), "desk_case_file", (agreement.pk,))
    text = _("File the draft agreement with the Ministry, with a letter of request.")
    return Expectation(Who.YOU, text, _day(partnership.decided_at), step=step)


def _with_ministry(case: RegistrationCase, agreement: Agreement) -> Expectation:
    text = (
        _("The Ministry is reviewing the draft.")
        if case.status == CaseStatus.IN_REVIEW
        else _("You have filed the draft; the Ministry has not yet accepted it for review.")
    )
    return Expectation(Who.MINISTRY, text, case.filed_on, case.due_on)


def _for_registration(case: RegistrationCase, agreement: Agreement) -> Expectation:
    text = _("The agreement is filed for registration. The Ministry will give it a number.")
    return Expectation(Who.MINISTRY, text, case.registration_filed_on, case.due_on)


def _returned(case: RegistrationCase, agreement: Agreement) -> Expectation:
    text = _("The Ministry has remarks: correct the draft and file it again.")
    step = NextStep(_("Correct the draft"), "desk_agreement_edit", (agreement.pk,))
    return Expectation(Who.YOU, text, case.decided_on, step=step)


def _signing(case: RegistrationCase, agreement: Agreement) -> Expectation:
    text = (
        _("The draft is cleared: sign the agreement, then record the date and place of signing.")
        if case.status == CaseStatus.CLEARED
        else _("The Ministry has asked you to correct the details of the signing.")
    )
    step = NextStep(_("Record the signing"), "desk_case_step", (case.number, "submit-signed"))
    return Expectation(Who.YOU, text, case.decided_on, step=step)


def _registered(case: RegistrationCase, agreement: Agreement) -> Expectation:
    return Expectation(Who.NOBODY, _("The agreement is registered. You do not need to do anything."))


BY_CASE_STATUS: dict[CaseStatus, Callable[[RegistrationCase, Agreement], Expectation]] = {
    CaseStatus.FILED: _with_ministry,
    CaseStatus.IN_REVIEW: _with_ministry,
    CaseStatus.RETURNED: _returned,
    CaseStatus.CLEARED: _signing,
    CaseStatus.REGISTRATION_FILED: _for_registration,
    CaseStatus.REGISTRATION_RETURNED: _signing,
    CaseStatus.REGISTERED: _registered,
}
