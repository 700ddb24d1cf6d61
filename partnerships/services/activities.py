"""The cooperation log."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from common.acting import acting
from common.errors import FieldProblem, RuleViolated
from common.stored_files import atomic_with_files
from common.transition_executor import lock, save_version
from partnerships.choices import ActivityType, Sphere
from partnerships.contacts import contact_problems
from partnerships.inputs import ActivityInput
from partnerships.models import Activity, Partnership
from partnerships.policies import can_add
from partnerships.records.refresh import refresh_records
from partnerships.rules import choice_problems, happened_problems
from partnerships.services.agreements import touch
from partnerships.services.documents import CheckedFile, attach_to_activity, checked_file

if TYPE_CHECKING:
    from accounts.models import User

CURRENCY_LETTERS = 3
MOST_VALUE = Decimal(10) ** 14
MOST_PEOPLE = 10_000_000


def add_activity(
    partnership_id: int, *, actor: "User", data: ActivityInput, upload: UploadedFile | None = None
) -> Activity:
    """Write one entry into the cooperation log of a partnership, with its photo or document if it has one.

    Raises ``RuleViolated`` with the problems of the entry and, beside ``file``, of the file.
    """
    with atomic_with_files(), acting(actor, "add_activity"):
        partnership = lock(Partnership, partnership_id, expected_version=None)
        can_add(actor, partnership).require()
        file = _checked(data, upload)
        touch(partnership_id)
        activity = Activity(partnership=partnership, created_by=actor, **_content(data))
        activity.save()
        if file:
            attach_to_activity(activity, file, actor=actor)
        refresh_records([partnership_id])
    return activity


def update_activity(
    activity_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    data: ActivityInput,
    upload: UploadedFile | None = None,
) -> Activity:
    """Correct an entry of the cooperation log, or add a file to it; the history keeps what it said."""
    with atomic_with_files(), acting(actor, "edit_activity"):
        activity = _locked(activity_id, actor, expected_version)
        file = _checked(data, upload)
        content = _content(data)
        for name, value in content.items():
            setattr(activity, name, value)
        save_version(activity, content)
        if file:
            attach_to_activity(activity, file, actor=actor)
        touch(activity.partnership_id)
        refresh_records([activity.partnership_id])
    return activity


def delete_activity(activity_id: int, *, actor: "User", expected_version: int | None) -> None:
    """Remove an entry of the cooperation log; the history keeps it, its file stays with the partnership."""
    with atomic_with_files(), acting(actor, "delete_activity"):
        activity = _locked(activity_id, actor, expected_version)
        partnership_id = activity.partnership_id
        activity.delete()
        touch(partnership_id)
        refresh_records([partnership_id])


def _locked(activity_id: int, actor: "User", expected_version: int | None) -> Activity:
    """Partnership before activity, as everywhere; raises ``NotVisible``, ``NotAllowed``, ``StaleVersion``."""
    keys = Activity.objects.filter(pk=activity_id).values_list("partnership_id", flat=True)
    partnership = lock(Partnership, keys.first() or 0, expected_version=None)
    can_add(actor, partnership).require()
    return lock(Activity, activity_id, expected_version=expected_version)


def _checked(data: ActivityInput, upload: UploadedFile | None) -> CheckedFile | None:
    """The file, if there is one. Raises ``RuleViolated`` with all problems of both at once."""
    file = checked_file(upload) if upload else None
    if problems := activity_problems(data) + (file.problems if file else []):
        raise RuleViolated(problems)
    return file


def _content(data: ActivityInput) -> dict[str, Any]:
    return {
        "type": data.type,
        "happened_on": data.happened.date,
        "happened_precision": data.happened.precision,
        "title_uk": data.title_uk.strip(),
        "title_en": data.title_en.strip(),
        "value": Decimal(data.value) if data.value else None,
        "currency": data.currency.upper() if data.value else "",
        "people": data.people,
        "spheres": sorted(set(data.spheres)),
    }


def activity_problems(data: ActivityInput) -> list[FieldProblem]:
    """Check one entry; returns all problems at once."""
    problems = choice_problems("type", [data.type], ActivityType.values)
    problems += choice_problems("spheres", data.spheres, Sphere.values)
    if not data.title_uk.strip():
        problems.append(FieldProblem("title_uk", "required", _("Enter what happened, in Ukrainian.")))
    problems += happened_problems("happened", data.happened)
    if data.people is not None and not 0 <= data.people <= MOST_PEOPLE:
        problems.append(FieldProblem("people", "invalid", _("Enter the number of participants.")))
    problems += contact_problems([("title_uk", data.title_uk), ("title_en", data.title_en)])
    return problems + _value_problems(data)


def _value_problems(data: ActivityInput) -> list[FieldProblem]:
    if not data.value:
        return []
    try:
        value = Decimal(data.value)
    except InvalidOperation:
        return [FieldProblem("value", "invalid", _("Enter the value as a number."))]
    if not value.is_finite() or not 0 <= value < MOST_VALUE:
        return [FieldProblem("value", "invalid", _("Enter the value as a number."))]
    if len(data.currency) != CURRENCY_LETTERS or not data.currency.isalpha():
        return [
            FieldProblem("currency", "required", _("Enter the three-letter currency code, for example UAH."))
        ]
    return []
