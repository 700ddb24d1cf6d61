"""What the papers of a case must satisfy: their numbers, and their dates compared with each other.

Letter ≤ order ≤ registration, signing ≤ registration, letter ≤ request of an opinion ≤ opinion. A signing
before the order happens: it is asked about and needs words. Dates are
compared with other papers and with today in Kyiv, never with the day on which something is entered here:
clerks enter later what happened earlier.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.calendar import too_early_problems
from common.errors import FieldProblem, Question
from common.paper_numbers import number_problems, tidy_number
from common.partial_dates import PartialDate
from partnerships.models import Agreement
from partnerships.rules import choice_problems
from registration.choices import TerminationAct
from registration.models import MinistryOrder, RegistrationCase

MOST_NUMBER_LETTERS = 50
FIRST_YEAR_OF_PAPERS = 1991  # neither the Ministry nor the councils of today have older ones
SIGNED_BEFORE_CLEARANCE = "signed_before_clearance"


def letter_problems(number: str, day: date) -> list[FieldProblem]:
    """Check number and date of a letter of request."""
    problems = number_problems("letter_number", number)
    if not tidy_number(number):
        problems.append(
            FieldProblem("letter_number", "required", _("Enter the number of the letter of request."))
        )
    if day > timezone.localdate():
        problems.append(
            FieldProblem(
                "letter_date", "in_future", _("The date of the letter must be today or in the past.")
            )
        )
    return problems + too_early_problems("letter_date", day, since=FIRST_YEAR_OF_PAPERS)


def letter_question(number: str, days: Iterable[date]) -> list[Question]:
    """Ask about a letter whose number the same community has used for letters of other ``days``."""
    return _other_date("letter_other_date", number, days)


def order_problems(number: str, day: date) -> list[FieldProblem]:
    """Check number and date of an order by themselves."""
    problems = number_problems("order_number", number)
    if not tidy_number(number):
        problems.append(FieldProblem("order_number", "required", _("Enter the order number.")))
    if day > timezone.localdate():
        detail = _("The date of the order must be today or in the past.")
        problems.append(FieldProblem("order_date", "in_future", detail))
    problems += too_early_problems("order_date", day, since=FIRST_YEAR_OF_PAPERS)
    return problems


def order_day_problems(day: date, cases: Iterable[RegistrationCase]) -> list[FieldProblem]:
    """Check the day of an order against the letters and the registrations of the drafts that it has cleared."""
    papers = list(cases)
    letters = [case.letter_date for case in papers if case.letter_date]
    entered = [case.entry.registered_on for case in papers if hasattr(case, "entry")]
    if letters and day < max(letters):
        detail = _("The letter of request is dated %(day)s. The order must not be older.")
        return [FieldProblem("order_date", "before_letter", detail % {"day": _day(max(letters))})]
    if entered and day > min(entered):
        detail = _("An agreement was registered under this order on %(day)s. The order must not be later.")
        return [FieldProblem("order_date", "after_registration", detail % {"day": _day(min(entered))})]
    return []


def received_problems(day: date | None, letter_date: date | None) -> list[FieldProblem]:
    """Check the day on which a letter came: not before it was written."""
    if day is None or (letter_date or day) <= day <= timezone.localdate():
        return []
    detail = _("The date of receipt must be between the date of the letter and today.")
    return [FieldProblem("received_on", "invalid", detail)]


def opinion_request_problems(day: date, letter_date: date | None) -> list[FieldProblem]:
    """Check the day on which another ministry was asked: about a draft that had been sent by a letter."""
    if problems := too_early_problems("requested_on", day, since=FIRST_YEAR_OF_PAPERS):
        return problems
    if day > timezone.localdate():
        detail = _("The date of the request must be today or in the past.")
        return [FieldProblem("requested_on", "in_future", detail)]
    if letter_date and day < letter_date:
        detail = _("The letter of request is dated %(day)s. The request for an opinion must not be older.")
        return [FieldProblem("requested_on", "before_letter", detail % {"day": _day(letter_date)})]
    return []


def opinion_date_problems(day: date, requested_on: date) -> list[FieldProblem]:
    """Check the date of an opinion against the request, which is not older than the letter."""
    if requested_on <= day <= timezone.localdate():
        return []
    detail = _("The date of the opinion must be between the date of the request and today.")
    return [FieldProblem("given_on", "invalid", detail)]


def order_after_signing_question(day: date, cases: Iterable[RegistrationCase]) -> list[Question]:
    """Ask about the corrected day of an order that is younger than a signing of what it has cleared."""
    signings = [signed for case in cases if (signed := case.agreement.signed) and signed.latest < day]
    if not signings:
        return []
    detail = _("An agreement cleared by this order was signed earlier, on %(signed)s. Both dates are right.")
    first = min(signings, key=lambda signed: signed.latest)
    return [Question(SIGNED_BEFORE_CLEARANCE, detail % {"signed": first})]


def order_question(number: str, days: Iterable[date]) -> list[Question]:
    """Ask about an order whose number orders of other ``days`` have."""
    return _other_date("order_other_date", number, days)


def _other_date(code: str, number: str, days: Iterable[date]) -> list[Question]:
    if not (listed := ", ".join(_day(day) for day in sorted(set(days)))):
        return []
    detail = _("No. %(number)s is already here with another date: %(days)s. Both dates are right.")
    return [Question(code, detail % {"number": tidy_number(number), "days": listed})]


def registration_date_problems(
    day: date, signed: PartialDate | None, *, order_date: date | None = None
) -> list[FieldProblem]:
    """Check a day of registration: not in the future, not before the signing and the order."""
    if day > timezone.localdate():
        detail = _("The date of registration must be today or in the past.")
        return [FieldProblem("registered_on", "in_future", detail)]
    if problems := too_early_problems("registered_on", day, since=FIRST_YEAR_OF_PAPERS):
        return problems
    if signed and day < signed.earliest:
        detail = _(
            "The agreement was signed on %(signed)s. The date of registration must be that day or later."
        )
        return [FieldProblem("registered_on", "before_signing", detail % {"signed": signed})]
    if order_date and day < order_date:
        detail = _("The draft was cleared on %(day)s. The agreement must not be registered before that day.")
        return [FieldProblem("registered_on", "before_order", detail % {"day": _day(order_date)})]
    return []


def registration_number_problems(number: str) -> list[FieldProblem]:
    """Check the length of a registration number and that it holds something to read."""
    if len(number) > MOST_NUMBER_LETTERS:
        detail = _("A registration number has at most %(most)s characters.") % {"most": MOST_NUMBER_LETTERS}
        return [FieldProblem("number", "too_long", detail)]
    if number and not any(char.isalnum() for char in number):
        detail = _("A registration number must contain a digit or a letter.")
        return [FieldProblem("number", "invalid", detail)]
    return []


def signing_order_problems(agreement: Agreement, signed: PartialDate | None) -> list[FieldProblem]:
    """Check that an amendment was not signed before the agreement that it amends."""
    first = agreement.amends.signed if agreement.amends else None
    if signed is None or first is None or signed.latest >= first.earliest:
        return []
    detail = _("The agreement that is amended was signed on %(signed)s. The amendment must not be older.")
    return [FieldProblem("signed", "before_amended", detail % {"signed": first})]


def is_signed_before(order: MinistryOrder | None, signed: PartialDate | None) -> bool:
    """Whether a signing lies before the order of clearance, whatever day its date means."""
    return bool(order and signed and signed.latest < order.date)


def before_clearance_question(order: MinistryOrder | None, signed: PartialDate | None) -> list[Question]:
    """Tell whoever files a signing that it lies before the order by which the draft was cleared."""
    if order is None or not is_signed_before(order, signed):
        return []
    detail = _(
        "The agreement was signed on %(signed)s, before the order of clearance of %(order)s. Check both "
        "dates. If they are right, explain the signing in words: the Ministry decides whether to register it."
    ) % {"signed": signed, "order": _day(order.date)}
    return [Question(SIGNED_BEFORE_CLEARANCE, detail)]


def explanation_problems(
    order: MinistryOrder | None, signed: PartialDate | None, *, text: str, confirm: Collection[str]
) -> list[FieldProblem]:
    """Ask for words from whoever confirms that an agreement was signed before its clearance."""
    if text.strip() or SIGNED_BEFORE_CLEARANCE not in confirm or not is_signed_before(order, signed):
        return []
    detail = _("Explain why the agreement was signed before the draft was cleared.")
    return [FieldProblem("text", "required", detail)]


def council_question(agreement: Agreement, signed: PartialDate | None) -> list[Question]:
    """Ask about a decision of the council that is younger than the agreement which it approves."""
    decided = agreement.council_decision_date
    if signed is None or decided is None or decided <= signed.latest:
        return []
    detail = _("The council approved the agreement on %(day)s, after it was signed. Both dates are right.")
    return [Question("council_after_signing", detail % {"day": _day(decided)})]


def termination_problems(agreement: Agreement, kind: str, number: str, day: date) -> list[FieldProblem]:
    """Check the act that ends an agreement."""
    problems = choice_problems("act_kind", [kind], TerminationAct.values)
    problems += number_problems("act_number", number)
    if not tidy_number(number):
        problems.append(FieldProblem("act_number", "required", _("Enter the number of the act.")))
    if day > timezone.localdate():
        problems.append(
            FieldProblem("act_date", "in_future", _("The date of the act must be today or in the past."))
        )
    problems += too_early_problems("act_date", day, since=FIRST_YEAR_OF_PAPERS)
    if agreement.signed and day < agreement.signed.earliest:
        detail = _("The date of the act must be the date of signing or later.")
        problems.append(FieldProblem("act_date", "before_signing", detail))
    return problems


def signing_before_act_problems(signed: PartialDate | None, ended_on: date | None) -> list[FieldProblem]:
    """Check a corrected signing against the act that has ended the agreement since."""
    if signed is None or ended_on is None or signed.earliest <= ended_on:
        return []
    detail = _("The agreement was terminated by an act of %(day)s. It must have been signed before.")
    return [FieldProblem("signed", "after_termination", detail % {"day": _day(ended_on)})]


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
