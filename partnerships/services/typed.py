"""What is typed into a filing, kept word for word until it is saved."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import FieldProblem, RuleViolated
from common.transition_executor import lock
from partnerships.filing_steps import TYPED_STEPS
from partnerships.models import FilingDraft, Partnership
from partnerships.policies import can_edit_partnership

if TYPE_CHECKING:
    from accounts.models import User

Typed = Mapping[str, Sequence[str]]
MOST_LETTERS = 100_000  # three times what all fields of a step together may hold


def keep_typed(partnership_id: int, *, actor: "User", step: str, typed: Typed) -> None:
    """Keep the input of one step; the last one counts. An empty input forgets what was kept.

    Raises ``NotAllowed``, ``NotVisible``, or ``RuleViolated`` for more than any page can hold.
    """
    clean = {_storable(name): [_storable(value) for value in values] for name, values in typed.items()}
    too_long = sum(len(text) for name, values in clean.items() for text in (name, *values)) > MOST_LETTERS
    if too_long or step not in TYPED_STEPS:
        raise RuleViolated([FieldProblem("typed", "too_long", _("The text is too long to keep."))])
    with transaction.atomic():
        partnership = lock(Partnership, partnership_id, expected_version=None)
        can_edit_partnership(actor, partnership).require()
        draft, _made = FilingDraft.objects.get_or_create(partnership=partnership)
        if clean:
            draft.typed[step] = clean
        else:
            draft.typed.pop(step, None)
        draft.updated_by = actor
        draft.save()


def draft_of_token(token: UUID) -> Partnership | None:
    """The filing that was begun on this page, if it was."""
    draft = FilingDraft.objects.select_related("partnership").filter(token=token).first()
    return draft.partnership if draft else None


def _storable(text: str) -> str:
    return text.replace("\x00", "")
