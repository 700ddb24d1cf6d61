"""Our site as production runs it, on the database of the bench. Only what must differ, differs."""

import os

# Production takes these from the environment. The limit stays in the path of every request; it is so high
# that nobody is turned away, and counts within a second so that its list is as long as in production.
os.environ.setdefault("SECRET_KEY", "of-the-bench-only")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")
os.environ.setdefault("API_RATE_ANONYMOUS", "1000000/s")
os.environ.setdefault("API_RATE_PERSON", "1000000/s")
os.environ.setdefault("API_RATE_TOKEN", "1000000/s")

from config.settings.prod import *  # noqa: F403
from config.settings.prod import VAR_DIR

ENVIRONMENT = "bench"
STATIC_ROOT = VAR_DIR / "bench" / "static"
MEDIA_ROOT = VAR_DIR / "bench" / "media"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
