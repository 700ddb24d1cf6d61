"""Makes the desks' own site Django's default admin site."""

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """Takes the place of ``django.contrib.admin`` in INSTALLED_APPS."""

    default_site = "common.admin.site.DeskSite"
