"""Orders of the Ministry: found by number and date, made once."""

from datetime import date
from typing import TYPE_CHECKING

from common.errors import Question
from common.paper_numbers import plain_number, tidy_number
from registration.models import MinistryOrder
from registration.rules import order_question

if TYPE_CHECKING:
    from accounts.models import User


def find_order(number: str, day: date) -> MinistryOrder | None:
    """Return the order of this number, however its signs are typed, and date."""
    return MinistryOrder.objects.filter(number_key=plain_number(number), date=day).first()


def order_of(number: str, day: date, *, signer: str, actor: "User") -> MinistryOrder:
    """Return the order of this number and date; it is made when the first draft is cleared by it."""
    order, _made = MinistryOrder.objects.get_or_create(
        number_key=plain_number(number),
        date=day,
        defaults={"number": tidy_number(number), "signer": signer.strip(), "created_by": actor},
    )
    return order


def order_questions(number: str, day: date) -> list[Question]:
    """Ask whether the date is right when orders of other dates have the same number."""
    if find_order(number, day):
        return []
    others = MinistryOrder.objects.filter(number_key=plain_number(number))
    return order_question(number, others.values_list("date", flat=True))
