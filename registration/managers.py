"""Which cases exist for whom."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef

from accounts.roles import Role
from accounts.selectors import active_community_ids
from partnerships.models import Party

if TYPE_CHECKING:
    from accounts.models import User
    from registration.models import RegistrationCase  # noqa: F401  # named by the string in the base class


class CaseQuerySet(models.QuerySet["RegistrationCase"]):
    """Cases with their visibility."""

    def visible_to(self, user: "User | AnonymousUser") -> "CaseQuerySet":
        """Ministry, auditor and administrator see all, officials those of their communities, others none."""
        if not user.is_authenticated:
            return self.none()
        if user.role in {Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR}:
            return self.all()
        own = Party.objects.filter(
            partnership=OuterRef("agreement__partnership"), community__in=active_community_ids(user)
        )
        return self.filter(Exists(own))
