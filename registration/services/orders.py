"""Orders of the Ministry: found by number and date, made once, corrected with a reason."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from common.acting import acting
from common.confirmation import require_confirmed
from common.errors import FieldProblem, Question, RuleViolated
from common.paper_numbers import plain_number, tidy_number
from common.transition_executor import lock, save_version
from partnerships.models import Partnership
from partnerships.records.refresh import refresh_records
from partnerships.services.agreements import touch
from registration.corrections import ORDER, flat
from registration.models import MinistryOrder, RegistrationCase
from registration.policies import can_correct_order, can_work_as_ministry
from registration.register_chain import corrected, order_content
from registration.rules import (
    order_after_signing_question,
    order_day_problems,
    order_problems,
    order_question,
)
from registration.services.correcting import append_correction, text_problems

if TYPE_CHECKING:
    from accounts.models import User


def find_order(number: str, day: date) -> MinistryOrder | None:
    """Return the order of this number, however its signs are typed, and date."""
    orders = MinistryOrder.objects.select_related("replaced_by")
    found = orders.filter(number_key=plain_number(number), date=day).first()
    return (found.replaced_by or found) if found else None


def order_of(number: str, day: date, *, signer: str, actor: "User") -> MinistryOrder:
    """Return the order of this number and date; it is made when the first draft is cleared by it."""
    order, _made = MinistryOrder.objects.get_or_create(
        number_key=plain_number(number),
        date=day,
        defaults={"number": tidy_number(number), "signer": signer.strip(), "created_by": actor},
    )
    return order.replaced_by or order


def order_questions(number: str, day: date, *, but: MinistryOrder | None = None) -> list[Question]:
    """Ask whether the date is right when orders of other dates have the same number."""
    if find_order(number, day):
        return []
    others = MinistryOrder.objects.filter(number_key=plain_number(number), replaced_by=None)
    if but:
        others = others.exclude(pk=but.pk)
    return order_question(number, others.values_list("date", flat=True))


def correct_order(
    order_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    order_number: str,
    order_date: date,
    text: str,
    signer: str = "",
    confirm: Collection[str] = (),
) -> MinistryOrder:
    """Correct a mistyped order with a reason; each entry registered under it gets a correction act.

    When the right order is here already, its drafts move to it, and the mistyped one is kept as replaced.

    Raises:
        NotAllowed, NotVisible, StaleVersion, ConfirmationNeeded, RuleViolated: nothing is written then.
    """
    with transaction.atomic(), acting(actor, "correct_order", reason=text):
        can_work_as_ministry(actor).require()
        partnerships = _lock_partnerships(order_id)
        order = lock(MinistryOrder, order_id, expected_version=expected_version)
        can_correct_order(actor, order).require()
        cases = [lock(RegistrationCase, pk, expected_version=None) for pk in _cases_of(order)]
        problems = order_problems(order_number, order_date) + text_problems(text)
        problems += order_day_problems(order_date, cases)
        wanted = (tidy_number(order_number), order_date, signer.strip())
        if wanted == (order.number, order.date, order.signer):
            problems.append(FieldProblem("order_number", "unchanged", _("Nothing has been changed.")))
        if problems:
            raise RuleViolated(problems)
        questions = order_questions(order_number, order_date, but=order)
        require_confirmed(questions + order_after_signing_question(order_date, cases), confirm)
        before = order_content(cases[0]) if cases else None
        right = _set_right(order, *wanted)
        for case in cases:
            _correct_case(case, right, before != _content(right), text)
        for partnership_id in partnerships:
            touch(partnership_id)
        refresh_records(partnerships)
    return right


def _lock_partnerships(order_id: int) -> list[int]:
    """Lock what every writer locks first, in the order of the ids."""
    found = RegistrationCase.objects.filter(order=order_id).values_list("agreement__partnership", flat=True)
    return [lock(Partnership, pk, expected_version=None).pk for pk in sorted(set(found))]


def _cases_of(order: MinistryOrder) -> list[int]:
    return list(order.cases.order_by("pk").values_list("pk", flat=True))


def _set_right(order: MinistryOrder, number: str, day: date, signer: str) -> MinistryOrder:
    """Write the right number and date, or say which order stands for this one; returns the right order."""
    other = find_order(number, day)
    if other and other.pk != order.pk:
        order.replaced_by = other
        save_version(order, ["replaced_by"])
        return other
    order.number, order.number_key = number, plain_number(number)
    order.date, order.signer = day, signer
    save_version(order, ["number", "number_key", "date", "signer"])
    return order


def _correct_case(case: RegistrationCase, right: MinistryOrder, differs: bool, text: str) -> None:
    case.order = right
    save_version(case, ["order"])
    if differs and hasattr(case, "entry"):
        entry = case.entry
        now = flat(corrected(entry.content, entry.corrections))
        append_correction(entry, ORDER, now, {ORDER: _content(right)}, text)


def _content(order: MinistryOrder) -> dict[str, str]:
    return {"number": order.number, "date": order.date.isoformat()}
