"""The cooperation log and the comments."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from common.acting import acting
from common.errors import FieldProblem, RuleViolated
from common.happenings import Happening, tell
from common.transition_executor import lock
from partnerships.choices import ActivityType, CommentVisibility, Sphere
from partnerships.contacts import contact_problems
from partnerships.inputs import ActivityInput
from partnerships.models import Activity, Comment, Partnership
from partnerships.policies import can_add, can_comment
from partnerships.records.refresh import refresh_records
from partnerships.rules import choice_problems
from partnerships.services.agreements import touch

if TYPE_CHECKING:
    from accounts.models import User

CURRENCY_LETTERS = 3
MOST_VALUE = Decimal(10) ** 14
MOST_PEOPLE = 10_000_000


def add_activity(partnership_id: int, *, actor: "User", data: ActivityInput) -> Activity:
    """Write one entry into the cooperation log of a partnership."""
    with transaction.atomic(), acting(actor, "add_activity"):
        partnership = lock(Partnership, partnership_id, expected_version=None)
        can_add(actor, partnership).require()
        problems = activity_problems(data)
        if problems:
            raise RuleViolated(problems)
        touch(partnership_id)
        activity = Activity.objects.create(
            partnership=partnership,
            type=data.type,
            happened_on=data.happened.date,
            happened_precision=data.happened.precision,
            title_uk=data.title_uk.strip(),
            title_en=data.title_en.strip(),
            value=Decimal(data.value) if data.value else None,
            currency=data.currency.upper() if data.value else "",
            people=data.people,
            spheres=sorted(set(data.spheres)),
            created_by=actor,
        )
        refresh_records([partnership_id])
    return activity


def activity_problems(data: ActivityInput) -> list[FieldProblem]:
    """Check one entry; returns all problems at once."""
    problems = choice_problems("type", [data.type], ActivityType.values)
    problems += choice_problems("spheres", data.spheres, Sphere.values)
    if not data.title_uk.strip():
        problems.append(FieldProblem("title_uk", "required", _("Say in Ukrainian what happened.")))
    if data.happened.earliest > timezone.localdate():
        problems.append(FieldProblem("happened", "in_future", _("The date lies in the future.")))
    if data.people is not None and not 0 <= data.people <= MOST_PEOPLE:
        problems.append(FieldProblem("people", "invalid", _("Give the number of people.")))
    problems += contact_problems([("title_uk", data.title_uk), ("title_en", data.title_en)])
    return problems + _value_problems(data)


def _value_problems(data: ActivityInput) -> list[FieldProblem]:
    if not data.value:
        return []
    try:
        value = Decimal(data.value)
    except InvalidOperation:
        return [FieldProblem("value", "invalid", _("Give the value as a number."))]
    if not value.is_finite() or not 0 <= value < MOST_VALUE:
        return [FieldProblem("value", "invalid", _("Give the value as a number."))]
    if len(data.currency) != CURRENCY_LETTERS or not data.currency.isalpha():
        return [
            FieldProblem(
                "currency", "required", _("Give the currency by its three letters, for example UAH.")
            )
        ]
    return []


def add_comment(
    partnership_id: int, *, actor: "User", text: str, visibility: str = CommentVisibility.OFFICIAL
) -> Comment:
    """Write a comment; officials' comments are always read by the desks."""
    with transaction.atomic(), acting(actor, "comment"):
        partnership = lock(Partnership, partnership_id, expected_version=None)
        can_comment(actor, partnership).require()
        problems = choice_problems("visibility", [visibility], CommentVisibility.values)
        if not text.strip():
            problems.append(FieldProblem("text", "required", _("Write something.")))
        if problems:
            raise RuleViolated(problems)
        if actor.role == Role.OFFICIAL:
            visibility = CommentVisibility.OFFICIAL
        comment = Comment.objects.create(
            partnership=partnership,
            author=actor,
            author_role=actor.role,
            visibility=visibility,
            text=text.strip(),
        )
        tell(Happening("comment", comment, actor))
    return comment
