"""The roles of people in the registry. Who may do what is said in each app's policies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """One role per person; an official's communities come from memberships."""

    OFFICIAL = "official", _("Community official")
    ASSOCIATION = "association", _("Association staff")
    MINISTRY = "ministry", _("Ministry clerk")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


DESK_ROLES = frozenset({Role.ASSOCIATION, Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR})
