"""Settings of `make test`: a PostgreSQL of its own, mail in memory, cheap password hashes."""

import os

from config.embedded_postgres import FAST_AND_UNSAFE, ensure_database_url

ensure_database_url("test-postgres", FAST_AND_UNSAFE)

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import DATABASES, VAR_DIR  # noqa: E402

ENVIRONMENT = "test"
SECRET_KEY = "only-for-tests"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
# Several runs at a time on one machine: each names its database with POBRATYM_TEST_DB.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a connection kept by a thread would hold the test database
DATABASES["default"]["TEST"] = {
    "NAME": "_".join(filter(None, ["test_pobratym", os.environ.get("POBRATYM_TEST_DB")])),
}
# Nothing of a running registry is read or written; tests get folders of their own.
STATIC_ROOT = VAR_DIR / "test-static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = VAR_DIR / "test-media"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STAFF_NEEDS_SECOND_FACTOR = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests ask faster than people; the test of the limits sets its own.
API_THROTTLE_RATES = {"anonymous": None, "person": None}
