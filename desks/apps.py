from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesksConfig(AppConfig):
    name = "desks"
    verbose_name = _("Workspaces")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from desks.visits import note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="desks.note_sign_in")
