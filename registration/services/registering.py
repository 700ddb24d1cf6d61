"""Signing, registration and termination."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import FieldProblem, Question, RuleViolated
from common.life_cycle import Reason
from common.paper_numbers import number_problems, plain_number, tidy_number
from common.partial_dates import PartialDate
from common.remarks import AnswerInput, answer_problems, remark_codes, write_answers
from partnerships.choices import DocumentKind
from partnerships.models import Agreement, NumberCounter
from partnerships.resubmission import is_unchanged
from partnerships.rules import same_parties_question, signing_problems
from partnerships.selectors import same_parties
from partnerships.services.agreements import record_signing, record_termination
from partnerships.services.documents import CheckedFile, attach_to_agreement, checked_file
from partnerships.services.numbers import next_number
from partnerships.timeline import timeline_for
from registration.choices import ActKind, CaseStatus, EntryOrigin
from registration.models import RegisterEntry, RegistrationCase
from registration.numbers import number_key, place_of, written_number
from registration.register_chain import entering_kind, registered_content, terminated_content
from registration.rules import (
    before_clearance_question,
    council_question,
    explanation_problems,
    is_signed_before,
    registration_date_problems,
    registration_number_problems,
    signing_order_problems,
    termination_problems,
)
from registration.selectors import entries_numbered
from registration.services.legal_acts import append_act, take_place
from registration.services.signatories import (
    SignatoryInput,
    record_signatories,
    same_signatories,
    signatory_problems,
)
from registration.services.steps import locked_agreement, run_step
from registration.transitions import CASE_LIFE_CYCLE

if TYPE_CHECKING:
    from accounts.models import User

REGISTRATION_SERIES = "registration"
# Day, place, whether online, and the words of explanation.
Signing = tuple[PartialDate | None, str, bool, str]


def submit_signed(
    case_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    signed: PartialDate | None,
    signed_place: str = "",
    signed_online: bool = False,
    signatories: Sequence[SignatoryInput] | None = None,
    text: str = "",
    upload: UploadedFile | None = None,
    answers: Sequence[AnswerInput] = (),
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """Record date and place of signing and file the agreement for registration.

    The scan of what was signed comes with the step (``upload``) or is attached to the agreement already.
    ``signatories`` replace those recorded before; None leaves them as they are. An agreement that was signed
    before its draft was cleared is filed with an explanation (``text``), which the clerk reads.
    """
    scan = checked_file(upload) if upload else None

    def check(case: RegistrationCase) -> list[FieldProblem]:
        problems = signing_problems(
            signed, signed_place, online=signed_online, term_until=case.agreement.term_until
        )
        problems += signing_order_problems(case.agreement, signed)
        problems += signatory_problems(signatories or ()) + _scan_problems(case.agreement, scan)
        problems += answer_problems(remark_codes(case), answers)
        return problems + explanation_problems(case.order, signed, text=text, confirm=confirm)

    def questions(case: RegistrationCase) -> list[Question]:
        return before_clearance_question(case.order, signed) + council_question(case.agreement, signed)

    def stamp(case: RegistrationCase) -> Iterable[str]:
        given = (signed, signed_place.strip(), signed_online, text.strip())
        case.filed_unchanged = not scan and _is_as_returned(case, given, signatories, actor)
        if scan:
            attach_to_agreement(case.agreement, scan, DocumentKind.SIGNED_SCAN, actor=actor)
        if signed:  # check() has refused a missing date
            record_signing(locked_agreement(case), signed, signed_place, online=signed_online)
        if signatories is not None:
            record_signatories(case.agreement, signatories)
        write_answers(case, answers, actor)
        case.registration_filed_on = timezone.localdate()
        case.signing_note = text.strip()
        return ("registration_filed_on", "signing_note", "filed_unchanged")

    return run_step(
        case_id,
        "submit-signed",
        actor=actor,
        expected_version=expected_version,
        reason=Reason(text=text.strip()),
        confirm=confirm,
        check=check,
        questions=questions,
        stamp=stamp,
    )


def _is_as_returned(
    case: RegistrationCase, given: Signing, signatories: Sequence[SignatoryInput] | None, actor: "User"
) -> bool:
    """Whether a returned filing is sent again with the same signing, and nothing was added meanwhile."""
    if case.status != CaseStatus.REGISTRATION_RETURNED:
        return False
    agreement = case.agreement
    if given != (agreement.signed, agreement.signed_place, agreement.signed_online, case.signing_note):
        return False
    if signatories is not None and not same_signatories(agreement, signatories):
        return False
    return is_unchanged(
        timeline_for(actor, agreement.partnership), CASE_LIFE_CYCLE.verb("return-registration")
    )


def _scan_problems(agreement: Agreement, scan: CheckedFile | None) -> list[FieldProblem]:
    """The Ministry registers what it has seen: a signing without the signed text is not filed."""
    if scan:
        return scan.problems
    if agreement.documents.filter(kind=DocumentKind.SIGNED_SCAN).exists():
        return []
    detail = _("Attach the scan of the signed agreement: it is not registered without it.")
    return [FieldProblem("documents", "scan_missing", detail)]


def register(
    case_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    registered_on: date | None = None,
    number: str = "",
    text: str = "",
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """Register a signed agreement. Without a number the next one of the counter is given.

    ``text`` is the reason for registering what was signed before it was cleared.
    Raises ``RuleViolated`` on ``number`` if it is taken, even if another clerk took it at the same moment.
    """
    day = registered_on or timezone.localdate()
    wanted = tidy_number(number)

    def check(case: RegistrationCase) -> list[FieldProblem]:
        order_date = case.order.date if case.order else None
        problems = registration_date_problems(day, case.agreement.signed, order_date=order_date)
        problems += registration_number_problems(wanted) + number_problems("number", wanted)
        return problems + taken_problems(wanted) + _early_signing_problems(case, text)

    def questions(case: RegistrationCase) -> list[Question]:
        return number_questions(wanted, day.year) + _registered_elsewhere(case)

    def stamp(case: RegistrationCase) -> Iterable[str]:
        enter(case, number=wanted, registered_on=day, origin=EntryOrigin.REGISTERED)
        case.decided_on, case.due_on = timezone.localdate(), None
        case.reason_codes, case.reason_text = [], ""
        return ("decided_on", "due_on", "reason_codes", "reason_text")

    return run_step(
        case_id,
        "register",
        actor=actor,
        expected_version=expected_version,
        reason=Reason(text=text.strip()),
        confirm=confirm,
        check=check,
        questions=questions,
        stamp=stamp,
    )


def was_signed_before_clearance(case: RegistrationCase) -> bool:
    """Whether the agreement of a case was signed before the order that cleared its draft."""
    return is_signed_before(case.order, case.agreement.signed)


def _early_signing_problems(case: RegistrationCase, text: str) -> list[FieldProblem]:
    if text.strip() or not was_signed_before_clearance(case):
        return []
    detail = _("The agreement was signed before the draft was cleared: give the reason to register it.")
    return [FieldProblem("text", "required", detail)]


def next_free_number(year: int) -> str:
    """Return the registration number that comes next in a year, without taking it."""
    counter = NumberCounter.objects.filter(series=REGISTRATION_SERIES, year=year).first()
    sequence = (counter.last if counter else 0) + 1
    while is_taken(written_number(year, sequence)):
        sequence += 1
    return written_number(year, sequence)


def suggested_number(year: int) -> str:
    """Take the next free registration number of a year; a clerk may have typed some of them before."""
    while True:
        number = written_number(year, next_number(REGISTRATION_SERIES, year))
        if not is_taken(number):
            return number


def is_taken(number: str, *, but: RegistrationCase | None = None) -> bool:
    """Whether an entry has or had this number, however its signs are typed: 2026-0017 and 2026–0017 are one.

    A number that was corrected stays taken, since papers bear it; ``but`` is the case whose own does not count.
    """
    alike = entries_numbered(number_key(number)).exclude(case=but)
    numbers = (known for entry in alike for known in (entry.number, *entry.earlier_numbers))
    return any(plain_number(other) == plain_number(number) for other in numbers)


def enter(case: RegistrationCase, *, number: str, registered_on: date, origin: EntryOrigin) -> RegisterEntry:
    """Append the act and its entry; runs inside the step's transaction.

    The place in the chain is taken first, so that nobody takes a number between the check and the entry.
    An empty ``number`` takes the next one of the counter.
    """
    place = take_place()
    if problems := taken_problems(number):
        raise RuleViolated(problems)
    number = number or suggested_number(registered_on.year)
    if origin == EntryOrigin.REGISTERED:
        _count_up_to(number, registered_on.year)
    content = registered_content(case, number=number, registered_on=registered_on.isoformat(), origin=origin)
    act = append_act(case, entering_kind(case, origin), content, place=place)
    return RegisterEntry.objects.create(
        act=act,
        number=number,
        number_key=number_key(number),
        registered_on=registered_on,
        origin=origin,
        case=case,
        agreement=case.agreement,
    )


def _count_up_to(number: str, year: int) -> None:
    """Let the counter go on behind a typed number of its own form."""
    place = place_of(number, year)
    NumberCounter.objects.get_or_create(series=REGISTRATION_SERIES, year=year)
    NumberCounter.objects.filter(series=REGISTRATION_SERIES, year=year, last__lt=place or 0).update(
        last=place
    )


def number_questions(number: str, year: int) -> list[Question]:
    """Ask about a typed number that is not of the usual form, or that leaves numbers out."""
    if not number:
        return []
    following = next_free_number(year)
    place, next_place = place_of(number, year), place_of(following, year) or 0
    if place is None:
        detail = _("The number does not have the usual form. The next free number is %(next)s.")
        return [Question("number_shape", detail % {"next": following})]
    if place > next_place:
        detail = _("The number leaves a gap: the next free number is %(next)s.")
        return [Question("number_gap", detail % {"next": following})]
    return []


def taken_problems(number: str, *, but: RegistrationCase | None = None) -> list[FieldProblem]:
    """Refuse a number that an entry other than ``but`` has."""
    if not number or not is_taken(number, but=but):
        return []
    detail = _("The registration number %(number)s is already taken.") % {"number": number}
    return [FieldProblem("number", "unique", detail)]


def _registered_elsewhere(case: RegistrationCase) -> list[Question]:
    """Ask when another partnership of exactly the same parties has a registered agreement."""
    others = same_parties(case.agreement.partnership).filter(agreements__register_entry__isnull=False)
    return same_parties_question(others.distinct().order_by("pk").values_list("code", flat=True))


def terminate(
    case_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    act_kind: str,
    act_number: str,
    act_date: date,
    upload: UploadedFile | None = None,
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """Record the act that ends a registered agreement; its register entry stays as it is.

    ``upload`` is the act itself.
    """
    act = checked_file(upload) if upload else None

    def check(case: RegistrationCase) -> list[FieldProblem]:
        problems = termination_problems(case.agreement, act_kind, act_number, act_date)
        return problems + (act.problems if act else [])

    def stamp(case: RegistrationCase) -> Iterable[str]:
        record_termination(locked_agreement(case), act_date)
        if act:
            attach_to_agreement(case.agreement, act, DocumentKind.TERMINATION_ACT, actor=actor)
        case.act_kind, case.act_number, case.act_date = act_kind, tidy_number(act_number), act_date
        append_act(case, ActKind.TERMINATION, terminated_content(case))
        return ("act_kind", "act_number", "act_date")

    return run_step(
        case_id,
        "terminate",
        actor=actor,
        expected_version=expected_version,
        confirm=confirm,
        check=check,
        stamp=stamp,
    )
