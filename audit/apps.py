from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("History")

    def ready(self) -> None:
        """Say how the acts that change accounts read in their history."""
        from audit.timeline import register_verbs

        register_verbs(
            {
                "create_account": _("account created"),
                "change_account": _("account changed"),
                "membership": _("membership entered or changed"),
                "end_membership": _("membership ended"),
                "accept_invitation": _("invitation accepted"),
            }
        )
