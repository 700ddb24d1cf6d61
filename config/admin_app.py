"""Makes the desks' own site Django's default admin site."""

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """Takes the place of ``django.contrib.admin`` in INSTALLED_APPS."""

    default_site = "common.admin.site.DeskSite"

    def ready(self) -> None:
        """Let the pages in that belong to no app, after those of the apps."""
        super().ready()
        from config.desk import settings_page, start_page  # noqa: F401  # each adds its pages
