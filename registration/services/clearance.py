"""Filing a draft with the Ministry and its clearance by order."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.acting import acting
from common.calendar import add_days
from common.confirmation import require_confirmed
from common.errors import Conflict, FieldProblem, InvalidTransition, Question, RuleViolated
from common.life_cycle import NO_REASON, Reason
from common.paper_numbers import tidy_number
from common.remarks import AnswerInput, answer_problems, forget_answers, remark_codes, write_answers
from common.stored_files import atomic_with_files
from common.transition_executor import lock
from partnerships.choices import GOING_ON_STATUSES, ContentState, DocumentKind, PartnershipStatus
from partnerships.models import Agreement
from partnerships.records.refresh import refresh_records
from partnerships.rules import filing_problems
from partnerships.services.agreements import lock_partnership_of, set_content_state, touch
from partnerships.services.documents import attach_to_agreement, checked_file
from partnerships.services.numbers import next_code
from partnerships.services.steps import let_stand
from registration.choices import ActKind
from registration.models import RegistrationCase
from registration.policies import can_file_case
from registration.register_chain import annulled_content
from registration.rules import (
    letter_problems,
    letter_question,
    order_day_problems,
    order_problems,
    received_problems,
)
from registration.selectors import open_opinions
from registration.services.legal_acts import append_act
from registration.services.order_files import attach_to_order
from registration.services.orders import order_of, order_questions
from registration.services.steps import locked_agreement, run_step
from registration.transitions import CASE_LIFE_CYCLE

if TYPE_CHECKING:
    from accounts.models import User

# The Association's check has no legal force over the Ministry's: submitted is enough.
FILING_STATUSES = GOING_ON_STATUSES | {PartnershipStatus.SUBMITTED}


NO_OPINION_ASKED = Question(
    "no_opinion_asked", gettext_lazy("No other ministry was asked for an opinion on this draft.")
)


def file_case(
    agreement_id: int,
    *,
    actor: "User",
    letter_number: str,
    letter_date: date,
    upload: UploadedFile | None = None,
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """File the draft of an agreement with the Ministry, by a letter of request; ``upload`` is the letter itself.

    Raises ``Conflict`` when a case is open already, ``InvalidTransition`` while the partnership is
    not submitted, ``NotAllowed``, ``ConfirmationNeeded``, or ``RuleViolated`` with everything that is missing.
    """
    letter = checked_file(upload) if upload else None
    try:
        with atomic_with_files(), acting(actor, CASE_LIFE_CYCLE.verb("file")):
            partnership = lock_partnership_of(agreement_id)
            agreement = lock(Agreement, agreement_id, expected_version=None)
            can_file_case(actor, agreement).require()
            _require_submitted(agreement)
            if hasattr(agreement, "register_entry"):
                raise Conflict(_("This agreement is already registered."))
            problems = letter_problems(letter_number, letter_date) + filing_problems(agreement)
            if problems := problems + (letter.problems if letter else []):
                raise RuleViolated(problems)
            number = tidy_number(letter_number)
            require_confirmed(_letter_questions(agreement, number, letter_date), confirm)
            set_content_state(agreement, ContentState.LOCKED)
            let_stand(partnership)
            touch(partnership.pk)
            today = timezone.localdate()
            case = RegistrationCase.objects.create(
                number=next_code("case", "RC"),
                agreement=agreement,
                letter_number=number,
                letter_date=letter_date,
                filed_by=actor,
                filed_on=today,
                due_on=review_deadline(today),
            )
            if letter:
                attach_to_agreement(agreement, letter, DocumentKind.REQUEST_LETTER, actor=actor)
            refresh_records([partnership.pk])
            return case
    except IntegrityError as error:
        if "one_open_case_per_agreement" not in str(error):
            raise
        raise Conflict(_("This agreement already has an open case with the Ministry.")) from error


def review_deadline(received_on: date) -> date:
    """Last day of the Ministry's review (30 days in all; see settings for what counts as a day)."""
    return add_days(received_on, settings.CLEARANCE_REVIEW_DAYS, kind=settings.REVIEW_DAYS_KIND)


def _require_submitted(agreement: Agreement) -> None:
    status = agreement.partnership.status
    if status not in FILING_STATUSES:
        detail = _("First submit the partnership to the Association; its status is now “%(status)s”.") % {
            "status": PartnershipStatus(status).label
        }
        raise InvalidTransition(detail, current_status=status)


def _letter_questions(agreement: Agreement, number: str, day: date) -> list[Question]:
    """The letters of the same community with this number and another date."""
    communities = agreement.partnership.parties.filter(community__isnull=False).values("community")
    others = RegistrationCase.objects.filter(
        letter_number=number, agreement__partnership__parties__community__in=communities
    )
    days = others.exclude(letter_date=day).values_list("letter_date", flat=True)
    return letter_question(number, filter(None, days))


