"""Who helped to set a partnership up: said by the Association, also of partnerships that are long checked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from common.acting import acting
from common.errors import RuleViolated
from common.transition_executor import lock, save_version
from partnerships.choices import Helper
from partnerships.models import Partnership
from partnerships.policies import can_say_who_helped
from partnerships.rules import choice_problems

if TYPE_CHECKING:
    from accounts.models import User


def set_helpers(
    partnership_id: int, *, actor: "User", helpers: Sequence[str], expected_version: int | None
) -> Partnership:
    """Say who helped. Raises ``NotVisible``, ``NotAllowed``, ``StaleVersion`` or ``RuleViolated``."""
    with transaction.atomic(), acting(actor, "helpers"):
        partnership = lock(Partnership, partnership_id, expected_version=expected_version)
        can_say_who_helped(actor).require()
        if problems := choice_problems("helpers", list(helpers), Helper.values):
            raise RuleViolated(problems)
        chosen = [code for code in Helper.values if code in helpers]
        if chosen != partnership.helpers:
            partnership.helpers = chosen
            save_version(partnership, ["helpers"])
    return partnership
