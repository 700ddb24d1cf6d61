"""Where the log goes; imported by the base settings. What a line holds: common.logs."""

from typing import Any


def logging_to_stderr(formatter: str) -> dict[str, Any]:
    """Return Django's ``LOGGING``: everything to stderr through one formatter, errors to ``ADMINS``, too."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"common.logs.{formatter}"}},
        "filters": {"trouble": {"()": "common.logs.TroubleOnly"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "admins": {"class": "common.logs.AdminMailHandler"},
        },
        "root": {"handlers": ["stderr", "admins"], "level": "WARNING"},
        "loggers": {
            # Django's own handlers would write to nobody in production.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},  # that a page does not exist is no event
            "procrastinate": {"level": "WARNING"},
            # It tells failed tries as news; its own beginnings and ends, on a logger of its name, are no trouble.
            "procrastinate.worker": {"level": "INFO", "filters": ["trouble"]},
            "procrastinate.worker.worker": {"level": "WARNING"},
        },
    }