def accept(
    case_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    received_on: date | None = None,
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """Take a filed draft into review; an unassigned case becomes the clerk's own.

    ``received_on`` is for a letter that came on paper before it was filed here: the period for the
    review has been running since then.
    """

    def check(case: RegistrationCase) -> list[FieldProblem]:
        return received_problems(received_on, case.letter_date)

    def stamp(case: RegistrationCase) -> Iterable[str]:
        case.accepted_on = timezone.localdate()
        case.assigned_to = case.assigned_to or actor
        if received_on:
            case.due_on = review_deadline(received_on)
        return ("accepted_on", "assigned_to", "due_on")

    return run_step(
        case_id,
        "accept",
        actor=actor,
        expected_version=expected_version,
        confirm=confirm,
        check=check,
        stamp=stamp,
    )


def decide(
    case_id: int,
    name: str,
    *,
    actor: "User",
    expected_version: int | None,
    reason: Reason = NO_REASON,
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """Return or refuse (draft or registration), or withdraw: the steps that carry a reason.

    A return of the draft opens the agreement for correction; a return of the registration filing
    does not, since the signed text must stay what was cleared. An ended case frees the agreement.
    """

    def stamp(case: RegistrationCase) -> Iterable[str]:
        case.decided_on = timezone.localdate()
        case.reason_codes, case.reason_text = list(reason.codes), reason.text.strip()
        case.due_on = None
        if name in {"return", "return-registration"}:
            forget_answers(case)
        if name in {"return", "refuse", "withdraw", "refuse-registration"}:
            set_content_state(locked_agreement(case), ContentState.OPEN)
        return ("decided_on", "reason_codes", "reason_text", "due_on")

    return run_step(
        case_id,
        name,
        actor=actor,
        expected_version=expected_version,
        confirm=confirm,
        reason=reason,
        stamp=stamp,
    )


def refile(
    case_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    answers: Sequence[AnswerInput] = (),
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """File the corrected draft again; it goes back to the same clerk, and the period starts anew."""

    def check(case: RegistrationCase) -> list[FieldProblem]:
        problems = filing_problems(case.agreement) + _withdrawn_problems(case.agreement)
        return problems + answer_problems(remark_codes(case), answers)

    def stamp(case: RegistrationCase) -> Iterable[str]:
        set_content_state(locked_agreement(case), ContentState.LOCKED)
        write_answers(case, answers, actor)
        case.filed_on = timezone.localdate()
        case.due_on = review_deadline(case.filed_on)
        return ("filed_on", "due_on")

    return run_step(
        case_id,
        "refile",
        actor=actor,
        expected_version=expected_version,
        confirm=confirm,
        check=check,
        stamp=stamp,
    )


def _withdrawn_problems(agreement: Agreement) -> list[FieldProblem]:
    """A draft returned by the Ministry stays returned when its partnership is withdrawn meanwhile."""
    if agreement.partnership.status != PartnershipStatus.WITHDRAWN:
        return []
    return [FieldProblem("status", "withdrawn", _("The partnership has been withdrawn."))]


def clear(
    case_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    order_number: str,
    order_date: date,
    signer: str = "",
    text: str = "",
    upload: UploadedFile | None = None,
    asks_for_opinions: bool = False,
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """Clear a draft by an order of the Ministry; several drafts may be cleared by the same order.

    ``upload`` is the order itself, kept with it. ``text`` says why a draft is cleared although an opinion
    speaks against it. With ``asks_for_opinions`` a draft on which nobody was asked has to be confirmed:
    pages do so; whether other ministries must be asked is not settled, so programs are not held up.
    """
    file = checked_file(upload) if upload else None

    def check(case: RegistrationCase) -> list[FieldProblem]:
        problems = order_problems(order_number, order_date) + order_day_problems(order_date, [case])
        return problems + (file.problems if file else []) + _opinion_problems(case, text)

    def questions(case: RegistrationCase) -> list[Question]:
        asked = [NO_OPINION_ASKED] if asks_for_opinions and not case.opinions.exists() else []
        return order_questions(order_number, order_date) + asked

    def stamp(case: RegistrationCase) -> Iterable[str]:
        case.order = order_of(order_number, order_date, signer=signer, actor=actor)
        if file:
            attach_to_order(case.order, file, actor=actor)
        case.decided_on, case.due_on = timezone.localdate(), None
        case.reason_codes, case.reason_text = [], ""
        return ("order", "decided_on", "due_on", "reason_codes", "reason_text")

    return run_step(
        case_id,
        "clear",
        actor=actor,
        expected_version=expected_version,
        reason=Reason(text=text.strip()),
        confirm=confirm,
        check=check,
        questions=questions,
        stamp=stamp,
    )


def _opinion_problems(case: RegistrationCase, text: str) -> list[FieldProblem]:
    """A draft is cleared against an opinion only by somebody who says why."""
    found = [] if text.strip() else open_opinions(case)
    if not found:
        return []
    detail = _("Explain why the draft is cleared all the same. Opinions: %(opinions)s.") % {
        "opinions": "; ".join(opinion.in_words for opinion in found)
    }
    return [FieldProblem("text", "opinion_open", detail)]


def annul_clearance(
    case_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    reason: Reason,
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """Take back a clearance: the draft is under review again, and the annulment is an act of the register.

    The order stays in history and in the act; the review period begins anew.
    """

    def stamp(case: RegistrationCase) -> Iterable[str]:
        append_act(case, ActKind.ANNULMENT, annulled_content(case))
        case.order, case.decided_on = None, None
        case.due_on = review_deadline(timezone.localdate())
        case.reason_codes, case.reason_text = [], reason.text.strip()
        return ("order", "decided_on", "due_on", "reason_codes", "reason_text")

    return run_step(
        case_id,
        "annul-clearance",
        actor=actor,
        expected_version=expected_version,
        confirm=confirm,
        reason=reason,
        stamp=stamp,
    )
