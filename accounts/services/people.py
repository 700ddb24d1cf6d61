"""Accounts of people, as administrators change them."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.policies import can_change_accounts
from accounts.roles import DESK_ROLES
from accounts.services.memberships import end_membership_now
from common.acting import acting
from common.confirmation import require_confirmed
from common.errors import NotVisible, Question

if TYPE_CHECKING:
    from django.db.models import QuerySet

ENDS_MEMBERSHIPS = "ends_memberships"


def change_account(
    user_id: int, *, actor: User, values: Mapping[str, Any], confirm: Collection[str] = ()
) -> User:
    """Change an account; a desk ends what its owner acts for, in the same transaction.

    ``values`` are fields of the account by name. Raises ``NotVisible``, ``NotAllowed``, or
    ``ConfirmationNeeded`` when memberships would end.
    """
    can_change_accounts(actor).require()
    with transaction.atomic(), acting(actor, "change_account"):
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            raise NotVisible
        ending = list(memberships_ended_by(user, values.get("role", user.role)))
        require_confirmed(questions_about(ending), confirm)
        for name, value in values.items():
            setattr(user, name, value)
        user.save(update_fields=list(values))
        for membership in ending:
            end_membership_now(membership.pk, actor=actor)
    return user


def memberships_ended_by(user: User, role: str) -> "QuerySet[Membership]":
    """What a person would no longer act for in another role: a desk decides about communities, for none."""
    rows = Membership.objects.lasting().filter(user=user).select_related("community__oblast")
    return rows if role in DESK_ROLES and role != user.role else rows.none()


def questions_about(ending: Collection[Membership]) -> list[Question]:
    """What whoever gives a desk to an official of a community should look at."""
    if not ending:
        return []
    detail = _("This person acts for: %(communities)s. With this role these memberships end now.")
    names = ", ".join(str(membership.community) for membership in ending)
    return [Question(ENDS_MEMBERSHIPS, detail % {"communities": names})]
