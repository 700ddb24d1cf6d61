"""WSGI entry point of the production server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

# Whoever forgets to choose gets the settings that refuse what is unsafe; `make run` asks for development.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
# No page may hold the database for longer, whatever was asked; commands and exports take their time.
os.environ.setdefault("STATEMENT_TIMEOUT_SECONDS", "10")
application = get_wsgi_application()


def settle() -> None:
    """Load what the first request would, then take it out of the garbage collector's sight.

    What is loaded now stays; walking through it again and again costs more than the little garbage that
    requests leave behind in circles.
    """
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


settle()
