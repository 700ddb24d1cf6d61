"""Which partnerships exist for whom. Every read path starts here."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.roles import Role
from accounts.selectors import active_community_ids
from partnerships.choices import PartnershipStatus

if TYPE_CHECKING:
    from accounts.models import User
    from partnerships.models import Partnership  # noqa: F401  # named by the string in the base class

PUBLIC_STATUSES = (PartnershipStatus.APPROVED, PartnershipStatus.ENDED)


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Partnerships with their visibility."""

    def public(self) -> "PartnershipQuerySet":
        """What everybody may see: checked by the Association, or with a registered agreement."""
        from partnerships.models import Agreement  # here, since the models import this module

        # The related name of registration.RegisterEntry; a string, since imports go the other way.
        registered = Agreement.objects.filter(partnership=OuterRef("pk"), register_entry__isnull=False)
        return self.filter(Q(status__in=PUBLIC_STATUSES) | Exists(registered))

    def visible_to(self, user: "User | AnonymousUser") -> "PartnershipQuerySet":
        """What this person may see; everything else does not exist for them."""
        if not user.is_authenticated:
            return self.public()
        if user.role in {Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR}:
            return self.all()
        if user.role == Role.MINISTRY:
            return self.filter(Q(pk__in=self.public().values("pk")) | self._with_case())
        return self.filter(Q(pk__in=self.public().values("pk")) | Q(pk__in=self.owned_by(user).values("pk")))

    def owned_by(self, user: "User") -> "PartnershipQuerySet":
        """Partnerships of the communities for which this person acts today."""
        from partnerships.models import Party

        own = Party.objects.filter(partnership=OuterRef("pk"), community__in=active_community_ids(user))
        return self.filter(Exists(own))

    def _with_case(self) -> Any:
        from partnerships.models import Agreement  # here, since the models import this module

        return Exists(Agreement.objects.filter(partnership=OuterRef("pk"), cases__isnull=False))
