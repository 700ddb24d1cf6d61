"""`make run` on a laptop: demo accounts, mail in files, no second factor."""

from config.environment import env
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR

DEBUG = env.flag("DEBUG", default=False)
ENVIRONMENT = "development"
SECRET_KEY = env.text("SECRET_KEY", "development-only-never-in-production")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
STAFF_NEEDS_SECOND_FACTOR = False
# Whoever tries a program out on a laptop is not to be slowed down; the variables bring the limits back.
API_THROTTLE_RATES = {
    "anonymous": env.rate("API_RATE_ANONYMOUS", None),
    "person": env.rate("API_RATE_PERSON", None),
    "token": env.rate("API_RATE_TOKEN", None),
}
WEBHOOKS_MAY_BE_LOCAL = True
