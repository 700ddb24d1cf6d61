"""Signing, registration and termination."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import FieldProblem, RuleViolated
from common.partial_dates import PartialDate
from common.remarks import AnswerInput, answer_problems, remark_codes, write_answers
from common.text import fold
from partnerships.choices import DocumentKind
from partnerships.models import Agreement
from partnerships.rules import choice_problems, signing_problems
from partnerships.services.agreements import record_signing, record_termination
from partnerships.services.documents import CheckedFile, attach_to_agreement, checked_file
from partnerships.services.numbers import next_number
from registration.choices import EntryOrigin, TerminationAct
from registration.models import RegisterEntry, RegistrationCase
from registration.numbers import number_key
from registration.register_chain import CHAIN_SERIES, CHAIN_YEAR, entry_hash, registered_content
from registration.services.signatories import SignatoryInput, record_signatories, signatory_problems
from registration.services.steps import locked_agreement, run_step

if TYPE_CHECKING:
    from accounts.models import User

MOST_NUMBER_LETTERS = 50


def submit_signed(
    case_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    signed: PartialDate | None,
    signed_place: str = "",
    signed_online: bool = False,
    signatories: Sequence[SignatoryInput] | None = None,
    upload: UploadedFile | None = None,
    answers: Sequence[AnswerInput] = (),
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """Record date and place of signing and file the agreement for registration.

    The scan of what was signed comes with the step (``upload``) or is attached to the agreement already.
    ``signatories`` replace those recorded before; None leaves them as they are.
    """
    scan = checked_file(upload) if upload else None

    def check(case: RegistrationCase) -> list[FieldProblem]:
        problems = signing_problems(
            signed, signed_place, online=signed_online, term_until=case.agreement.term_until
        )
        problems += signatory_problems(signatories or ()) + _scan_problems(case.agreement, scan)
        return problems + answer_problems(remark_codes(case), answers)

    def stamp(case: RegistrationCase) -> Iterable[str]:
        if scan:
            attach_to_agreement(case.agreement, scan, DocumentKind.SIGNED_SCAN, actor=actor)
        if signed:  # check() has refused a missing date
            record_signing(locked_agreement(case), signed, signed_place, online=signed_online)
        if signatories is not None:
            record_signatories(case.agreement, signatories)
        write_answers(case, answers, actor)
        case.registration_filed_on = timezone.localdate()
        return ("registration_filed_on",)

    return run_step(
        case_id,
        "submit-signed",
        actor=actor,
        expected_version=expected_version,
        confirm=confirm,
        check=check,
        stamp=stamp,
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
    confirm: Collection[str] = (),
) -> RegistrationCase:
    """Register a signed agreement. Without a number the next one of the counter is given.

    Raises ``RuleViolated`` on ``number`` if it is taken, even if another clerk took it at the same moment.
    """
    day = registered_on or timezone.localdate()
    wanted = number.strip()

    def check(case: RegistrationCase) -> list[FieldProblem]:
        return registration_date_problems(day, case.agreement.signed) + number_problems(wanted)

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
        confirm=confirm,
        check=check,
        stamp=stamp,
    )


def suggested_number(year: int) -> str:
    """Take the next free registration number of a year; a clerk may have typed some of them before."""
    while True:
        number: str = settings.REGISTRATION_NUMBER_FORMAT.format(
            year=year, sequence=next_number("registration", year)
        )
        if not is_taken(number):
            return number


def is_taken(number: str) -> bool:
    """Whether an entry has this number, however its signs are typed: 2026-0017 and 2026–0017 are one."""
    alike = RegisterEntry.objects.filter(number_key=number_key(number)).values_list("number", flat=True)
    return any(fold(other) == fold(number) for other in alike)


def enter(case: RegistrationCase, *, number: str, registered_on: date, origin: EntryOrigin) -> RegisterEntry:
    """Append one entry to the chain; runs inside the step's transaction.

    The chain's counter row is locked until the transaction ends: entries follow one another strictly,
    and whoever waited for it sees every number that was taken meanwhile. An empty ``number`` takes the
    next one of the counter.
    """
    sequence = next_number(CHAIN_SERIES, CHAIN_YEAR)
    if problems := number_problems(number):
        raise RuleViolated(problems)
    number = number or suggested_number(registered_on.year)
    last = RegisterEntry.objects.order_by("-sequence").first()
    previous_hash = last.entry_hash if last else ""
    content = registered_content(case, number=number, registered_on=registered_on.isoformat(), origin=origin)
    return RegisterEntry.objects.create(
        sequence=sequence,
        number=number,
        number_key=number_key(number),
        registered_on=registered_on,
        origin=origin,
        case=case,
        agreement=case.agreement,
        content=content,
        previous_hash=previous_hash,
        entry_hash=entry_hash(content, previous_hash),
    )


def registration_date_problems(day: date, signed: PartialDate | None) -> list[FieldProblem]:
    """Check a day of registration: not in the future, not before the signing."""
    if day > timezone.localdate():
        detail = _("The date of registration must be today or in the past.")
        return [FieldProblem("registered_on", "in_future", detail)]
    if signed and day < signed.earliest:
        detail = _(
            "The agreement was signed on %(signed)s. The date of registration must be that day or later."
        ) % {"signed": signed}
        return [FieldProblem("registered_on", "before_signing", detail)]
    return []


def number_problems(number: str) -> list[FieldProblem]:
    """Check a number typed by a clerk; an empty one means that the counter gives it."""
    if len(number) > MOST_NUMBER_LETTERS:
        detail = _("A registration number has at most %(most)s characters.") % {"most": MOST_NUMBER_LETTERS}
        return [FieldProblem("number", "too_long", detail)]
    if number and not number_key(number):
        detail = _("A registration number must contain a digit or a letter.")
        return [FieldProblem("number", "invalid", detail)]
    if number and is_taken(number):
        detail = _("The registration number %(number)s is already taken.") % {"number": number}
        return [FieldProblem("number", "unique", detail)]
    return []


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
        problems = choice_problems("act_kind", [act_kind], TerminationAct.values)
        if not act_number.strip():
            problems.append(FieldProblem("act_number", "required", _("Enter the number of the act.")))
        return problems + _act_date_problems(case.agreement, act_date) + (act.problems if act else [])

    def stamp(case: RegistrationCase) -> Iterable[str]:
        record_termination(locked_agreement(case), act_date)
        if act:
            attach_to_agreement(case.agreement, act, DocumentKind.TERMINATION_ACT, actor=actor)
        case.act_kind, case.act_number, case.act_date = act_kind, act_number.strip(), act_date
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


def _act_date_problems(agreement: Agreement, day: date) -> list[FieldProblem]:
    if day > timezone.localdate():
        return [FieldProblem("act_date", "in_future", _("The date of the act must be today or in the past."))]
    if agreement.signed and day < agreement.signed.earliest:
        return [
            FieldProblem(
                "act_date", "before_signing", _("The date of the act must be the date of signing or later.")
            )
        ]
    return []
