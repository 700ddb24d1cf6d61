from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = _("Demo records")

    def ready(self) -> None:
        """Let system checks look for the mark."""
        from demo import mark  # noqa: F401
