"""Which partnerships exist for whom. Every read path starts here."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.roles import Role
from accounts.selectors import active_community_ids

if TYPE_CHECKING:
    from accounts.models import User
    from partnerships.models import Partnership  # noqa: F401  # named by the string in the base class

IS_CHECKED = Q(checked_at__isnull=False)


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Partnerships with their visibility."""

    def public(self) -> "PartnershipQuerySet":
        """What everybody may see: checked by the Association, or with a registered agreement."""
        from partnerships.models import Agreement  # here, since the models import this module

        # The related name of registration.RegisterEntry; a string, since imports go the other way.
        registered = Agreement.objects.filter(partnership=OuterRef("pk"), register_entry__isnull=False)
        return self.live().filter(IS_CHECKED | Exists(registered))

    def checked(self) -> "PartnershipQuerySet":
        """What the Association has checked, the twin of ``Partnership.is_checked``."""
        return self.filter(IS_CHECKED)

    def live(self) -> "PartnershipQuerySet":
        """Exclude partnerships merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, user: "User | AnonymousUser") -> "PartnershipQuerySet":
        """What this person may see; everything else does not exist for them."""
        if not user.is_authenticated:
            return self.public()
        if user.role in {Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR}:
            return self.live()
        # The read model knows what is public and what has a case: asked of the tables, every row is looked at.
        public = Q(desk_record__is_public=True)
        if user.role == Role.MINISTRY:
            return self.live().filter(public | Q(desk_record__has_case=True))
        return self.live().filter(public | Q(self._owned_by(user)))

    def owned_by(self, user: "User") -> "PartnershipQuerySet":
        """Partnerships of the communities for which this person acts today."""
        return self.live().filter(self._owned_by(user))

    @staticmethod
    def _owned_by(user: "User") -> Exists:
        """Asked of the parties themselves: services ask it of what they are just writing."""
        from partnerships.models import Party  # here, since the models import this module

        own = Party.objects.filter(partnership=OuterRef("pk"), community__in=active_community_ids(user))
        return Exists(own)
