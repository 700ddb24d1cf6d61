from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and access")

    def ready(self) -> None:
        """Begin the idle time of a session when it begins; know browsers in which a password was set."""
        from allauth.account.signals import password_reset
        from django.contrib.auth.signals import user_logged_in

        from accounts.middleware import begin_idle_time, know_browser

        password_reset.connect(know_browser, dispatch_uid="accounts.know_browser")
        user_logged_in.connect(begin_idle_time, dispatch_uid="accounts.begin_idle_time")
