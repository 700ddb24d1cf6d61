"""Who of the community is responsible for a filing."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.roles import Role
from common.acting import acting
from common.errors import FieldProblem, RuleViolated
from common.happenings import Happening, tell
from common.sorting import UkrainianSortKey
from common.transition_executor import lock, save_version
from partnerships.choices import Side
from partnerships.models import Partnership
from partnerships.policies import can_add

if TYPE_CHECKING:
    from django.db.models import QuerySet


def possible_responsible(partnership: Partnership) -> "QuerySet[User]":
    """Officials who act today for a Ukrainian community of the partnership, by name."""
    communities = partnership.parties.filter(side=Side.UKRAINIAN).values("community")
    members = Membership.objects.active().filter(community__in=communities).values("user")
    return User.objects.filter(pk__in=members, is_active=True, role=Role.OFFICIAL).order_by(
        UkrainianSortKey("name"), "pk"
    )


def set_responsible(
    partnership_id: int, *, actor: User, user_id: int, expected_version: int | None
) -> Partnership:
    """Name another responsible official. Raises ``RuleViolated`` beside ``responsible`` for anybody else."""
    with transaction.atomic(), acting(actor, "responsible"):
        partnership = lock(Partnership, partnership_id, expected_version=expected_version)
        can_add(actor, partnership).require()
        person = possible_responsible(partnership).filter(pk=user_id).first()
        if person is None:
            detail = _("Choose somebody who acts for the community today.")
            raise RuleViolated([FieldProblem("responsible", "unknown", detail)])
        if partnership.responsible_id != person.pk:
            partnership.responsible = person
            save_version(partnership, ["responsible"])
            tell(Happening("responsible", partnership, actor))
    return partnership
