"""Asking once more before something that is possible but unusual is done.

The one mechanism of pages, admin, API and commands: a service collects questions while it checks its
input; those that the caller has not confirmed stop it, those that were confirmed are kept in history.
"""

from collections.abc import Collection, Sequence
from typing import Any

import pghistory
from django.utils.translation import gettext as _

from common.errors import ConfirmationNeeded, Question


def held_by_another(holder: Any, actor: Any) -> list[Question]:
    """The question for whoever decides what somebody else of the desk is working on."""
    if holder is None or holder.pk == actor.pk:
        return []
    detail = _("This is assigned to %(name)s. Talk to this person first, or decide in their place.")
    return [Question("held_by_another", detail % {"name": holder})]


def require_confirmed(questions: Sequence[Question], confirm: Collection[str]) -> None:
    """Go on only when every question is confirmed; what was confirmed is kept with the act in history.

    Call it after all other checks have passed and inside ``common.acting.acting``: nobody should confirm
    what is refused anyway. Codes in ``confirm`` that nobody asked about are ignored.

    Raises:
        ConfirmationNeeded: some question is not confirmed. It carries all questions, also the confirmed ones.
    """
    if any(question.code not in confirm for question in questions):
        raise ConfirmationNeeded(questions)
    if questions:
        pghistory.context(confirmed=sorted({question.code for question in questions}))
