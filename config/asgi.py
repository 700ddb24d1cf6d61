"""ASGI entry point of the production server."""

import os

from django.core.asgi import get_asgi_application

# As config.wsgi: development must be asked for.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
application = get_asgi_application()
