"""WSGI entry point of the production server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
# No page may hold the database for longer, whatever was asked; commands and exports take their time.
os.environ.setdefault("STATEMENT_TIMEOUT_SECONDS", "10")
application = get_wsgi_application()
