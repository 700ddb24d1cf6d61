"""The common app: no models, only what every other app leans on."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import (
            checks,  # noqa: F401  registers the system checks
            doors,
            multipart,
        )

        multipart.install()
        doors.clean_what_comes_in()
